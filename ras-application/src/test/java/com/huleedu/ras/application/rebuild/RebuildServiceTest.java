package com.huleedu.ras.application.rebuild;

import static com.huleedu.ras.application.rebuild.RebuildWorld.FIRST;
import static com.huleedu.ras.application.rebuild.RebuildWorld.MESSAGES;
import static com.huleedu.ras.application.rebuild.RebuildWorld.RESTART;
import static com.huleedu.ras.application.rebuild.RebuildWorld.SHOW;
import static com.huleedu.ras.application.rebuild.RebuildWorld.SWAP;
import static com.huleedu.ras.application.rebuild.RebuildWorld.SWAP_LOSING;
import static com.huleedu.ras.application.rebuild.RebuildWorld.all;
import static com.huleedu.ras.application.rebuild.RebuildWorld.apart;
import static com.huleedu.ras.application.rebuild.RebuildWorld.meant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.application.rebuild.RebuildWorld.Killed;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Difference.Kind;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Guarantees, G12: what a rebuild and a way back do, and what each says that it did. */
class RebuildServiceTest {
  private static final String INVALIDATING = "invalidating cached answers";

  private final RebuildWorld world = new RebuildWorld();

  private static RebuildResult result(Outcome outcome, long messages) {
    return new RebuildResult(outcome, messages, Map.of(), 0, DeadLetterCounts.NONE);
  }

