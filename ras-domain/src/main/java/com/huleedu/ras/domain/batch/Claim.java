package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.event.Stamp;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A statement that an essay belongs to a batch. The greatest claim makes the membership: any
 * registration beats any slot, any slot beats any result, within a kind the greater stamp wins.
 */
public record Claim(BatchId batch, Kind kind, Stamp stamp) implements Comparable<Claim> {

  private static final Comparator<Claim> ORDER =
      Comparator.comparing(Claim::kind).thenComparing(Claim::stamp);

  /** Who made the claim; the later constant beats the earlier. */
  public enum Kind {
    RESULT,
    SLOT,
    REGISTRATION
  }

  @Override
  public int compareTo(Claim other) {
    return ORDER.compare(this, other);
  }

  static @Nullable Claim merge(@Nullable Claim a, @Nullable Claim b) {
    if (a == null) {
      return b;
    }
    return b == null || a.compareTo(b) >= 0 ? a : b;
  }
}
