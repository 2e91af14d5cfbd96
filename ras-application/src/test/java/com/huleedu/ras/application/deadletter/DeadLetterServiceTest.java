package com.huleedu.ras.application.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.LetterEntry;
import com.huleedu.ras.domain.port.deadletter.LetterEntry.Action;
import com.huleedu.ras.domain.port.deadletter.LetterFilter;
import com.huleedu.ras.domain.port.deadletter.LetterId;
import com.huleedu.ras.domain.port.deadletter.LetterOrder;
import com.huleedu.ras.domain.port.deadletter.LetterResult;
import com.huleedu.ras.domain.port.deadletter.LetterResult.Outcome;
import com.huleedu.ras.domain.port.deadletter.LetterRun;
import com.huleedu.ras.domain.port.deadletter.LetterState;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Guarantee G11 on the ports in memory: the order of steps, and what may go wrong between them. */
class DeadLetterServiceTest {
  private static final LetterId FIRST = new LetterId(1);
  private static final LetterOrder REPLAY = new LetterOrder.Replay("admin", false, false);
  private static final LetterOrder FORCED = new LetterOrder.Replay("admin", false, true);
  private static final LetterOrder REHEARSAL = new LetterOrder.Replay("admin", true, false);
  private static final LetterOrder DISCARD = new LetterOrder.Discard("admin", false, "not needed");
  private static final CompletionEvent EVENT =
      new BatchRegistered(
          new Stamp(Instant.EPOCH, new UUID(0, 1), 1),
          null,
          new BatchId("batch"),
          new Registration(new UserId("ada"), 1, List.of(), List.of()));

  private final World world = new World();
  private final DeadLetterService service = world.letters(this::decode);
  private boolean readable = true;
  private CompletionEvent event = EVENT;

  private Message decode(RawMessage raw) {
    return readable
        ? new Message.Decoded(raw, World.mark(event), event)
        : new Message.Malformed(raw, new DeadLetterReason("not_json", "still no JSON"));
  }

  private void letters(int count) {
    for (int i = 0; i < count; i++) {
      var malformed = (Message.Malformed) World.malformedPoll(i).messages().getFirst();
      world.memory.store(
          List.of(new DeadLetter(malformed.raw(), malformed.reason(), Instant.EPOCH)));
    }
  }

  private Outcome outcome(LetterOrder order) {
    return service.carryOut(order, FIRST).map(LetterResult::outcome).orElseThrow();
  }

  private void assertLetter(LetterState state, int attempts, Action... history) {
    var file = service.show(FIRST).orElseThrow();
    assertThat(file.stored().state()).isEqualTo(state);
    assertThat(file.stored().attempts()).isEqualTo(attempts);
    assertThat(file.history()).extracting(LetterEntry::action).containsExactly(history);
  }

