package com.huleedu.ras.benchmarks;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The numbers that a run yields, one row each, and what each is held against. */
@SuppressWarnings("ImmutableEnumChecker") // a goal is a record of numbers
enum RowId {
  INGEST("ingest", "row changes/s", Goal.ratioAtLeast(0.5, 0.8)),
  INGEST_NAIVE("ingest-naive", "events/s", Goal.ratioAtLeast(25, 50)),
  HIT("hit", "answers/s", Goal.ratioAtLeast(0.85, 0.95)),
  HIT_P99("hit-p99", "ms", Goal.ratioAtMost(1.5, 1.2)),
  NOT_MODIFIED("not-modified", "answers/s", Goal.ratioAtLeast(1, 1.5)),
  MISS("miss", "answers/s", Goal.ratioAtLeast(0.8, 0.9)),
  MISS_SERVED("miss-served", "answers/s", Goal.ratioAtLeast(0.6, 0.75)),
  LIST("list", "answers/s", Goal.ratioAtLeast(0.75, 0.9)),
  LIST_LARGE("list-large", "answers/s", Goal.ratioAtLeast(0.8, 1)),
  LIST_FILTER("list-filter", "answers/s", Goal.ratioAtLeast(0.7, 0.9)),
  FRESHNESS_P50("freshness-p50", "ms", Goal.ratioAtMost(2, 1.5)),
  FRESHNESS_P99("freshness-p99", "ms", Goal.ratioAtMost(3, 2)),
  SIZE("size", "events/s", Goal.ratioAtLeast(0.8, 0.95)),
  TWO("two", "events/s", Goal.said()),
  START("start", "s", Goal.ratioAtMost(2, 1.5)),
  MEMORY("memory", "MiB", Goal.valueAtMost(350, 256)),
  REBUILD("rebuild", "events/s", Goal.ratioAtLeast(2, 4)),
  WAL("wal", "bytes/row change", Goal.ratioAtMost(1.5, 1.2)),
  OVERLOAD("overload", "answers/s", Goal.ratioAtLeast(0.8, 0.9));

  private final String id;
  private final String unit;
  private final Goal goal;

  RowId(String id, String unit, Goal goal) {
    this.id = id;
    this.unit = unit;
    this.goal = goal;
  }

  /**
   * What is to be reached.
   *
   * @param target null: nothing but to be measured
   * @param ofRatio whether the ratio is held against it, or the number itself
   * @param atLeast whether more is better
   */
  record Goal(@Nullable Double target, @Nullable Double stretch, boolean ofRatio, boolean atLeast) {
    static Goal ratioAtLeast(double target, double stretch) {
      return new Goal(target, stretch, true, true);
    }

    static Goal ratioAtMost(double target, double stretch) {
      return new Goal(target, stretch, true, false);
    }

    static Goal valueAtMost(double target, double stretch) {
      return new Goal(target, stretch, false, false);
    }

    static Goal said() {
      return new Goal(null, null, true, true);
    }

    boolean holds(double value) {
      if (target == null) {
        return true;
      }
      return atLeast ? value >= target : value <= target;
    }
  }

  String id() {
    return id;
  }

  String unit() {
    return unit;
  }

  Goal goal() {
    return goal;
  }

  static Optional<RowId> of(String id) {
    return Arrays.stream(values()).filter(row -> row.id.equals(id)).findFirst();
  }
}
