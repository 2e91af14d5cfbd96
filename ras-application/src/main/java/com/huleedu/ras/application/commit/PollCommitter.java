package com.huleedu.ras.application.commit;

import com.huleedu.ras.application.Store;
import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Poll;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one poll into the database: its facts, its dead letters and its positions in one
 * transaction. If the database rejects the data, the poll is split until the offending messages
 * stand alone (guarantees, G6).
 */
public final class PollCommitter {
  private static final Logger LOG = LoggerFactory.getLogger(PollCommitter.class);

  /** The error type of a message that reads well, and that the database refuses. */
  public static final String REJECTED = "rejected_by_database";

  private final Store store;
  private final InstantSource clock;

  public PollCommitter(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Commits the poll; empty if the database fell back and nothing was applied.
   *
   * @param fresh the decoded messages of the poll that have to be applied
   */
  public Optional<Commit> commit(Poll poll, List<Message.Decoded> fresh, Lineage expected) {
    List<DeadLetter> letters = malformed(poll);
    try {
      return inOneTransaction(poll, fresh, letters, expected);
    } catch (RejectedByStoreException rejection) {
      LOG.warn(
          "Splitting a poll of {} messages to find what the database rejects: {}",
          fresh.size(),
          rejection.getMessage());
      Map<Message.Decoded, RejectedByStoreException> offenders = new LinkedHashMap<>();
      isolate(fresh, offenders);
      if (offenders.isEmpty()) {
        // Not the fault of any message: worth a pause and another try, and a look by an operator.
        throw new UnavailableException(
            "PostgreSQL", "it rejects a poll and none of its messages", rejection);
      }
      offenders.forEach((message, why) ->
          letters.add(new DeadLetter(message.raw(), rejected(why), clock.instant())));
      List<Message.Decoded> good =
          fresh.stream().filter(message -> !offenders.containsKey(message)).toList();
      return inOneTransaction(poll, good, letters, expected);
    }
  }

  private Optional<Commit> inOneTransaction(
      Poll poll, List<Message.Decoded> messages, List<DeadLetter> letters, Lineage expected) {
    Facts facts = Facts.fold(messages.stream().map(Message.Decoded::event).toList());
    boolean committed =
        store
            .transactions()
            .inTransaction(() -> {
              if (!store.positions().advance(poll.advances(), expected)) {
                return false;
              }
              store.batches().record(facts);
              if (!letters.isEmpty()) {
                store.deadLetters().store(letters);
              }
              return true;
            });
    return committed
        ? Optional.of(new Commit(messages, facts, letters, store.batches().touchedBy(facts)))
        : Optional.empty();
  }

  /**
   * Halves until what is rejected is one message. The halves that pass stay committed, ahead of
   * their positions: they are merged once more with the whole, which changes nothing.
   */
  private void isolate(
      List<Message.Decoded> messages, Map<Message.Decoded, RejectedByStoreException> offenders) {
    try {
      Facts facts = Facts.fold(messages.stream().map(Message.Decoded::event).toList());
      store.transactions().inTransaction(() -> recorded(facts));
    } catch (RejectedByStoreException rejection) {
      if (messages.size() == 1) {
        offenders.put(messages.getFirst(), rejection);
        return;
      }
      int middle = messages.size() / 2;
      isolate(messages.subList(0, middle), offenders);
      isolate(messages.subList(middle, messages.size()), offenders);
    }
  }

  private boolean recorded(Facts facts) {
    store.batches().record(facts);
    return true;
  }

  /** Why a message that reads well is a dead letter nevertheless. */
  public static DeadLetterReason rejected(RejectedByStoreException why) {
    return new DeadLetterReason(REJECTED, String.valueOf(why.getMessage()));
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
