package com.huleedu.ras.application.deadletter;

import com.huleedu.ras.application.Cache;
import com.huleedu.ras.application.Clocks;
import com.huleedu.ras.application.Store;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFile;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFilter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterOrder;
import com.huleedu.ras.domain.port.deadletter.DeadLetterPage;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult.Outcome;
import com.huleedu.ras.domain.port.deadletter.DeadLetterRun;
import com.huleedu.ras.domain.port.deadletter.DeadLetterSummary;
import com.huleedu.ras.domain.port.deadletter.ManageDeadLetters;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what operators order, letter by letter, and each in a transaction of its own. */
public final class DeadLetterService implements ManageDeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterService.class);

  /** A stop waits five seconds for a request, and a run ends with the letter under way. */
  private static final Duration RUN = Duration.ofSeconds(2);

  private final DeadLetterArchive archive;
  private final DeadLetterReplay replay;
  private final DeadLetterDiscard discard;
  private final LongSupplier nanoTime;
  private final MeterRegistry registry;

  /**
   * @param decoder the one that reads what the log delivers
   */
  public DeadLetterService(
      Store store,
      DeadLetterArchive archive,
      MessageDecoder decoder,
      Cache cache,
      Clocks clocks,
      MeterRegistry registry) {
    this.archive = archive;
    this.replay = new DeadLetterReplay(store, archive, decoder, cache.bodies(), clocks);
    this.discard = new DeadLetterDiscard(store.transactions(), archive, clocks.wall());
    this.nanoTime = clocks.nanoTime();
    this.registry = registry;
    for (Outcome outcome : Outcome.values()) {
      orders(outcome); // what begins with its first order is seen by no rate
    }
  }

  @Override
  public DeadLetterPage list(DeadLetterFilter filter, int limit, Optional<DeadLetterId> before) {
    return archive.list(filter, limit, before);
  }

  @Override
  public Optional<DeadLetterFile> show(DeadLetterId id) {
    return archive.find(id);
  }

  @Override
  public Optional<DeadLetterResult> carryOut(DeadLetterOrder order, DeadLetterId id) {
    Optional<DeadLetterResult> result =
        switch (order) {
          case DeadLetterOrder.Replay replaying -> replay.carryOut(replaying, id);
          case DeadLetterOrder.Discard discarding -> discard.carryOut(discarding, id);
        };
    if (!order.dryRun()) {
      result.ifPresent(done -> note(order, done));
    }
    return result;
  }

  @Override
  public DeadLetterRun carryOut(
      DeadLetterOrder order, DeadLetterFilter filter, int limit, Optional<DeadLetterId> before) {
    long started = nanoTime.getAsLong();
    DeadLetterPage page = archive.list(filter, limit, before);
    List<DeadLetterResult> results = new ArrayList<>();
    Optional<DeadLetterId> reached = before;
    for (DeadLetterSummary letter : page.deadLetters()) {
      boolean tookLong = nanoTime.getAsLong() - started > RUN.toNanos();
      boolean begun = !reached.equals(before);
      if (begun && (tookLong || endsWithATroubledCache(results))) {
        return new DeadLetterRun(results, reached);
      }
      try {
        if (isMeant(order, letter)) {
          carryOut(order, letter.id()).ifPresent(results::add);
        }
      } catch (UnavailableException away) {
        if (results.isEmpty()) {
          throw away;
        }
        // What was done has to be told; the next call meets the trouble again, if it lasts.
        return new DeadLetterRun(results, reached);
      }
      reached = Optional.of(letter.id());
    }
    return new DeadLetterRun(results, page.next());
  }

  private static boolean endsWithATroubledCache(List<DeadLetterResult> results) {
    return !results.isEmpty() && results.getLast().outcome() == Outcome.NOT_INVALIDATED;
  }

  private boolean isMeant(DeadLetterOrder order, DeadLetterSummary letter) {
    return !(order instanceof DeadLetterOrder.Replay replaying && replaying.onlyNowReadable())
        || replay.isNowReadable(letter);
  }

  private void note(DeadLetterOrder order, DeadLetterResult result) {
    String outcome = name(result.outcome());
    orders(result.outcome()).increment();
    LOG.atInfo()
        .addKeyValue("letter_id", result.id())
        .addKeyValue("outcome", outcome)
        .addKeyValue("service_id", order.by())
        .log("Dead letter {}: {} ({})", result.id(), outcome, result.detail());
  }

  private Counter orders(Outcome outcome) {
    return Counter.builder("ras.dead.letter.orders")
        .description("What operators' orders about dead letters came to")
        .tag("outcome", name(outcome))
        .register(registry);
  }

  private static String name(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }
}
