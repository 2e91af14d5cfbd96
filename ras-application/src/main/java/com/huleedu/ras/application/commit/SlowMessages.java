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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

  /** Where so many are too slow it may be the database, which is asked before there are more. */
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

  /** A poll without those that were found was not committed. */
  synchronized void failed(UnavailableException away) {
    if (!away.isTooSlow()) {
      forget();
    }
  }

  /** A poll was not committed: whether its messages are to be looked at one by one. */
  synchronized boolean areToBeFound(UnavailableException away) {
    failed(away);
    if (!away.isTooSlow()) {
      return false;
    }
    slowPolls++;
    return slowPolls >= TRIES;
  }

  /** A poll was committed, or can't be, whatever its messages are. */
  synchronized void forget() {
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
    try {
      List<Message.Decoded> alone = new ArrayList<>();
      List<Message.Decoded> others = new ArrayList<>();
      messages.forEach(it -> (suspects.containsKey(Place.of(it)) ? alone : others).add(it));
      isolate(others, alone);
      return foundOf(alone);
    } catch (UnavailableException away) {
      failed(away);
      throw away;
    }
  }

  /** All are tried in each round, so that many need no more rounds than one. */
  private Set<Message.Decoded> foundOf(List<Message.Decoded> alone) {
    Set<Message.Decoded> found = new HashSet<>();
    int again = 0;
    UnavailableException last = null;
    for (Message.Decoded message : alone) {
      Place place = Place.of(message);
      int times = suspects.getOrDefault(place, 0);
      if (times < TRIES) {
        UnavailableException tooSlow = tooSlow(message);
        if (tooSlow == null) {
          suspects.remove(place);
          continue;
        }
        times++;
        suspects.put(place, times);
        if (times < TRIES) {
          again++;
          last = tooSlow;
          continue;
        }
      }
      found.add(message);
    }
    if (last != null) {
      throw UnavailableException.tooSlow(
          SERVER,
          "it is too slow with %s messages, and quick with others like them".formatted(again),
          last);
    }
    found.forEach(it -> LOG.warn("{} at {} is given up", it.raw().partition(), it.raw().offset()));
    return found;
  }

  private void isolate(List<Message.Decoded> messages, List<Message.Decoded> alone) {
    if (messages.isEmpty()) {
      return;
    }
    long started = nanoTime.getAsLong();
    try {
      store.transactions().inTransaction(recording(messages));
    } catch (UnavailableException away) {
      if (!away.isTooSlow()) {
        throw away;
      }
      halve(messages, alone, true);
      if (messages.size() == 1 && alone.size() == TOO_MANY) {
        checkSlower(nanoTime.getAsLong() - started, standInNanos(messages.getFirst()));
      }
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

  /** What the database said, if it is too slow with this message and not with its like. */
  private @Nullable UnavailableException tooSlow(Message.Decoded message) {
    long started = nanoTime.getAsLong();
    try {
      store.transactions().withLongerTimeouts(recording(List.of(message)));
      return null;
    } catch (RejectedByStoreException refused) {
      return null; // for another to find
    } catch (UnavailableException away) {
      if (!away.isTooSlow()) {
        throw away;
      }
      checkSlower(nanoTime.getAsLong() - started, standInNanos(message));
      return away;
    }
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
      store.transactions().rolledBack(store.recording(facts));
      return nanoTime.getAsLong() - started;
    } catch (UnavailableException away) {
      throw new UnavailableException(
          SERVER, "it is too slow with all messages of a kind and size", away);
    } catch (RejectedByStoreException refused) {
      throw new UnavailableException(
          SERVER, "it is too slow with a message, and refuses one that is like it", refused);
    }
  }

  private Supplier<Boolean> recording(List<Message.Decoded> messages) {
    return store.recording(
        List.of(Facts.fold(messages.stream().map(Message.Decoded::event).toList())));
  }
}
