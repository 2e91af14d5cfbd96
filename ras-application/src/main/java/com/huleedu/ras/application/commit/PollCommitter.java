package com.huleedu.ras.application.commit;

import com.huleedu.ras.application.Store;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.query.Touched;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one poll into the database: its facts, its dead letters and its positions in one
 * transaction. If the database rejects the data, or we fail at it again and again, the poll is
 * split until the offending messages stand alone (guarantees, G6).
 */
public final class PollCommitter {
  private static final Logger LOG = LoggerFactory.getLogger(PollCommitter.class);

  /** A failure of ours that only happens now and then must not cost a message. */
  private static final int TRIES = 3;

  /** With which time-outs a transaction runs. */
  private interface Transaction {
    Optional<Commit> of(Supplier<Optional<Commit>> work);
  }

  private final Store store;
  private final InstantSource clock;
  private final SlowMessages slow;

  /**
   * @param nanoTime monotonic, as {@link System#nanoTime}: how long the database takes
   */
  public PollCommitter(Store store, InstantSource clock, LongSupplier nanoTime) {
    this.store = store;
    this.clock = clock;
    this.slow = new SlowMessages(store, nanoTime);
  }

  /**
   * Commits the poll; empty if the database fell back and nothing was applied.
   *
   * @param fresh the decoded messages of the poll that have to be applied
   */
  public Optional<Commit> commit(Poll poll, List<Message.Decoded> fresh, Lineage expected) {
    List<DeadLetter> letters = malformed(poll);
    Optional<Commit> committed;
    try {
      committed =
          withoutRefused(poll, fresh, letters, expected, store.transactions()::inTransaction);
    } catch (UnavailableException away) {
      if (!slow.areToBeFound(away)) {
        throw away;
      }
      committed = withoutSlow(poll, fresh, letters, expected);
    }
    slow.forget();
    return committed;
  }

  private Optional<Commit> withoutRefused(
      Poll poll,
      List<Message.Decoded> fresh,
      List<DeadLetter> letters,
      Lineage expected,
      Transaction transaction) {
    try {
      return withSomeTries(() -> inOneTransaction(poll, fresh, letters, expected, transaction));
    } catch (UnavailableException away) {
      throw away;
    } catch (RuntimeException failure) {
      Map<Message.Decoded, RuntimeException> offenders = offenders(fresh, failure);
      List<DeadLetter> all = new ArrayList<>(letters);
      offenders.forEach(
          (message, why) -> all.add(new DeadLetter(message.raw(), reason(why), clock.instant())));
      List<Message.Decoded> good =
          fresh.stream().filter(message -> !offenders.containsKey(message)).toList();
      return inOneTransaction(poll, good, all, expected, transaction);
    }
  }

  /** All of the poll may be slow where no message is: it gets the time. */
  private Optional<Commit> withoutSlow(
      Poll poll, List<Message.Decoded> fresh, List<DeadLetter> letters, Lineage expected) {
    LOG.warn("Looking for the messages with which PostgreSQL is too slow, of {}", fresh.size());
    Set<Message.Decoded> tooSlow = slow.find(fresh);
    List<DeadLetter> all = new ArrayList<>(letters);
    tooSlow.forEach(
        message -> all.add(new DeadLetter(message.raw(), SlowMessages.REASON, clock.instant())));
    List<Message.Decoded> good =
        fresh.stream().filter(message -> !tooSlow.contains(message)).toList();
    try {
      return withoutRefused(poll, good, all, expected, store.transactions()::withLongerTimeouts);
    } catch (UnavailableException away) {
      slow.failed(away);
      throw away;
    }
  }

  private static <T> T withSomeTries(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.get();
      } catch (RasException known) {
        throw known;
      } catch (RuntimeException ours) {
        if (attempt == TRIES) {
          throw ours;
        }
        LOG.warn("Projecting failed unexpectedly, will try again", ours);
      }
    }
  }

  private Map<Message.Decoded, RuntimeException> offenders(
      List<Message.Decoded> fresh, RuntimeException failure) {
    LOG.warn(
        "Splitting a poll of {} messages to find at which it fails: {}",
        fresh.size(),
        failure instanceof RasException ? failure.getMessage() : failure.toString());
    Map<Message.Decoded, RuntimeException> offenders = new LinkedHashMap<>();
    isolate(fresh, offenders);
    if (offenders.isEmpty()) {
      // Not the fault of any message: worth a pause and another try, and a look by an operator.
      throw failure instanceof RejectedByStoreException
          ? new UnavailableException(
              "PostgreSQL", "it rejects a poll and none of its messages", failure)
          : failure;
    }
    return offenders;
  }

  private Optional<Commit> inOneTransaction(
      Poll poll,
      List<Message.Decoded> messages,
      List<DeadLetter> letters,
      Lineage expected,
      Transaction transaction) {
    Facts facts = Facts.fold(messages.stream().map(Message.Decoded::event).toList());
    return transaction.of(() -> {
      if (!store.positions().advance(poll.advances(), expected)) {
        return Optional.empty();
      }
      Touched touched = store.batches().record(facts);
      if (!letters.isEmpty()) {
        store.deadLetters().store(letters);
      }
      return Optional.of(new Commit(messages, facts, letters, touched));
    });
  }

  /**
   * Halves until what fails is one message. The halves that pass stay committed, ahead of their
   * positions: they are merged once more with the whole, which changes nothing.
   */
  private void isolate(
      List<Message.Decoded> messages, Map<Message.Decoded, RuntimeException> offenders) {
    try {
      withSomeTries(() -> {
        Facts facts = Facts.fold(messages.stream().map(Message.Decoded::event).toList());
        return store.transactions().inTransaction(store.recording(List.of(facts)));
      });
    } catch (UnavailableException away) {
      throw away;
    } catch (RuntimeException failure) {
      if (messages.size() == 1) {
        offenders.put(messages.getFirst(), failure);
        return;
      }
      if (messages.isEmpty()) {
        return;
      }
      int middle = messages.size() / 2;
      isolate(messages.subList(0, middle), offenders);
      isolate(messages.subList(middle, messages.size()), offenders);
    }
  }

  /** Why a message that reads well is a dead letter nevertheless. */
  public static DeadLetterReason reason(RuntimeException why) {
    return why instanceof RejectedByStoreException rejection
        ? new DeadLetterReason(DeadLetterReason.REJECTED, String.valueOf(rejection.getMessage()))
        : new DeadLetterReason(DeadLetterReason.FAILED, why.toString());
  }

  private List<DeadLetter> malformed(Poll poll) {
    Instant now = clock.instant();
    List<DeadLetter> letters = new ArrayList<>();
    for (Message message : poll.messages()) {
      if (message instanceof Message.Malformed malformed) {
        letters.add(new DeadLetter(malformed.raw(), malformed.reason(), now));
      }
    }
    return letters;
  }
}
