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
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry;
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry.Action;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFilter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterOrder;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult.Outcome;
import com.huleedu.ras.domain.port.deadletter.DeadLetterRun;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Guarantee G11 on the ports in memory: the order of steps, and what may go wrong between them. */
class DeadLetterServiceTest {
  private static final DeadLetterId FIRST = new DeadLetterId(1);
  private static final DeadLetterOrder REPLAY = new DeadLetterOrder.Replay("admin", false, false);
  private static final DeadLetterOrder FORCED = new DeadLetterOrder.Replay("admin", false, true);
  private static final DeadLetterOrder REHEARSAL = new DeadLetterOrder.Replay("admin", true, false);
  private static final DeadLetterOrder DISCARD =
      new DeadLetterOrder.Discard("admin", false, "not needed");
  private static final CompletionEvent EVENT =
      new BatchRegistered(
          new Stamp(Instant.EPOCH, new UUID(0, 1), 1),
          null,
          new BatchId("batch"),
          new Registration(new UserId("ada"), 1, List.of(), List.of()));

  private final World world = new World();
  private final DeadLetterService service = world.deadLetters(this::decode);
  private boolean readable = true;
  private CompletionEvent event = EVENT;

  private Message decode(RawMessage raw) {
    return readable
        ? new Message.Decoded(raw, World.mark(event), event)
        : new Message.Malformed(raw, new DeadLetterReason("not_json", "still no JSON"));
  }

  private void deadLetters(int count) {
    for (int i = 0; i < count; i++) {
      var malformed = (Message.Malformed) World.malformedPoll(i).messages().getFirst();
      world.memory.store(
          List.of(new DeadLetter(malformed.raw(), malformed.reason(), Instant.EPOCH)));
    }
  }

  private Outcome outcome(DeadLetterOrder order) {
    return service.carryOut(order, FIRST).map(DeadLetterResult::outcome).orElseThrow();
  }

  private void assertLetter(DeadLetterState state, int attempts, Action... history) {
    var file = service.show(FIRST).orElseThrow();
    assertThat(file.stored().state()).isEqualTo(state);
    assertThat(file.stored().attempts()).isEqualTo(attempts);
    assertThat(file.history()).extracting(DeadLetterEntry::action).containsExactly(history);
  }

