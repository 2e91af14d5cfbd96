package com.huleedu.ras.application.rebuild;

import static com.huleedu.ras.application.rebuild.RebuildWorld.FIRST;
import static com.huleedu.ras.application.rebuild.RebuildWorld.FROM_WHAT_IS_LEFT;
import static com.huleedu.ras.application.rebuild.RebuildWorld.MESSAGES;
import static com.huleedu.ras.application.rebuild.RebuildWorld.SHOW;
import static com.huleedu.ras.application.rebuild.RebuildWorld.SWAP;
import static com.huleedu.ras.application.rebuild.RebuildWorld.SWAP_LOSING;
import static com.huleedu.ras.application.rebuild.RebuildWorld.all;
import static com.huleedu.ras.application.rebuild.RebuildWorld.apart;
import static com.huleedu.ras.application.rebuild.RebuildWorld.meant;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the live model has as a dead letter stays one, until somebody replays it. */
class RebuildLettersTest {
  private static final CompletionEvent REFUSED = apart(5, 1).getFirst();

  /** So many may be applied while writers wait. */
  private static final int SOME = 100;

  private final RebuildWorld world = new RebuildWorld();

  /** At offset 40, after what is projected. */
  private KnownDeadLetter refuse(CompletionEvent event) {
    world.models.refused.add(event);
    world.log.publish(FIRST, List.of(event));
    world.models.project();
    return world.models.live.letters.getLast();
  }

  @Test
  void whatTheServiceCouldNotApplyIsNotAppliedByARebuild() {
    KnownDeadLetter letter = refuse(REFUSED);

    RebuildResult swapped = world.rebuild(SWAP);

    assertThat(swapped)
        .isEqualTo(
            new RebuildResult(
                Outcome.SWAPPED,
                MESSAGES + 1,
                Map.of(),
                0,
                new DeadLetterCounts(Map.of("rejected_by_database", 1L), 0)));
    world.assertLiveIsRebuilt(meant());
    assertThat(world.models.live.letters).containsExactly(letter);
    assertThat(world.previous().letters).as("why it was not applied").containsExactly(letter);
  }

