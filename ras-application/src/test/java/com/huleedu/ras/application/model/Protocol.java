package com.huleedu.ras.application.model;

import static com.huleedu.ras.application.model.Layout.BODY;
import static com.huleedu.ras.application.model.Layout.COMMITTED;
import static com.huleedu.ras.application.model.Layout.LEASE;
import static com.huleedu.ras.application.model.Layout.MARKED;
import static com.huleedu.ras.application.model.Layout.OWNERS;
import static com.huleedu.ras.application.model.Layout.POSITION;
import static com.huleedu.ras.application.model.Layout.PROMISED;
import static com.huleedu.ras.application.model.Layout.READERS;
import static com.huleedu.ras.application.model.Layout.STORED;

import com.huleedu.ras.application.model.Layout.Owner;
import com.huleedu.ras.application.model.Layout.Reader;

/**
 * The protocol of projecting and caching as steps between states: one partition of three events,
 * two owners, two readers of the one batch that the events are about. A step is one exchange with
 * one server, as in {@code ProjectionService}, {@code Resumption}, {@code BatchQueryService} and
 * the Redis adapter's {@code FencedCache}; between any two of them anything else may happen, for
 * any time: that is what a frozen process comes to, or a command that is on its way for long.
 *
 * <p>Left out: a second partition, the shared flight of readers within one process, databases and
 * Redis servers that go back in time, and an invalidation that is outwaited.
 */
final class Protocol {
  static final int EVENTS = 3;
  static final int ALL = (1 << EVENTS) - 1;

  // Steps of an owner; from PROJECTING on, which step of the design's order comes next.
  private static final int DOWN = 0;
  private static final int KNOWS_COMMITTED = 1;
  private static final int POLLS = 2;
  private static final int PROJECTING = 3;

  // Steps of a reader.
  private static final int IDLE = 0;
  private static final int MISSED = 1;
  private static final int OFFERED = 2;
  private static final int MAY_LOAD = 3;
  private static final int LOADED = 4;

  /** Takes what can follow on a state. */
  interface Next {
    void state(String how, long state);

    /** What must never be. */
    void violation(String how, String what);
  }

  private final Design design;
  private final int registration;

  /**
   * @param registrationAt the offset of the event that makes the batch visible; the others are
   *     results, which touch the batch only once it is there
   */
  Protocol(Design design, int registrationAt) {
    this.design = design;
    this.registration = 1 << registrationAt;
  }

  void steps(long state, Next next) {
    for (Owner owner : OWNERS) {
      own(state, owner, next);
    }
    for (Reader reader : READERS) {
      read(state, reader, next);
    }
    // Expired, evicted, flushed: it makes no difference which. Marks: see readMarks.
    if (BODY.of(state) != 0) {
      next.state("the body expires", BODY.with(state, 0));
    }
    if (LEASE.of(state) != 0) {
      next.state("the lease expires", withoutLease(state));
    }
  }

  private static long withoutLease(long state) {
    return Layout.nobodyHolds(LEASE.with(state, 0));
  }

  private void own(long state, Owner owner, Next next) {
    int step = owner.step().of(state);
    switch (step) {
      case DOWN -> {
        long asked = owner.next().with(state, COMMITTED.of(state));
        next.state("owner asks Kafka", owner.step().with(asked, KNOWS_COMMITTED));
        return;
      }
      case KNOWS_COMMITTED -> {
        int resumed = design.resumesAt(POSITION.of(state), owner.next().of(state));
        long promised = PROMISED.with(state, PROMISED.of(state) | below(resumed));
        next.state(
            "owner resumes at " + resumed,
            owner.step().with(owner.next().with(promised, resumed), POLLS));
      }
      case POLLS -> poll(state, owner, next);
      default -> project(state, owner, design.order().get(step - PROJECTING), next);
    }
    next.state("owner crashes", down(state, owner));
  }

  private static long down(long state, Owner owner) {
    return owner.next().with(polling(state, owner, 0, DOWN), 0);
  }

  /** Forgets what belonged to the poll. */
  private static long polling(long state, Owner owner, int from, int step) {
    long forgot = owner.fresh().with(owner.end().with(owner.touches().with(state, 0), 0), 0);
    return owner.step().with(owner.next().with(forgot, from), step);
  }

  private static void poll(long state, Owner owner, Next next) {
    for (int end = owner.next().of(state) + 1; end <= EVENTS; end++) {
      next.state(
          "owner polls to " + end, owner.step().with(owner.end().with(state, end), PROJECTING));
    }
  }

  private void project(long state, Owner owner, Design.Step step, Next next) {
    switch (step) {
      case READ_MARKS -> readMarks(state, owner, next);
      case COMMIT -> commit(state, owner, next);
      case INVALIDATE -> {
        // Who does so before knows of nobody else.
        long asked = design.invalidatesFirst() ? asked(state, owner) : state;
        next.state("owner invalidates", further(invalidated(asked, owner), owner));
      }
      case COMMIT_OFFSETS -> commitOffsets(state, owner, next);
      case MARK ->
          next.state(
              "owner marks",
              further(MARKED.with(state, MARKED.of(state) | owner.fresh().of(state)), owner));
    }
  }

