package com.huleedu.ras.application.model;

import static com.huleedu.ras.application.model.Design.Step.COMMIT;
import static com.huleedu.ras.application.model.Design.Step.COMMIT_OFFSETS;
import static com.huleedu.ras.application.model.Design.Step.INVALIDATE;
import static com.huleedu.ras.application.model.Design.Step.MARK;
import static com.huleedu.ras.application.model.Design.Step.READ_MARKS;

import java.util.List;

/** The protocol as it is, and the ways to spoil it. */
enum Design {
  AS_BUILT(READ_MARKS, COMMIT, INVALIDATE, COMMIT_OFFSETS, MARK),
  FENCE_REMOVED(READ_MARKS, COMMIT, INVALIDATE, COMMIT_OFFSETS, MARK),
  RESUMES_AT_THE_POSITION_ALONE(READ_MARKS, COMMIT, INVALIDATE, COMMIT_OFFSETS, MARK),
  MARKS_BEFORE_INVALIDATION(READ_MARKS, COMMIT, MARK, INVALIDATE, COMMIT_OFFSETS),
  OFFSETS_BEFORE_COMMIT(READ_MARKS, COMMIT_OFFSETS, COMMIT, INVALIDATE, MARK),
  OFFSETS_BEFORE_INVALIDATION(READ_MARKS, COMMIT, COMMIT_OFFSETS, INVALIDATE, MARK),
  INVALIDATES_BEFORE_COMMIT(READ_MARKS, INVALIDATE, COMMIT, COMMIT_OFFSETS, MARK);

  /** What an owner does with a poll. */
  enum Step {
    READ_MARKS,
    COMMIT,
    INVALIDATE,
    COMMIT_OFFSETS,
    MARK
  }

  @SuppressWarnings("ImmutableEnumChecker") // List.of is
  private final List<Step> order;

  Design(Step... order) {
    this.order = List.of(order);
  }

  List<Step> order() {
    return order;
  }

  boolean invalidatesFirst() {
    return order.indexOf(Step.INVALIDATE) < order.indexOf(Step.COMMIT);
  }

  /** Whether a body is stored only if its lease stands. */
  boolean fenced() {
    return this != FENCE_REMOVED;
  }

  int resumesAt(int position, int committed) {
    return this == RESUMES_AT_THE_POSITION_ALONE ? position : Math.min(position, committed);
  }
}