  @Test
  void aReplayIsCommittedThenInvalidatedAndNeverMarked() {
    letters(1);
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.REPLAYED);
    assertThat(world.memory.facts()).isEqualTo(Facts.fold(List.of(EVENT)));
    assertThat(world.steps).containsExactly("committed", "invalidated [batch][ada]");
    assertLetter(LetterState.REPLAYED, 1, Action.DEAD_LETTERED, Action.REPLAYED);
  }

  @Test
  void aReplayDoneTwiceChangesNothingAndInvalidatesAgain() {
    letters(1);
    outcome(REPLAY);
    world.steps.clear();
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.ALREADY_REPLAYED);
    assertThat(world.steps).containsExactly("committed", "invalidated [batch][ada]");
    assertLetter(LetterState.REPLAYED, 1, Action.DEAD_LETTERED, Action.REPLAYED);
    assertThat(outcome(FORCED)).isEqualTo(Outcome.REPLAYED);
    assertThat(world.memory.facts()).isEqualTo(Facts.fold(List.of(EVENT)));
  }

  @Test
  void aLetterThatIsStillMalformedStaysOpenAndCounts() {
    letters(1);
    readable = false;
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.FAILED_AGAIN);
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.FAILED_AGAIN);
    assertLetter(
        LetterState.OPEN, 3, Action.DEAD_LETTERED, Action.FAILED_AGAIN, Action.FAILED_AGAIN);
    assertThat(service.show(FIRST).orElseThrow().stored().letter().reason().detail())
        .isEqualTo("still no JSON");
  }

  @Test
  void aLetterThatTheDatabaseRejectsAgainStaysOpenAndCounts() {
    event =
        new SpellcheckCompleted(
            EVENT.stamp(),
            null,
            new EssayId("e"),
            null,
            new SpellcheckResult(ProcessingStage.COMPLETED, null, null, new TextId("t"), null));
    letters(1);
    world.refused.add(event);
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.FAILED_AGAIN);
    assertLetter(LetterState.OPEN, 2, Action.DEAD_LETTERED, Action.FAILED_AGAIN);
    assertThat(service.show(FIRST).orElseThrow().stored().letter().reason().type())
        .isEqualTo("rejected_by_database");
    world.refused.clear();
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.REPLAYED);
    assertThat(world.memory.facts()).isEqualTo(Facts.fold(List.of(event)));
  }

  /** The cruellest moment: the commit took effect, and nobody was told. */
  @Test
  void askingAgainAfterALostAnswerHealsALostInvalidation() {
    letters(1);
    world.failingCommits.set(1);
    assertThatThrownBy(() -> outcome(REPLAY)).isInstanceOf(UnavailableException.class);
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.ALREADY_REPLAYED);
    assertThat(world.steps).endsWith("invalidated [batch][ada]");
    assertLetter(LetterState.REPLAYED, 1, Action.DEAD_LETTERED, Action.REPLAYED);
  }

  @Test
  void aCacheThatIsAwayIsSaidAndARunPausesThere() {
    letters(3);
    world.failingInvalidations.set(Integer.MAX_VALUE);
    LetterRun run =
        service.carryOut(REPLAY, LetterFilter.of(LetterState.OPEN), 10, Optional.empty());
    assertThat(run.results())
        .extracting(LetterResult::outcome)
        .containsExactly(Outcome.NOT_INVALIDATED);
    assertThat(run.next()).contains(new LetterId(3));
    world.failingInvalidations.set(0);
    assertThat(service.carryOut(REPLAY, new LetterId(3)).orElseThrow().outcome())
        .isEqualTo(Outcome.ALREADY_REPLAYED);
  }

  @Test
  void aDiscardedLetterComesBackByForceAlone() {
    letters(1);
    assertThat(outcome(DISCARD)).isEqualTo(Outcome.DISCARDED);
    assertThat(outcome(DISCARD)).isEqualTo(Outcome.ALREADY_DISCARDED);
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.ALREADY_DISCARDED);
    assertThat(world.memory.facts()).isEqualTo(Facts.fold(List.of()));
    assertThat(world.steps).doesNotContain("invalidated [batch][ada]");
    assertLetter(LetterState.DISCARDED, 1, Action.DEAD_LETTERED, Action.DISCARDED);
    assertThat(outcome(FORCED)).isEqualTo(Outcome.REPLAYED);
    assertThat(outcome(DISCARD)).isEqualTo(Outcome.ALREADY_REPLAYED);
    assertLetter(LetterState.REPLAYED, 1, Action.DEAD_LETTERED, Action.DISCARDED, Action.REPLAYED);
  }

  @Test
  void aRehearsalChangesNothing() {
    letters(1);
    assertThat(outcome(REHEARSAL)).isEqualTo(Outcome.WOULD_REPLAY);
    assertThat(outcome(new LetterOrder.Discard("admin", true, "r")))
        .isEqualTo(Outcome.WOULD_DISCARD);
    readable = false;
    assertThat(outcome(REHEARSAL)).isEqualTo(Outcome.WOULD_FAIL);
    assertThat(world.steps).isEmpty();
    assertLetter(LetterState.OPEN, 1, Action.DEAD_LETTERED);
    outcome(DISCARD);
    assertThat(outcome(REHEARSAL)).isEqualTo(Outcome.ALREADY_DISCARDED);
  }

  @Test
  void runsGoOnUntilAllWereSeen() {
    letters(25);
    List<LetterId> seen = new ArrayList<>();
    Optional<LetterId> before = Optional.empty();
    do {
      LetterRun run = service.carryOut(REPLAY, LetterFilter.of(LetterState.OPEN), 10, before);
      assertThat(run.results()).hasSizeBetween(1, 10);
      run.results().forEach(result -> seen.add(result.id()));
      before = run.next();
    } while (before.isPresent());
    assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    assertThat(world.memory.countOpen(100)).isZero();
    assertThat(world.registry.counter("ras.dead.letter.orders", "outcome", "replayed").count())
        .isEqualTo(25);
  }

  @Test
  void anUnknownLetterIsNone() {
    assertThat(service.carryOut(REPLAY, FIRST)).isEmpty();
    assertThat(service.carryOut(REHEARSAL, FIRST)).isEmpty();
    assertThat(service.carryOut(DISCARD, FIRST)).isEmpty();
    assertThat(service.show(FIRST)).isEmpty();
  }
}
