package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rows of a slice that differ at first sight. Knows, too, when a slice is too large: how many
 * rows a log holds and how many of them differ is known only once it was read.
 */
final class Suspects implements Predicate<RowKey>, AuditPass.Memory {
  private static final long BYTES = 500;

  private final Slice slice;
  private final long memory;
  private final Set<RowKey> keys = new HashSet<>();
  private boolean tooMany;

  /**
   * @param memory bytes of heap that the look at a slice may use
   */
  Suspects(Slice slice, long memory) {
    this.slice = slice;
    this.memory = memory;
  }

  void add(Difference difference) {
    keys.add(difference.key());
  }

  @Override
  public boolean suffices(int rows, long bytes) {
    tooMany =
        tooMany
            || (slice.canBeHalved()
                && rows + keys.size() > 1
                && bytes + keys.size() * BYTES > memory);
    return !tooMany;
  }

  /** The look at the slice ended for want of memory; halves of it may fit. */
  boolean areTooMany() {
    return tooMany;
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  @Override
  public boolean test(RowKey key) {
    return keys.contains(key);
  }
}