  /** The poll is over after its last step. */
  private long further(long state, Owner owner) {
    int step = owner.step().of(state) + 1;
    return step < PROJECTING + design.order().size()
        ? owner.step().with(state, step)
        : polling(state, owner, owner.end().of(state), POLLS);
  }

  /** Any of the marks may be found: each expires, and is set, whenever it likes. */
  private void readMarks(long state, Owner owner, Next next) {
    int polled = below(owner.end().of(state)) & ~below(owner.next().of(state));
    int marked = polled & MARKED.of(state);
    for (int seen = marked; ; seen = (seen - 1) & marked) {
      next.state(
          "owner finds marks " + bits(seen),
          further(owner.fresh().with(state, polled & ~seen), owner));
      if (seen == 0) {
        return;
      }
    }
  }

  private void commit(long state, Owner owner, Next next) {
    int position = POSITION.of(state);
    if (position < owner.next().of(state)) {
      next.violation("owner commits", "the database takes a gap for a restore");
      return;
    }
    long stored = STORED.with(state, STORED.of(state) | owner.fresh().of(state));
    long advanced = POSITION.with(stored, Math.max(position, owner.end().of(state)));
    next.state("owner commits", further(asked(advanced, owner), owner));
    next.state("owner commits without knowing, and will try again", advanced);
  }

  /**
   * Whom it touches, as its transaction tells it: it waits for those before whose facts meet its
   * own, and those after wait for it.
   */
  private long asked(long state, Owner owner) {
    int fresh = owner.fresh().of(state);
    boolean visible = ((STORED.of(state) | fresh) & registration) != 0;
    return owner.touches().with(state, fresh != 0 && visible ? 1 : 0);
  }

  private static long invalidated(long state, Owner owner) {
    int fresh = owner.fresh().of(state);
    long promised = PROMISED.with(state, PROMISED.of(state) | (fresh & STORED.of(state)));
    return owner.touches().of(state) == 0 ? promised : withoutLease(BODY.with(promised, 0));
  }

  /** Kafka may refuse; then no marks are set. An owner of old may also set the offset back. */
  private void commitOffsets(long state, Owner owner, Next next) {
    int end = owner.end().of(state);
    next.state("Kafka refuses the offset", polling(state, owner, end, POLLS));
    if ((below(end) & ~STORED.of(state)) != 0) {
      next.violation("owner commits offset " + end, "events below it are not in the database");
      return;
    }
    long committed = COMMITTED.with(state, end);
    long promised = PROMISED.with(committed, PROMISED.of(committed) | below(end));
    next.state("owner commits offset " + end, further(promised, owner));
  }

  private void read(long state, Reader reader, Next next) {
    switch (reader.step().of(state)) {
      case IDLE -> begin(state, reader, next);
      case MISSED -> {
        // SET NX: a new token, unless one stands.
        long offered = LEASE.of(state) != 0 ? state : LEASE.with(Layout.nobodyHolds(state), 1);
        next.state("reader offers a lease", reader.step().with(offered, OFFERED));
      }
      case OFFERED -> {
        long held = reader.holds().with(state, LEASE.of(state));
        next.state("reader reads the lease", reader.step().with(held, MAY_LOAD));
      }
      case MAY_LOAD -> load(state, reader, next);
      default -> {
        next.state("reader gives up its fill", reader.idle(state));
        if (!design.fenced() || reader.holds().of(state) != 0) {
          next.state("reader fills", reader.idle(BODY.with(state, reader.loaded().of(state))));
        }
      }
    }
  }

  private void begin(long state, Reader reader, Next next) {
    int body = BODY.of(state);
    if (body == 0) {
      long began = reader.promised().with(state, PROMISED.of(state));
      next.state("reader misses", reader.step().with(began, MISSED));
    } else if ((PROMISED.of(state) & ~body) != 0) {
      next.violation("reader hits", "the answer lacks what was promised before: " + bits(body));
    }
  }

  private void load(long state, Reader reader, Next next) {
    int stored = STORED.of(state);
    if ((reader.promised().of(state) & ~stored) != 0) {
      next.violation("reader loads", "the database lacks what was promised");
    } else if ((stored & registration) == 0) {
      next.state("reader finds no batch", reader.idle(state));
    } else {
      next.state("reader loads", reader.step().with(reader.loaded().with(state, stored), LOADED));
    }
  }

  private static int below(int offset) {
    return (1 << offset) - 1;
  }

  private static String bits(int events) {
    return Integer.toBinaryString((1 << EVENTS) | events).substring(1);
  }
}