  @Test
  void aModelAsTheLogDemandsIsSwappedAndNothingDiffers() {
    MemoryModel before = world.models.live;

    assertThat(world.rebuild(SWAP)).isEqualTo(result(Outcome.SWAPPED, MESSAGES));

    assertThat(world.found).isEmpty();
    assertThat(world.models.live).isNotSameAs(before);
    assertThat(world.previous()).isSameAs(before);
    assertThat(world.models.beside).doesNotContainKey(SideModels.Kind.REBUILT);
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void showsEachStepAndHowFarItIs() {
    world.rebuild(SWAP);

    assertThat(world.progress.steps)
        .containsExactly(
            "projecting the log: 60",
            "looking for rows that differ",
            "projecting what came meanwhile");
    assertThat(world.progress.advanced).isEqualTo(MESSAGES);
    assertThat(world.progress.pauses).isZero();
    assertThat(world.models.holds).isEqualTo(1);
  }

  @Test
  void aDryRunNamesDifferencesAndChangesNothing() {
    MemoryModel before = world.models.live;
    int surplus = world.corrupt();
    assertThat(surplus).as("more than are compared at once").isGreaterThan(MemorySide.PAGE);

    RebuildResult shown = world.rebuild(SHOW);

    assertThat(shown.outcome()).isEqualTo(Outcome.SHOWN);
    assertThat(shown.messages()).isEqualTo(MESSAGES);
    assertThat(shown.differences()).containsExactly(Map.entry(Kind.SURPLUS_ROW, (long) surplus));
    assertThat(shown.loses()).isEqualTo(surplus);
    assertThat(world.found).hasSize(surplus).doesNotHaveDuplicates();
    assertThat(world.models.live).isSameAs(before);
    assertThat(world.rebuilt().positions()).isEqualTo(before.positions());
    assertThat(world.rebuild(SHOW).messages()).as("nothing is built twice").isZero();
    assertThat(world.found).hasSize(surplus);
  }

  @Test
  void whatWouldBeLostIsSwappedOnlyIfAllowed() {
    MemoryModel before = world.models.live;
    int surplus = world.corrupt();
    Facts damaged = before.store.facts();

    RebuildResult refused = world.rebuild(SWAP);
    assertThat(refused.outcome()).isEqualTo(Outcome.WOULD_LOSE);
    assertThat(refused.loses()).isEqualTo(surplus);
    assertThat(world.models.live).isSameAs(before);

    RebuildResult swapped = world.rebuild(SWAP_LOSING);
    assertThat(swapped.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(swapped.loses()).isEqualTo(surplus);
    assertThat(world.models.renewed).as("what is lost may be sent again").isEqualTo(1);
    assertThat(world.found).hasSize(surplus);
    world.assertLiveIsRebuilt(meant());
    assertThat(world.previous().store.facts()).as("kept for the way back").isEqualTo(damaged);
  }

  @Test
  void whatOnlyTheLiveRowsLackStopsNoSwap() {
    RowKey gone = world.models.live.rows().firstKey();
    world.models.live.lost.add(gone);

    RebuildResult swapped = world.rebuild(SWAP);

    assertThat(swapped.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(swapped.differences()).containsExactly(Map.entry(Kind.MISSING_ROW, 1L));
    assertThat(swapped.loses()).isZero();
    assertThat(world.models.renewed).as("nobody has to ask again").isZero();
    assertThat(world.found).extracting(Difference::key).containsExactly(gone);
    assertThat(world.models.live.rows()).containsKey(gone);
  }

  @Test
  void restartForgetsWhatWasBuilt() {
    world.rebuild(SHOW);
    world.rebuilt().store.record(Facts.fold(apart(7, 20)));
    world.rebuild(SHOW);
    assertThat(world.found).as("it goes on with what was built").isNotEmpty();

    assertThat(world.rebuild(RESTART)).isEqualTo(result(Outcome.SWAPPED, MESSAGES));
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void goesOnWhereItWasKilled() {
    world.killAfterAPoll();
    assertThatThrownBy(() -> world.rebuild(SWAP)).isInstanceOf(Killed.class);

    world.startAgain();
    assertThat(world.rebuild(SWAP)).isEqualTo(result(Outcome.SWAPPED, MESSAGES - MemoryLog.POLL));
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void cachedAnswersOfRowsThatDifferedAreGoneAfterASwap() {
    BatchId damaged = apart(99, 60).stream().flatMap(RebuildServiceTest::batches).findFirst().get();
    BatchId sound = meant().stream().flatMap(RebuildServiceTest::batches).findFirst().get();
    int surplus = world.corrupt();
    world.cacheAnswer(damaged);
    world.cacheAnswer(sound);

    world.rebuild(SWAP_LOSING);

    assertThat(world.isCached(damaged)).isFalse();
    assertThat(world.isCached(sound)).isTrue();
    assertThat(world.progress.steps).last().isEqualTo(INVALIDATING);
    assertThat(world.progress.advanced).isEqualTo(MESSAGES + surplus);
    assertThat(world.previous().swapped).isEmpty();
  }

  private static Stream<BatchId> batches(CompletionEvent event) {
    return Facts.fold(List.of(event)).batches().keySet().stream();
  }

  private BatchId killAtTheInvalidation() {
    BatchId damaged = apart(99, 60).stream().flatMap(RebuildServiceTest::batches).findFirst().get();
    world.corrupt();
    world.cacheAnswer(damaged);
    killWhen(INVALIDATING);
    assertThatThrownBy(() -> world.rebuild(SWAP_LOSING)).isInstanceOf(Killed.class);
    assertThat(world.isCached(damaged)).as("nobody told the cache").isTrue();
    world.startAgain();
    return damaged;
  }

  private void killWhen(String step) {
    world.progress.atStep =
        what -> {
          if (what.equals(step)) {
            throw new Killed();
          }
        };
  }

  @Test
  void theNextStartFinishesASwapThatWasKilledBeforeItsInvalidation() {
    BatchId damaged = killAtTheInvalidation();

    assertThat(world.rebuild(SWAP)).isEqualTo(result(Outcome.SWAPPED, 0));

    assertThat(world.isCached(damaged)).isFalse();
    assertThat(world.progress.steps).containsExactly(INVALIDATING);
    assertThat(world.models.beside).containsOnlyKeys(SideModels.Kind.PREVIOUS);
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void aRestartFinishesItTooAndBeginsAnew() {
    BatchId damaged = killAtTheInvalidation();

    assertThat(world.rebuild(RESTART)).isEqualTo(result(Outcome.SWAPPED, MESSAGES));
    assertThat(world.isCached(damaged)).isFalse();
  }

  @Test
  void aWayBackFinishesItAndGoesNoFurther() {
    BatchId damaged = killAtTheInvalidation();

    assertThat(world.goBack()).isEqualTo(result(Outcome.SWAPPED, 0));
    assertThat(world.isCached(damaged)).isFalse();
    world.assertLiveIsRebuilt(meant());
  }

  /** A rebuild that waits beside the tables of a way back is not forgotten over its finish. */
  @Test
  void whatWaitsToBeSwappedIsSwappedAfterTheFinish() {
    world.corrupt();
    world.rebuild(SWAP_LOSING);
    world.rebuild(SHOW);
    killWhen(INVALIDATING);
    assertThatThrownBy(world::goBack).isInstanceOf(Killed.class);
    world.startAgain();

    RebuildResult swapped = world.rebuild(SWAP_LOSING);

    assertThat(swapped.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(swapped.loses()).isPositive();
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void goesBackToThePreviousRowsWithAllThatCameSince() {
    world.corrupt();
    MemoryModel damaged = world.models.live;
    world.rebuild(SWAP_LOSING);
    world.log.publish(FIRST, apart(3, 15));
    world.models.project();

    RebuildResult back = world.goBack();

    assertThat(back.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(back.messages()).isEqualTo(15);
    assertThat(back.count()).isPositive();
    assertThat(back.loses()).as("the rows made up are none of the rebuilt ones").isZero();
    assertThat(world.models.live).isSameAs(damaged);
    world.assertLiveIsRebuilt(all(all(meant(), apart(99, 60)), apart(3, 15)));
    assertThat(world.goBack().outcome()).as("and forth").isEqualTo(Outcome.SWAPPED);
    assertThat(world.models.renewed).as("on the ways that lose the rows made up").isEqualTo(2);
    world.assertLiveIsRebuilt(all(meant(), apart(3, 15)));
  }

  @Test
  void withoutPreviousTablesThereIsNoWayBack() {
    assertThat(world.goBack()).isEqualTo(result(Outcome.NOTHING_TO_GO_BACK_TO, 0));
    assertThat(world.models.beside).isEmpty();
  }

  @Test
  void cancelRemovesWhatWasBuilt() {
    assertThat(world.service().cancel()).as("there is nothing to cancel").isFalse();
    world.rebuild(SWAP);
    world.rebuild(SHOW);

    assertThat(world.service().cancel()).isTrue();

    assertThat(world.models.beside).containsOnlyKeys(SideModels.Kind.PREVIOUS);
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void dropPreviousRemovesTheWayBack() {
    assertThat(world.service().dropPrevious()).as("there is nothing to drop").isFalse();
    world.rebuild(SWAP);
    world.rebuild(SHOW);

    assertThat(world.service().dropPrevious()).isTrue();

    assertThat(world.models.beside).containsOnlyKeys(SideModels.Kind.REBUILT);
    assertThat(world.goBack().outcome()).isEqualTo(Outcome.NOTHING_TO_GO_BACK_TO);
  }
}
