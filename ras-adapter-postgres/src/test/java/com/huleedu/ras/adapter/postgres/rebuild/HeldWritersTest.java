package com.huleedu.ras.adapter.postgres.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.Positions;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While a swap holds the writers no live position moves, and none begins. */
class HeldWritersTest {
  private static final Partition KNOWN = new Partition("topic", 0);
  private static final Partition ADDED = new Partition("topic", 1);

  private final PostgresFixture store = new PostgresFixture();
  private final Positions positions = store.positions();
  private final SideModels models = store.adapter().sideModels();
  private final SideModel side = models.open(SideModels.Kind.REBUILT);
  private final ExecutorService threads = Executors.newFixedThreadPool(1);

  @BeforeEach
  void begin() {
    positions.begin(List.of(new Position(KNOWN, "id", 0)));
    side.create();
    side.begin(List.of(new Position(KNOWN, "id", 0)), false);
  }

  @AfterEach
  void close() {
    threads.close();
    side.close();
    models.close();
    store.close();
  }

  /** Begins it while the writers are held, which has to wait; returns what it then came to. */
  private <T> T duringHold(Callable<T> writer) throws Exception {
    return duringHold(writer, _ -> {});
  }

  private <T> T duringHold(Callable<T> writer, Consumer<SideModel.Held> after) throws Exception {
    Future<T> waiting =
        side.holdingWriters(
                held -> {
                  List<Position> before = held.live();
                  Future<T> begun = threads.submit(writer);
                  awaitALockWait();
                  assertThat(held.live()).isEqualTo(before);
                  after.accept(held);
                  return begun;
                })
            .orElseThrow();
    return waiting.get();
  }

  /** It has no row that could be locked. */
  @Test
  void aPartitionThatBeginsMeanwhileWaitsAndBeginsAfter() throws Exception {
    Position begun = new Position(ADDED, "id", 5);

    duringHold(() -> {
      positions.begin(List.of(begun));
      return true;
    });

    assertThat(positions.find(List.of(ADDED))).containsValue(begun);
  }

  @Test
  void aStepMeanwhileWaitsAndIsTakenAfter() throws Exception {
    Lineage lineage = positions.lineage();

    assertThat(duringHold(() -> positions.advance(List.of(new Advance(KNOWN, 0, 7)), lineage)))
        .isTrue();

    assertThat(positions.find(List.of(KNOWN))).containsValue(new Position(KNOWN, "id", 7));
  }

  /** It has passed over what marks under the old lineage say is known. */
  @Test
  void aStepThatWaitedForASwapThatLosesIsNotTaken() throws Exception {
    Lineage lineage = positions.lineage();

    assertThat(stepDuringSwap(lineage, true)).isFalse();

    assertThat(positions.lineage()).isNotEqualTo(lineage);
    assertThat(positions.find(List.of(KNOWN))).containsValue(new Position(KNOWN, "id", 0));
  }

  @Test
  void aStepThatWaitedForASwapThatLosesNothingIsTaken() throws Exception {
    Lineage lineage = positions.lineage();

    assertThat(stepDuringSwap(lineage, false)).isTrue();

    assertThat(positions.lineage()).isEqualTo(lineage);
  }

  /** A letter that only the side has is of a message that the live model may have applied. */
  @Test
  void aSwapThatBringsALetterLoses() throws Exception {
    Lineage lineage = positions.lineage();
    RawMessage message = new RawMessage(KNOWN, 3, Instant.EPOCH, null, List.of(), new byte[] {1});
    side.deadLetters()
        .store(
            List.of(new DeadLetter(message, new DeadLetterReason("not_json", ""), Instant.EPOCH)));

    assertThat(stepDuringSwap(lineage, false)).isFalse();

    assertThat(store.storedDeadLetters()).hasSize(1);
  }

  private boolean stepDuringSwap(Lineage lineage, boolean loses) throws Exception {
    side.findDiffering();
    return duringHold(
        () -> positions.advance(List.of(new Advance(KNOWN, 0, 7)), lineage),
        held -> held.swap(loses));
  }

  /** Who has begun a partition and not yet committed is waited for, and seen. */
  @Test
  void aPartitionThatBeganBeforeIsSeen() throws Exception {
    Position begun = new Position(ADDED, "id", 5);

    Future<Optional<List<Position>>> seen =
        store
            .transactions()
            .inTransaction(() -> {
              positions.begin(List.of(begun));
              Future<Optional<List<Position>>> hold =
                  threads.submit(() -> side.holdingWriters(SideModel.Held::live));
              awaitALockWait();
              return hold;
            });

    assertThat(seen.get()).hasValueSatisfying(live -> assertThat(live).contains(begun));
  }

  private void awaitALockWait() {
    await().until(() -> store.waitingForLocks() > 0);
  }
}
