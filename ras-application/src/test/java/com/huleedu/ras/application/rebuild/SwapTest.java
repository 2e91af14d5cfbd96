package com.huleedu.ras.application.rebuild;

import static com.huleedu.ras.application.rebuild.RebuildWorld.FIRST;
import static com.huleedu.ras.application.rebuild.RebuildWorld.MESSAGES;
import static com.huleedu.ras.application.rebuild.RebuildWorld.SHOW;
import static com.huleedu.ras.application.rebuild.RebuildWorld.SWAP;
import static com.huleedu.ras.application.rebuild.RebuildWorld.SWAP_LOSING;
import static com.huleedu.ras.application.rebuild.RebuildWorld.all;
import static com.huleedu.ras.application.rebuild.RebuildWorld.apart;
import static com.huleedu.ras.application.rebuild.RebuildWorld.events;
import static com.huleedu.ras.application.rebuild.RebuildWorld.meant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a side model gets to where the live one is, and into its place, while others work. */
class SwapTest {
  /** So many messages may be projected while writers wait. */
  private static final int SHORT = 2_000;

  /** So many rows may be compared while writers wait. */
  private static final int FEW = 20_000;

  private static final String MEANWHILE = "projecting what came meanwhile";

  private final RebuildWorld world = new RebuildWorld();

  private void come(int offsets) {
    world.log.leaveOut(FIRST, offsets);
    world.models.project();
  }

  @Test
  void whatComesBeforeTheWritersAreHeldIsProjectedWhileTheyAre() {
    world.models.beforeHolding.add(() -> {
      world.log.publish(FIRST, apart(3, 25));
      world.models.project();
    });

    RebuildResult swapped = world.rebuild(SWAP);

    assertThat(swapped.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(swapped.messages()).isEqualTo(MESSAGES + 25);
    assertThat(world.models.holds).isEqualTo(1);
    world.assertLiveIsRebuilt(all(meant(), apart(3, 25)));
  }

  @Test
  void writersDoNotWaitForMuch() {
    world.models.beforeHolding.add(() -> come(SHORT + 1));

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);

    assertThat(world.models.holds).isEqualTo(2);
    assertThat(world.progress.pauses).isEqualTo(1);
    assertThat(world.progress.steps).last().isEqualTo(MEANWHILE + ": 2001");
  }

  @Test
  void writersWaitForLittle() {
    world.models.beforeHolding.add(() -> come(SHORT));

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(world.models.holds).isEqualTo(1);
  }

  @Test
  void muchThatComesMeanwhileIsProjectedBeforeWritersAreHeld() {
    world.progress.atAdvance =
        () -> {
          world.progress.atAdvance = () -> {};
          come(SHORT + 1);
        };

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(world.progress.steps)
        .containsExactly(
            "projecting the log: 60",
            "projecting the log: 2001",
            "looking for rows that differ",
            MEANWHILE);
  }

  @Test
  void littleThatComesMeanwhileWaitsForTheNextStretch() {
    world.progress.atAdvance =
        () -> {
          world.progress.atAdvance = () -> {};
          come(SHORT);
        };

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(world.progress.steps)
        .containsExactly(
            "projecting the log: 60", "looking for rows that differ", MEANWHILE + ": 2000");
  }

  @Test
  void locksThatCanNotBeHadAreTriedAgain() {
    world.models.refusedLocks = 3;

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(world.models.holds).isEqualTo(4);
    assertThat(world.progress.pauses).isEqualTo(3);
  }

  @Test
  void locksThatCanNeverBeHadAreGivenUp() {
    MemoryModel before = world.models.live;
    world.models.refusedLocks = Integer.MAX_VALUE;

    RebuildResult ended = world.rebuild(SWAP);

    assertThat(ended.outcome()).isEqualTo(Outcome.ENDED);
    assertThat(ended.messages()).isEqualTo(MESSAGES);
    assertThat(world.models.holds).isEqualTo(60);
    assertThat(world.models.live).isSameAs(before);
    assertThat(world.rebuilt().positions()).as("what is done is kept").isNotEmpty();
  }