  @Test
  void whatSomebodyDiscardedIsNotAppliedEither() {
    world.models.live.become(refuse(REFUSED), DeadLetterState.DISCARDED);

    RebuildResult swapped = world.rebuild(SWAP);

    assertThat(swapped.deadLetters()).isEqualTo(new DeadLetterCounts(Map.of(), 1));
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void whatSomebodyReplayedIsApplied() {
    world.models.replay(refuse(REFUSED));

    assertThat(world.rebuild(SHOW).count()).isZero();
    assertThat(world.rebuilt().letters).as("with all others, at once").isEmpty();
    assertThat(world.rebuild(SWAP).count()).isZero();
    world.assertLiveIsRebuilt(all(meant(), List.of(REFUSED)));
  }

  @Test
  void whatDoesNotReadIsALetterForItsOwnReason() {
    world.rebuild(SHOW);
    world.log.publishMalformed(FIRST);
    world.models.project();
    world.models.live.letters.clear();
    world.models.live.store(raw(40), World.TOPIC_ID, "as the first version called it");

    assertThat(world.rebuild(SHOW).outcome()).isEqualTo(Outcome.SHOWN);
    assertThat(world.rebuilt().letters)
        .extracting(KnownDeadLetter::errorType)
        .containsExactly("not_json");
  }

  private RawMessage raw(long offset) {
    return world.log.message(FIRST, offset).raw();
  }

  /** Offsets are given again: another message was meant, and this one is projected. */
  @Test
  void lettersOfOtherMessagesKeepNoMessageBack() {
    RawMessage other =
        new RawMessage(FIRST, 7, Instant.EPOCH, null, List.of(), new byte[0]); // another time
    world.models.live.store(other, World.TOPIC_ID, "rejected_by_database");
    world.models.live.store(raw(8), "of the topic before it was created again", "not_json");

    assertThat(world.rebuild(SWAP).count()).isZero();
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void twoLettersOfOnePlaceAndTimeAreLettersStill() {
    refuse(REFUSED);
    world.models.live.store(
        raw(40), World.TOPIC_ID, "of the same millisecond before the tail went");

    assertThat(world.rebuild(SWAP).count()).isZero();
    world.assertLiveIsRebuilt(meant());
  }

  @Test
  void whatIsReplayedMeanwhileIsAppliedBeforeTheSwap() {
    KnownDeadLetter one = refuse(REFUSED);
    KnownDeadLetter another = refuse(apart(6, 1).getFirst());
    KnownDeadLetter third = refuse(apart(7, 1).getFirst());
    world.rebuild(SHOW);
    List.of(one, another, third).forEach(world.models::replay);

    RebuildResult swapped = world.rebuild(SWAP);

    assertThat(swapped.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(swapped.count()).isZero();
    assertThat(swapped.deadLetters()).isEqualTo(DeadLetterCounts.NONE);
    assertThat(world.models.holds).as("at once").isEqualTo(2);
    world.assertLiveIsRebuilt(
        all(meant(), List.of(REFUSED, apart(6, 1).getFirst(), apart(7, 1).getFirst())));
    assertThat(world.previous().letters)
        .extracting(KnownDeadLetter::state)
        .containsOnly(DeadLetterState.REPLAYED);
  }

  @Test
  void aLetterThatReadsAsLittleAsBeforeChangesNoRow() {
    world.log.publishMalformed(FIRST);
    world.models.project();
    world.rebuild(SHOW);
    world.models.replay(world.models.live.letters.getLast());

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    world.assertLiveIsRebuilt(meant());
  }

  /** The copy that the rebuild began with lacks it, and the log has it no more. */
  @Test
  void whatIsReplayedMeanwhileIsAppliedWhereTheLogBeginsAfterIt() {
    KnownDeadLetter letter = refuse(REFUSED);
    world.log.cutTo(FIRST, 41);
    world.models.beforeHolding.add(() -> world.models.replay(letter));

    assertThat(world.rebuild(FROM_WHAT_IS_LEFT).outcome()).isEqualTo(Outcome.SWAPPED);
    world.assertLiveIsRebuilt(all(meant(), List.of(REFUSED)));
  }

  @Test
  void whatWasDiscardedAndIsReplayedByForceIsAppliedToo() {
    KnownDeadLetter letter = refuse(REFUSED);
    world.models.live.become(letter, DeadLetterState.DISCARDED);
    world.log.cutTo(FIRST, 41);
    world.models.beforeHolding.add(() -> world.models.replay(letter));

    assertThat(world.rebuild(FROM_WHAT_IS_LEFT).outcome()).isEqualTo(Outcome.SWAPPED);
    world.assertLiveIsRebuilt(all(meant(), List.of(REFUSED)));
  }

  /** Another message lies in its place, of which the rebuild reads that it is none. */
  @Test
  void whatIsReplayedMeanwhileIsAppliedWhereTheLogLostItsTail() {
    KnownDeadLetter letter = refuse(REFUSED);
    world.log.loseTail(FIRST, 40);
    world.log.publish(FIRST, List.of(apart(6, 1).getFirst()));
    world.models.live.begin(List.of(world.log.end(FIRST)));
    world.models.live.store.record(Facts.fold(apart(6, 1)));
    world.models.beforeHolding.add(() -> world.models.replay(letter));

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    world.assertLiveIsRebuilt(all(meant(), List.of(REFUSED, apart(6, 1).getFirst())));
  }

  @Test
  void onTheWayBackWhatWasReplayedSinceIsAppliedAsItWasStored() {
    KnownDeadLetter letter = refuse(REFUSED);
    world.rebuild(SWAP);
    world.models.replay(letter);
    world.log.cutTo(FIRST, 41);

    assertThat(world.goBack().outcome()).isEqualTo(Outcome.SWAPPED);
    world.assertLiveIsRebuilt(all(meant(), List.of(REFUSED)));
  }

  /** The model that goes lacks it as well, whether the rebuild read it or not. */
  @Test
  void onTheWayBackWhatNoRebuildReadIsAppliedToo() {
    world.rebuild(SHOW);
    KnownDeadLetter letter = refuse(REFUSED);
    world.log.loseTail(FIRST, 40);
    world.models.live.begin(List.of(world.log.end(FIRST)));
    world.rebuild(SWAP);
    world.models.replay(letter);

    assertThat(world.goBack().outcome()).isEqualTo(Outcome.SWAPPED);
    world.assertLiveIsRebuilt(all(meant(), List.of(REFUSED)));
  }

  /** Positions can't move then; letters can be replayed. */
  @Test
  void whatIsReplayedWhileWritersAreHeldIsAppliedToo() {
    KnownDeadLetter letter = refuse(REFUSED);
    world.models.beforeHolding.add(() -> world.models.replay(letter));

    // Its rows are in the live tables only, until it is applied.
    assertThat(world.rebuild(SWAP_LOSING).outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(world.models.holds).as("for the first time").isEqualTo(1);
    world.assertLiveIsRebuilt(all(meant(), List.of(REFUSED)));
  }

  @Test
  void whatIsReplayedInTheLastMomentIsAppliedToo() {
    KnownDeadLetter letter = refuse(REFUSED);
    world.models.beforeHoldingLetters.add(() -> world.models.replay(letter));

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(world.models.holds).isEqualTo(1);
    world.assertLiveIsRebuilt(all(meant(), List.of(REFUSED)));
  }

  @Test
  void whoeverReplaysAfterThatDoesSoInTheSwappedTables() {
    KnownDeadLetter letter = refuse(REFUSED);
    KnownDeadLetter another = refuse(apart(6, 1).getFirst());
    world.models.beforeHoldingLetters.add(() -> world.models.replay(letter));
    world.progress.goOn =
        () -> {
          if (world.models.lettersHeld) {
            world.progress.goOn = () -> true;
            world.models.replay(another);
          }
          return true;
        };

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(world.models.holds).isEqualTo(1);
    world.assertLiveIsRebuilt(all(meant(), List.of(REFUSED, apart(6, 1).getFirst())));
  }

  private void replayBeforeWritersAreHeld(int count) {
    List<KnownDeadLetter> letters = apart(5, count).stream().map(this::refuse).toList();
    world.models.beforeHolding.add(() -> letters.forEach(world.models::replay));
  }

  @Test
  void writersWaitForSomeLetters() {
    replayBeforeWritersAreHeld(SOME);

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(world.models.holds).isEqualTo(1);
    world.assertLiveIsRebuilt(all(meant(), apart(5, SOME)));
  }

  @Test
  void writersDoNotWaitForManyLetters() {
    replayBeforeWritersAreHeld(SOME + 1);

    assertThat(world.rebuild(SWAP).outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(world.models.holds).isEqualTo(2);
    world.assertLiveIsRebuilt(all(meant(), apart(5, SOME + 1)));
  }

  @Test
  void toldToEndItAppliesNoMoreLetters() {
    KnownDeadLetter letter = refuse(REFUSED);
    world.rebuild(SHOW);
    world.models.replay(letter);
    world.progress.atStep = what -> world.progress.toldToEnd = what.startsWith("projecting what");

    assertThat(world.rebuild(SWAP_LOSING).outcome()).isEqualTo(Outcome.ENDED);
    assertThat(world.rebuilt().letters).containsExactly(letter);
  }
}
