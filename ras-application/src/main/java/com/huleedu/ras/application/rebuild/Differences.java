package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.RebuildModel;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What differs between a side model and the live one: all of it counted, the first ones named. */
final class Differences {
  private final List<Difference> named = new ArrayList<>();
  private final Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);
  private final List<RowKey> losing = new ArrayList<>();
  private final int atMost;
  private long loses;

  /**
   * @param atMost of so many rows that would be lost the keys are kept
   */
  Differences(int atMost) {
    this.atMost = atMost;
  }

  /** Holds one row of the side model, if there is one, against the live one. */
  void compare(@Nullable ModelRow rebuilt, @Nullable ModelRow live) {
    difference(rebuilt, live)
        .ifPresent(difference -> {
          counts.merge(difference.kind(), 1L, Long::sum);
          if (named.size() < RebuildModel.NAMED) {
            named.add(difference);
          }
          if (live != null && loses(rebuilt == null ? null : rebuilt.facts(), live.facts())) {
            loses++;
            if (losing.size() < atMost) {
              losing.add(live.key());
            }
          }
        });
  }

  private static Optional<Difference> difference(
      @Nullable ModelRow rebuilt, @Nullable ModelRow live) {
    if (rebuilt != null && live != null) {
      return RowComparison.between(rebuilt, live);
    }
    if (rebuilt != null) {
      return rebuilt.isPlace() ? Optional.empty() : Optional.of(RowComparison.missing(rebuilt));
    }
    return live == null ? Optional.empty() : RowComparison.surplus(live);
  }

  /** Whether what is found says something that is not in what is rebuilt. */
  private static boolean loses(@Nullable Facts rebuilt, @Nullable Facts found) {
    if (found == null || rebuilt == null) {
      return found != null;
    }
    return !rebuilt.merge(found).equals(rebuilt);
  }

  List<Difference> named() {
    return List.copyOf(named);
  }

  Map<Difference.Kind, Long> counts() {
    return Map.copyOf(counts);
  }

  /** How many live rows say what the rebuilt ones don't. */
  long loses() {
    return loses;
  }

  /** Their keys, if all were kept. */
  Optional<List<RowKey>> losing() {
    return losing.size() == loses ? Optional.of(List.copyOf(losing)) : Optional.empty();
  }

  /** These are left of them, after another look. */
  void losesOnly(Differences again) {
    losing.clear();
    losing.addAll(again.losing);
    loses = again.loses;
  }
}
