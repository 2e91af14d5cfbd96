package com.huleedu.ras.bootstrap.stale;

import com.huleedu.ras.domain.port.query.Body;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Collectors;

/**
 * Knows the newest version of each cell that was acknowledged: projected and invalidated. An answer
 * is stale if it lacks what was acknowledged before its request began.
 */
final class Truth {
  private static final int REPORTED = 20;

  /** Each cell has one writer, which counts it up: no update is lost. */
  private final AtomicLongArray begun = new AtomicLongArray(Shape.BATCHES * Shape.CELLS);

  private final AtomicLongArray acknowledged = new AtomicLongArray(Shape.BATCHES * Shape.CELLS);
  private final AtomicLong stale = new AtomicLong();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

  /** What had been acknowledged, and begun, at one moment. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Moment(long[] acknowledged, long[] begun) {}

  long begin(int batch, int cell) {
    return begun.incrementAndGet(at(batch, cell));
  }

  void acknowledge(int batch, int cell, long version) {
    acknowledged.set(at(batch, cell), version);
  }

  private static int at(int batch, int cell) {
    return batch * Shape.CELLS + cell;
  }

  /** To be taken before a request. What is acknowledged is read first, hence never ahead. */
  Moment now() {
    long[] done = new long[acknowledged.length()];
    for (int i = 0; i < done.length; i++) {
      done[i] = acknowledged.get(i);
    }
    long[] started = new long[done.length];
    for (int i = 0; i < started.length; i++) {
      started[i] = begun.get(i);
    }
    return new Moment(done, started);
  }

  void judgeBatch(int batch, Optional<Body> answer, Moment asked) {
    List<Cells> cells = answer.map(Cells::in).orElse(List.of());
    if (cells.size() != 1 || lacksSomething(cells.getFirst(), asked)) {
      complain("batch %d: %s".formatted(batch, text(cells, asked)));
    }
  }

  /**
   * @param whole whether the answer was to hold all batches of the user
   */
  void judgeList(int user, Body answer, boolean whole, Moment asked) {
    List<Cells> cells = Cells.in(answer);
    boolean bad = cells.stream().anyMatch(entry -> isWrong(entry, user, asked));
    if (bad || (whole && lacksABatch(cells, user, asked))) {
      complain("list of user %d: %s".formatted(user, text(cells, asked)));
    }
  }

  private static boolean isWrong(Cells entry, int user, Moment asked) {
    return lacksSomething(entry, asked)
        || Shape.ownerOf(entry.batch(), entry.versions()[0]) != user;
  }

  private static boolean lacksSomething(Cells entry, Moment asked) {
    for (int cell = 0; cell < Shape.CELLS; cell++) {
      if (entry.versions()[cell] < asked.acknowledged()[at(entry.batch(), cell)]) {
        return true;
      }
    }
    return false;
  }

  /** Only where the owner was not changing meanwhile can it be said whose a batch is. */
  private boolean lacksABatch(List<Cells> cells, int user, Moment asked) {
    for (int batch = 0; batch < Shape.BATCHES; batch++) {
      int wanted = batch;
      long registration = asked.acknowledged()[at(batch, 0)];
      boolean settled =
          registration == asked.begun()[at(batch, 0)] && registration == begun.get(at(batch, 0));
      boolean listed = cells.stream().anyMatch(entry -> entry.batch() == wanted);
      if (settled && listed != (Shape.ownerOf(batch, registration) == user)) {
        return true;
      }
    }
    return false;
  }

  void complain(String what) {
    if (stale.incrementAndGet() <= REPORTED) {
      complaints.add(what);
    }
  }

  private static String text(List<Cells> cells, Moment asked) {
    return cells.stream()
            .map(entry -> entry.batch() + Arrays.toString(entry.versions()))
            .collect(Collectors.joining(", "))
        + " where acknowledged was "
        + Arrays.toString(asked.acknowledged());
  }

  /** Answers that were stale or wrong. */
  long stale() {
    return stale.get();
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }
}
