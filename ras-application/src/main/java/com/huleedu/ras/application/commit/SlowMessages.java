package com.huleedu.ras.application.commit;

import com.huleedu.ras.application.Store;
import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the messages that take the database longer than a statement may, whenever they are tried,
 * while it is quick with others of their kind and size. Whoever is not is busy, and no message is
 * to blame; in doubt everything is waited for (guarantees, G5; docs/decisions/27).
 */
final class SlowMessages {
  private static final Logger LOG = LoggerFactory.getLogger(SlowMessages.class);
  private static final String SERVER = "PostgreSQL";

  /** So often a poll, and then a message alone, has to be too slow. */
  static final int TRIES = 3;

  /** So many times as long as its stand-in a message takes that is to blame for it. */
  private static final int TIMES_SLOWER = 10;

  /** Where so many are too slow and none is quick, the database is. */
  private static final int TOO_MANY = 3;

  static final DeadLetterReason REASON =
      new DeadLetterReason(
          DeadLetterReason.FAILED,
          "PostgreSQL is too slow with it alone, time and again, and quick with others like it"
              + " (SQLSTATE 57014); look for triggers and indexes on what it touches");

  private final Store store;
  private final LongSupplier nanoTime;
  private final Map<Place, Integer> suspects = new LinkedHashMap<>();
  private int slowPolls;
  private boolean quickNow;

  /**
   * @param nanoTime in place of {@link System#nanoTime}
   */
  SlowMessages(Store store, LongSupplier nanoTime) {
    this.store = store;
    this.nanoTime = nanoTime;
  }

  /** Where a message lies. */
  private record Place(Partition partition, long offset) {
    static Place of(Message.Decoded message) {
      return new Place(message.raw().partition(), message.raw().offset());
    }
  }

  /** A poll was committed. */
  synchronized void passed() {
    forget();
  }

  /** A poll was not committed: whether its messages are to be looked at one by one. */
  synchronized boolean areToBeFound(UnavailableException away) {
    if (!away.isTooSlow()) {
      forget();
      return false;
    }
    slowPolls++;
    return slowPolls >= TRIES;
  }

  private void forget() {
    slowPolls = 0;
    suspects.clear();
  }

  /**
   * Those that were too slow alone, again and again, while others like them were quick. What is
   * quick stays recorded, ahead of its position: it is merged once more with the whole.
   *
   * @throws UnavailableException if it has to be tried again, or the database is busy or away
   */
  synchronized Set<Message.Decoded> find(List<Message.Decoded> messages) {
    quickNow = false;
    try {
      List<Message.Decoded> alone = new ArrayList<>();
      List<Message.Decoded> others = new ArrayList<>();
      messages.forEach(it -> (suspects.containsKey(Place.of(it)) ? alone : others).add(it));
      isolate(others, alone);
      Set<Message.Decoded> slow = new HashSet<>();
      for (Message.Decoded message : alone) {
        if (isSlow(message)) {
          slow.add(message);
        }
      }
      return slow;
    } catch (UnavailableException away) {
      if (!away.isTooSlow()) {
        forget();
      }
      throw away;
    }
  }

  private void isolate(List<Message.Decoded> messages, List<Message.Decoded> alone) {
    if (messages.isEmpty()) {
      return;
    }
    try {
      store.transactions().inTransaction(() -> recorded(messages));
      quickNow = true;
    } catch (UnavailableException away) {
      if (!away.isTooSlow() || (!quickNow && alone.size() >= TOO_MANY)) {
        throw away;
      }
      halve(messages, alone, true);
    } catch (RejectedByStoreException refused) {
      halve(messages, alone, false); // for another to find
    }
  }

  private void halve(List<Message.Decoded> messages, List<Message.Decoded> alone, boolean slow) {
    if (messages.size() > 1) {
      int middle = messages.size() / 2;
      isolate(messages.subList(0, middle), alone);
      isolate(messages.subList(middle, messages.size()), alone);
    } else if (slow) {
      alone.add(messages.getFirst());
    }
  }

  /** Whether a message has now been too slow often enough. */
  private boolean isSlow(Message.Decoded message) {
    long started = nanoTime.getAsLong();
    try {
      store.transactions().withLongerTimeouts(() -> recorded(List.of(message)));
      suspects.remove(Place.of(message));
      return false;
    } catch (RejectedByStoreException refused) {
      return false; // for another to find
    } catch (UnavailableException away) {
      if (!away.isTooSlow()) {
        throw away;
      }
      long took = nanoTime.getAsLong() - started;
      checkSlower(took, standInNanos(message));
      return isOftenEnough(message, away);
    }
  }

  private boolean isOftenEnough(Message.Decoded message, UnavailableException away) {
    int times = suspects.merge(Place.of(message), 1, Integer::sum);
    if (times < TRIES) {
      throw UnavailableException.tooSlow(
          SERVER,
          "it is too slow with the message of %s at %s, while others like it are quick (%s of %s tries)"
              .formatted(message.raw().partition(), message.raw().offset(), times, TRIES),
          away);
    }
    LOG.warn("{} at {} is given up", message.raw().partition(), message.raw().offset());
    return true;
  }

  private static void checkSlower(long took, long standIn) {
    if (took < TIMES_SLOWER * standIn) {
      throw new UnavailableException(
          SERVER,
          "it is slow with all messages (one like that which it gave up after %s ms took %s ms)"
              .formatted(
                  TimeUnit.NANOSECONDS.toMillis(took), TimeUnit.NANOSECONDS.toMillis(standIn)));
    }
  }

  /**
   * How long the same statements take now with a message of the same kind and size; nothing of it
   * remains.
   */
  private long standInNanos(Message.Decoded message) {
    List<Facts> facts = new StandIn(message.event()).facts();
    long started = nanoTime.getAsLong();
    try {
      store
          .transactions()
          .rolledBack(() -> {
            facts.forEach(store.batches()::record);
            return true;
          });
      return nanoTime.getAsLong() - started;
    } catch (UnavailableException away) {
      throw new UnavailableException(
          SERVER, "it is too slow with all messages of a kind and size", away);
    } catch (RejectedByStoreException refused) {
      throw new UnavailableException(
          SERVER, "it is too slow with a message, and refuses one that is like it", refused);
    }
  }

  private boolean recorded(List<Message.Decoded> messages) {
    store.batches().record(Facts.fold(messages.stream().map(Message.Decoded::event).toList()));
    return true;
  }
}
