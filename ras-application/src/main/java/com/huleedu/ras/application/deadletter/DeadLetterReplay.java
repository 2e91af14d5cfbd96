package com.huleedu.ras.application.deadletter;

import com.huleedu.ras.application.Backoff;
import com.huleedu.ras.application.Clocks;
import com.huleedu.ras.application.Store;
import com.huleedu.ras.application.commit.PollCommitter;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry;
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry.Action;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFile;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterOrder.Replay;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult.Outcome;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.deadletter.DeadLetterSummary;
import com.huleedu.ras.domain.port.deadletter.StoredDeadLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.Touched;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the messages of letters into the model the ordinary way: decoded as the log's are, facts
 * and letter in one transaction, then invalidated.
 *
 * <p>Positions and lineage are untouched, and no mark is set: only a committed offset shows that a
 * database fell back, and a replay has none. A mark ahead of a restored database would hide an
 * equal message that it lacks (guarantees, G14).
 */
final class DeadLetterReplay {
  /** Somebody waits for the answer. What is left stale after it is so for the cache's TTL. */
  private static final Duration INVALIDATE_WITHIN = Duration.ofSeconds(2);

  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(50), Duration.ofMillis(500));

  private final Store store;
  private final DeadLetterArchive archive;
  private final MessageDecoder decoder;
  private final CacheManager cache;
  private final Clocks clocks;

  DeadLetterReplay(
      Store store,
      DeadLetterArchive archive,
      MessageDecoder decoder,
      CacheManager cache,
      Clocks clocks) {
    this.store = store;
    this.archive = archive;
    this.decoder = decoder;
    this.cache = cache;
    this.clocks = clocks;
  }

  /**
   * What an attempt came to.
   *
   * @param touched whose answers the cache has to forget; null if nobody's
   */
  private record Attempt(DeadLetterResult result, @Nullable Touched touched) {}

  Optional<DeadLetterResult> carryOut(Replay order, DeadLetterId id) {
    if (order.dryRun()) {
      return archive.find(id).map(DeadLetterFile::stored).map(letter -> foresee(order, letter));
    }
    try {
      return store
          .transactions()
          .inTransaction(() -> archive.hold(id).map(letter -> attempt(order, letter)))
          .map(this::invalidated);
    } catch (UnavailableException away) {
      throw away;
    } catch (RuntimeException refusedOrOurs) {
      DeadLetterReason reason = PollCommitter.reason(refusedOrOurs);
      return store
          .transactions()
          .inTransaction(() -> archive.hold(id).map(letter -> failed(order, letter, reason)));
    }
  }

  /**
   * Whether its message could not be read, and can be now: the first generation refused it for its
   * newer shape alone.
   */
  boolean isNowReadable(DeadLetterSummary letter) {
    return letter.reason().isOfReading()
        && archive
            .find(letter.id())
            .map(file -> decoder.decode(file.stored().deadLetter().message()))
            .filter(Message.Decoded.class::isInstance)
            .isPresent();
  }

  private DeadLetterResult foresee(Replay order, StoredDeadLetter letter) {
    if (isSettled(order, letter)) {
      return settled(letter);
    }
    return switch (decoder.decode(letter.deadLetter().message())) {
      case Message.Decoded _ ->
          result(letter, Outcome.WOULD_REPLAY, letter.state(), "it can be read now");
      case Message.Malformed(RawMessage _, DeadLetterReason reason) ->
          result(letter, Outcome.WOULD_FAIL, letter.state(), text(reason));
    };
  }

  private Attempt attempt(Replay order, StoredDeadLetter letter) {
    return switch (decoder.decode(letter.deadLetter().message())) {
      case Message.Decoded decoded -> decoded(order, letter, decoded);
      case Message.Malformed(RawMessage _, DeadLetterReason reason) ->
          new Attempt(failed(order, letter, reason), null);
    };
  }

  private Attempt decoded(Replay order, StoredDeadLetter letter, Message.Decoded message) {
    Facts facts = Facts.fold(List.of(message.event()));
    if (isSettled(order, letter)) {
      // Whoever asks again after a replay whose answer was lost heals a lost invalidation, too.
      boolean applied = letter.state() == DeadLetterState.REPLAYED;
      return new Attempt(settled(letter), applied ? store.batches().record(facts) : null);
    }
    Touched touched = store.batches().record(facts);
    archive.settle(letter.id(), DeadLetterState.REPLAYED, entry(order, Action.REPLAYED, "applied"));
    return new Attempt(
        result(letter, Outcome.REPLAYED, DeadLetterState.REPLAYED, "its message is in the model"),
        touched);
  }

  /** Notes one more failure; the letter stays what it was. */
  private DeadLetterResult failed(Replay order, StoredDeadLetter letter, DeadLetterReason reason) {
    if (isSettled(order, letter)) {
      return settled(letter);
    }
    archive.failedAgain(letter.id(), reason, entry(order, Action.FAILED_AGAIN, text(reason)));
    return new DeadLetterResult(
        letter.id(), Outcome.FAILED_AGAIN, letter.state(), letter.attempts() + 1, text(reason));
  }

  private DeadLetterResult invalidated(Attempt attempt) {
    Touched touched = attempt.touched();
    if (touched == null) {
      return attempt.result();
    }
    long started = clocks.nanoTime().getAsLong();
    try {
      return BACKOFF.callWhile(
          () -> clocks.nanoTime().getAsLong() - started < INVALIDATE_WITHIN.toNanos(),
          "invalidate the cache",
          () -> {
            cache.invalidate(touched);
            return attempt.result();
          });
    } catch (UnavailableException away) {
      DeadLetterResult result = attempt.result();
      return new DeadLetterResult(
          result.id(),
          Outcome.NOT_INVALIDATED,
          result.state(),
          result.attempts(),
          "its message is in the model, but cached answers may lack it for the life of a cached"
              + " answer; replay this letter again to invalidate them ("
              + away.getMessage()
              + ")");
    }
  }

  private static boolean isSettled(Replay order, StoredDeadLetter letter) {
    return letter.state() != DeadLetterState.OPEN && !order.force();
  }

  private static DeadLetterResult settled(StoredDeadLetter letter) {
    return letter.state() == DeadLetterState.REPLAYED
        ? result(letter, Outcome.ALREADY_REPLAYED, letter.state(), "it was replayed before")
        : result(
            letter,
            Outcome.ALREADY_DISCARDED,
            letter.state(),
            "it was discarded; only by force it is replayed all the same");
  }

  private DeadLetterEntry entry(Replay order, Action action, String detail) {
    return new DeadLetterEntry(clocks.wall().instant(), action, Optional.of(order.by()), detail);
  }

  private static String text(DeadLetterReason reason) {
    return reason.type() + ": " + reason.detail();
  }

  private static DeadLetterResult result(
      StoredDeadLetter letter, Outcome outcome, DeadLetterState state, String detail) {
    return new DeadLetterResult(letter.id(), outcome, state, letter.attempts(), detail);
  }
}
