package com.huleedu.ras.domain.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.UUID;

/**
 * What decides which of two events wins a register: the greater stamp (rules, "Stamp").
 *
 * <p>Time and event id decide by the rules. The digest settles what the rules leave open, two
 * different messages with the same time and id, so that even then the model depends on the set of
 * messages alone and not on their order.
 *
 * @param time the event's own time, in whole microseconds
 * @param eventId compared as its lower-case text
 * @param digest taken from the message itself; equal for equal messages
 */
public record Stamp(Instant time, UUID eventId, long digest) implements Comparable<Stamp> {

  // UUID.compareTo is signed; two unsigned halves compare as the lower-case text does.
  private static final Comparator<UUID> AS_TEXT =
      (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0
            ? high
            : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
      };

  private static final Comparator<Stamp> ORDER =
      Comparator.comparing(Stamp::time)
          .thenComparing(Stamp::eventId, AS_TEXT)
          .thenComparingLong(Stamp::digest);

  public Stamp {
    if (!time.truncatedTo(ChronoUnit.MICROS).equals(time)) {
      throw new IllegalArgumentException("time is finer than a microsecond: " + time);
    }
  }

  @Override
  public int compareTo(Stamp other) {
    return ORDER.compare(this, other);
  }
}
