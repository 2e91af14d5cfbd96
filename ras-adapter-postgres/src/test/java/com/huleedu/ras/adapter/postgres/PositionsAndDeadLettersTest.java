package com.huleedu.ras.adapter.postgres;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.DEAD_LETTER_HISTORY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the contract suites can't see: rows, locks, and topics that are created again. */
class PositionsAndDeadLettersTest {
  private static final Partition PARTITION = new Partition("topic", 1);

  private PostgresFixture store;

  @BeforeEach
  void open() {
    store = new PostgresFixture();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /**
   * Two writers at the same partitions, as around a rebalance, in any order: of the steps that
   * overlap one wins, none leaves a gap, and nobody deadlocks.
   */
  @Test
  void stepsOfSeveralWritersLeaveNoGap() throws Exception {
    List<Partition> partitions = List.of(new Partition("t", 0), new Partition("t", 1));
    partitions.forEach(this::beginAtZero);
    Lineage lineage = store.positions().lineage();
    List<Callable<List<List<Advance>>>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Random random = new Random(i);
      writers.add(() -> advanceOften(partitions, lineage, random));
    }
    List<List<Advance>> moved = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(writers.size())) {
      for (var writer : threads.invokeAll(writers)) {
        moved.addAll(writer.get());
      }
    }
    for (Partition partition : partitions) {
      long reached =
          moved.stream()
              .flatMap(List::stream)
              .filter(advance -> advance.partition().equals(partition))
              .mapToLong(Advance::to)
              .max()
              .orElseThrow();
      assertThat(store.positions().find(List.of(partition)))
          .containsValue(new Position(partition, "id", reached));
    }
  }

  private List<List<Advance>> advanceOften(
      List<Partition> partitions, Lineage lineage, Random random) {
    List<List<Advance>> moved = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      var positions = store.positions().find(partitions);
      List<Advance> step = new ArrayList<>();
      for (Partition partition : partitions) {
        long from = positions.get(partition).next() + random.nextInt(2);
        step.add(new Advance(partition, from, from + 1 + random.nextInt(3)));
      }
      Collections.shuffle(step, random);
      if (store.positions().advance(step, lineage)) {
        moved.add(step);
      }
    }
    return moved;
  }

  /**
   * The check sees a position that another transaction moved while this one waited for its lock.
   */
  @Test
  void aStepWaitsForAnotherAndJudgesWhatItLeft() throws Exception {
    beginAtZero(PARTITION);
    Lineage lineage = store.positions().lineage();
    try (var threads = Executors.newFixedThreadPool(1)) {
      var second =
          store
              .transactions()
              .inTransaction(() -> {
                assertThat(advance(0, 5, lineage)).isTrue();
                var waiting = threads.submit(() -> advance(5, 9, lineage));
                awaitALockWait();
                return waiting;
              });
      assertThat(second.get()).isTrue();
    }
    assertThat(store.positions().find(List.of(PARTITION)))
        .containsValue(new Position(PARTITION, "id", 9));
  }

  private void awaitALockWait() {
    await().until(() -> store.waitingForLocks() == 1);
  }

  private boolean advance(long from, long to, Lineage lineage) {
    return store.positions().advance(List.of(new Advance(PARTITION, from, to)), lineage);
  }

  /** Its offsets begin again, so its letters are others at the same places. */
  @Test
  void lettersOfATopicCreatedAgainAreKeptBesideTheOld() {
    store.positions().begin(List.of(new Position(PARTITION, "first", 0)));
    store.deadLetters().store(List.of(deadLetter("old")));
    store.deadLetters().store(List.of(deadLetter("old again")));
    store.positions().begin(List.of(new Position(PARTITION, "second", 0)));
    store.deadLetters().store(List.of(deadLetter("new", Instant.ofEpochMilli(1))));
    assertThat(letters()).containsExactlyInAnyOrder("first: old", "second: new");
  }

  /** Until the new topic is noticed, its messages are taken for the old one's: for two letters. */
  @Test
  void aLetterReadUnderTheFormerIdAndAgainIsOne() {
    for (String id : List.of("first", "second", "third")) {
      store.positions().begin(List.of(new Position(PARTITION, id, 0)));
      store.deadLetters().store(List.of(deadLetter("under " + id)));
    }
    assertThat(letters()).containsExactly("third: under first");
    assertThat(store.direct().fetchCount(DEAD_LETTER_HISTORY)).isEqualTo(1);
  }

  private List<String> letters() {
    return store
        .direct()
        .fetch("select topic_id || ': ' || error_detail as letter from dead_letters")
        .getValues("letter", String.class);
  }

  /** A reason that quotes a NUL must not make its letter undeliverable too. */
  @Test
  void aReasonThatQuotesANulIsStored() {
    store.deadLetters().store(List.of(deadLetter("found '\0'")));
    assertThat(store.storedDeadLetters())
        .extracting(letter -> letter.reason().detail())
        .containsExactly("found '\uFFFD'");
  }

  private void beginAtZero(Partition partition) {
    store.positions().begin(List.of(new Position(partition, "id", 0)));
  }

  private static DeadLetter deadLetter(String detail) {
    return deadLetter(detail, Instant.EPOCH);
  }

  private static DeadLetter deadLetter(String detail, Instant time) {
    return new DeadLetter(
        new RawMessage(PARTITION, 3, time, null, List.of(), new byte[] {1}),
        new DeadLetterReason("not_json", detail),
        Instant.EPOCH);
  }
}