  /** As when the live database was put back by hours, and the rebuilt tables were not. */
  @Test
  void aLiveModelThatFellBehindIsNotWaitedFor() {
    world.rebuild(SHOW);
    Position first = world.models.live.positions().getFirst();
    world.models.live.begin(List.of(new Position(FIRST, first.topicId(), 3)));

    assertThat(world.rebuild(SWAP).messages()).isZero();
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void whatSomebodyElseChangedIsNotGoneOnWith() {
    world.progress.atAdvance =
        () -> world.rebuilt().store.renewLineage(world.rebuilt().store.lineage());

    assertThatThrownBy(() -> world.rebuild(SWAP))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("somebody else changed it; begin anew with --restart");
  }

  @Test
  void manyDifferencesAreNamedBeforeWritersAreHeld() {
    int surplus = world.corrupt();
    world.models.goneRows = FEW + 1 - surplus;
    world.models.beforeHolding.add(() -> world.models.live.store.record(Facts.fold(apart(98, 5))));

    RebuildResult shown = world.rebuild(SHOW);

    assertThat(shown.outcome()).isEqualTo(Outcome.SHOWN);
    assertThat(shown.count()).isEqualTo(surplus);
    assertThat(world.found).hasSize(surplus);
  }

  /** The rows of the side are read first, and what comes then is in the live ones alone. */
  @Test
  void whatComesWhileManyRowsAreComparedIsNotTakenForLost() {
    world.models.goneRows = FEW;
    world.models.live.lost.addAll(world.models.live.rows().keySet());
    world.models.beforeLiveRows.add(() -> {
      world.models.live.lost.clear();
      world.log.publish(FIRST, events(4, 40));
      world.models.project();
    });

    RebuildResult swapped = world.rebuild(SWAP);

    assertThat(swapped.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(swapped.loses()).isZero();
    world.assertLiveIsRebuilt(all(meant(), events(4, 40)));
  }

  @Test
  void whatWouldBeLostOfManyRowsWouldBeLostAtTheSecondLookToo() {
    int surplus = world.corrupt();
    world.models.goneRows = FEW;

    RebuildResult refused = world.rebuild(SWAP);

    assertThat(refused.outcome()).isEqualTo(Outcome.WOULD_LOSE);
    assertThat(refused.loses()).isEqualTo(surplus);
  }

  @Test
  void fewDifferencesAreNamedAsTheyAreWhenNothingMoves() {
    int surplus = world.corrupt();
    world.models.goneRows = FEW - surplus;
    world.models.beforeHolding.add(() -> world.models.live.lost.add(surplusRow()));

    assertThat(world.rebuild(SHOW).count()).as("one is surplus no more").isEqualTo(surplus - 1);
  }

  private RowKey surplusRow() {
    return ExpectedRows.key(Facts.fold(apart(99, 60)).batches().firstKey());
  }

  @Test
  void toldToEndItEndsAfterThePollAndKeepsIt() {
    world.progress.atAdvance = () -> world.progress.toldToEnd = true;

    RebuildResult ended = world.rebuild(SWAP);

    assertThat(ended.outcome()).isEqualTo(Outcome.ENDED);
    assertThat(ended.messages()).isEqualTo(MemoryLog.POLL);
    assertThat(world.progress.steps).containsExactly("projecting the log: 60");
    assertThat(world.models.holds).isZero();
    world.startAgain();
    assertThat(world.rebuild(SWAP).messages()).isEqualTo(MESSAGES - MemoryLog.POLL);
  }

  @Test
  void toldToEndWhileWritersAreHeldItSwapsNothing() {
    MemoryModel before = world.models.live;
    world.models.beforeHolding.add(() -> {
      world.log.publish(FIRST, apart(3, 25));
      world.models.project();
      world.progress.atAdvance = () -> world.progress.toldToEnd = true;
    });

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.ENDED);
    assertThat(world.models.live).isSameAs(before);
  }

  /** It has not looked at all of what would be lost. */
  @Test
  void toldToEndBeforeAllIsComparedItSwapsNothing() {
    MemoryModel before = world.models.live;
    world.corrupt();
    world.models.beforeHolding.add(() -> world.progress.toldToEnd = true);

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.ENDED);
    assertThat(world.models.live).isSameAs(before);
  }

  @Test
  void aSwapWaitsForNobodyWhoIsToldToEndWhileItPauses() {
    world.models.refusedLocks = Integer.MAX_VALUE;
    world.progress.atPause = () -> world.progress.toldToEnd = true;

    assertThat(world.rebuild(SWAP_LOSING).outcome()).isEqualTo(Outcome.ENDED);
    assertThat(world.models.holds).isEqualTo(1);
  }
}