  @Test
  void aReplayIsCommittedThenInvalidatedAndNeverMarked() {
    deadLetters(1);
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.REPLAYED);
    assertThat(world.memory.facts()).isEqualTo(Facts.fold(List.of(EVENT)));
    assertThat(world.steps).containsExactly("committed", "invalidated [batch][ada]");
    assertLetter(DeadLetterState.REPLAYED, 1, Action.DEAD_LETTERED, Action.REPLAYED);
  }

  @Test
  void aReplayDoneTwiceChangesNothingAndInvalidatesAgain() {
    deadLetters(1);
    outcome(REPLAY);
    world.steps.clear();
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.ALREADY_REPLAYED);
    assertThat(world.steps).containsExactly("committed", "invalidated [batch][ada]");
    assertLetter(DeadLetterState.REPLAYED, 1, Action.DEAD_LETTERED, Action.REPLAYED);
    assertThat(outcome(FORCED)).isEqualTo(Outcome.REPLAYED);
    assertThat(world.memory.facts()).isEqualTo(Facts.fold(List.of(EVENT)));
  }

  @Test
  void aLetterThatIsStillMalformedStaysOpenAndCounts() {
    deadLetters(1);
    readable = false;
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.FAILED_AGAIN);
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.FAILED_AGAIN);
    assertLetter(
        DeadLetterState.OPEN, 3, Action.DEAD_LETTERED, Action.FAILED_AGAIN, Action.FAILED_AGAIN);
    assertThat(service.show(FIRST).orElseThrow().stored().deadLetter().reason().detail())
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
    deadLetters(1);
    world.refused.add(event);
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.FAILED_AGAIN);
    assertLetter(DeadLetterState.OPEN, 2, Action.DEAD_LETTERED, Action.FAILED_AGAIN);
    assertThat(service.show(FIRST).orElseThrow().stored().deadLetter().reason().type())
        .isEqualTo("rejected_by_database");
    world.refused.clear();
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.REPLAYED);
    assertThat(world.memory.facts()).isEqualTo(Facts.fold(List.of(event)));
  }

  /** The cruellest moment: the commit took effect, and nobody was told. */
  @Test
  void askingAgainAfterALostAnswerHealsALostInvalidation() {
    deadLetters(1);
    world.failingCommits.set(1);
    assertThatThrownBy(() -> outcome(REPLAY)).isInstanceOf(UnavailableException.class);
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.ALREADY_REPLAYED);
    assertThat(world.steps).endsWith("invalidated [batch][ada]");
    assertLetter(DeadLetterState.REPLAYED, 1, Action.DEAD_LETTERED, Action.REPLAYED);
  }

  @Test
  void aCacheThatIsAwayIsSaidAndARunPausesThere() {
    deadLetters(3);
    world.failingInvalidations.set(2);
    world.cacheGivenUpAfter = Duration.ofSeconds(1);
    DeadLetterRun run =
        service.carryOut(REPLAY, DeadLetterFilter.of(DeadLetterState.OPEN), 10, Optional.empty());
    assertThat(run.results())
        .extracting(DeadLetterResult::outcome)
        .containsExactly(Outcome.NOT_INVALIDATED);
    assertThat(run.next()).contains(new DeadLetterId(3));
    assertThat(service.carryOut(REPLAY, new DeadLetterId(3)).orElseThrow().outcome())
        .isEqualTo(Outcome.ALREADY_REPLAYED);
  }

  @Test
  void aDiscardedLetterComesBackByForceAlone() {
    deadLetters(1);
    assertThat(outcome(DISCARD)).isEqualTo(Outcome.DISCARDED);
    assertThat(outcome(DISCARD)).isEqualTo(Outcome.ALREADY_DISCARDED);
    assertThat(outcome(REPLAY)).isEqualTo(Outcome.ALREADY_DISCARDED);
    assertThat(world.memory.facts()).isEqualTo(Facts.fold(List.of()));
    assertThat(world.steps).doesNotContain("invalidated [batch][ada]");
    assertLetter(DeadLetterState.DISCARDED, 1, Action.DEAD_LETTERED, Action.DISCARDED);
    assertThat(outcome(FORCED)).isEqualTo(Outcome.REPLAYED);
    assertThat(outcome(DISCARD)).isEqualTo(Outcome.ALREADY_REPLAYED);
    assertLetter(
        DeadLetterState.REPLAYED, 1, Action.DEAD_LETTERED, Action.DISCARDED, Action.REPLAYED);
  }

  @Test
  void aRehearsalChangesNothing() {
    deadLetters(1);
    assertThat(outcome(REHEARSAL)).isEqualTo(Outcome.WOULD_REPLAY);
    assertThat(outcome(new DeadLetterOrder.Discard("admin", true, "r")))
        .isEqualTo(Outcome.WOULD_DISCARD);
    readable = false;
    assertThat(outcome(REHEARSAL)).isEqualTo(Outcome.WOULD_FAIL);
    assertThat(world.steps).isEmpty();
    assertLetter(DeadLetterState.OPEN, 1, Action.DEAD_LETTERED);
    outcome(DISCARD);
    assertThat(outcome(REHEARSAL)).isEqualTo(Outcome.ALREADY_DISCARDED);
  }

  @Test
  void runsGoOnUntilAllWereSeen() {
    deadLetters(25);
    List<DeadLetterId> seen = new ArrayList<>();
    Optional<DeadLetterId> before = Optional.empty();
    do {
      DeadLetterRun run =
          service.carryOut(REPLAY, DeadLetterFilter.of(DeadLetterState.OPEN), 10, before);
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
