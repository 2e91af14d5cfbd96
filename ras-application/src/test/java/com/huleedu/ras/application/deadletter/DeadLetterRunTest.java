package com.huleedu.ras.application.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFilter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterOrder;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult.Outcome;
import com.huleedu.ras.domain.port.deadletter.DeadLetterRun;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.deadletter.DeadLetterSummary;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a run over many letters pauses, and that nothing it did goes untold. */
class DeadLetterRunTest {
  private static final DeadLetterOrder REPLAY = new DeadLetterOrder.Replay("admin", false, false);
  private static final DeadLetterFilter OPEN = DeadLetterFilter.of(DeadLetterState.OPEN);
  private static final DeadLetterId FIRST = new DeadLetterId(1);
  private static final CompletionEvent EVENT =
      new BatchRegistered(
          new Stamp(Instant.EPOCH, new UUID(0, 1), 1),
          null,
          new BatchId("batch"),
          new Registration(new UserId("ada"), 1, List.of(), List.of()));

  private final World world = new World();
  private final DeadLetterService service = world.deadLetters(this::decode);
  private boolean readable = true;
  private List<Long> unreadable = List.of();

  private Message decode(RawMessage raw) {
    return readable && !unreadable.contains(raw.offset())
        ? new Message.Decoded(raw, World.mark(EVENT), EVENT)
        : new Message.Malformed(raw, new DeadLetterReason("not_json", "still no JSON"));
  }

  @BeforeEach
  void fiveLetters() {
    for (int i = 0; i < 5; i++) {
      var malformed = (Message.Malformed) World.malformedPoll(i).messages().getFirst();
      world.memory.store(
          List.of(new DeadLetter(malformed.raw(), malformed.reason(), Instant.EPOCH)));
    }
  }

  private void store(DeadLetterReason reason) {
    long next = world.memory.storedDeadLetters().size();
    var malformed = (Message.Malformed) World.malformedPoll(next).messages().getFirst();
    world.memory.store(List.of(new DeadLetter(malformed.raw(), reason, Instant.EPOCH)));
  }

  private DeadLetterRun run() {
    return service.carryOut(REPLAY, OPEN, 10, Optional.empty());
  }

  private static List<Long> ids(DeadLetterRun run) {
    return run.results().stream().map(result -> result.id().value()).toList();
  }

  /** Those of today's shape, which the first generation refused. */
  @Test
  void onlyWhatCanBeReadNowIsReplayedWhereThatIsAskedFor() {
    store(new DeadLetterReason(DeadLetterReason.REJECTED, "22021"));
    store(new DeadLetterReason("not_json", "no JSON"));
    unreadable = List.of(2L);
    DeadLetterOrder picked = new DeadLetterOrder.Replay("admin", false, false, true);

    // The sixth was read, and refused by the database; the third can still not be read.
    assertThat(ids(service.carryOut(picked, OPEN, 3, Optional.empty()))).containsExactly(7L, 5L);
    DeadLetterRun rest = service.carryOut(picked, OPEN, 10, Optional.of(new DeadLetterId(5)));
    assertThat(ids(rest)).containsExactly(4L, 2L, 1L);
    assertThat(rest.results()).extracting(DeadLetterResult::outcome).containsOnly(Outcome.REPLAYED);
    assertThat(service.list(OPEN, 10, Optional.empty()).deadLetters())
        .extracting(letter -> letter.id().value(), DeadLetterSummary::attempts)
        .containsExactly(tuple(6L, 1), tuple(3L, 1));
  }

  /** Else a call that passes over thousands of letters would take minutes. */
  @Test
  void aRunThatPassesLettersOverPausesAsAnyOther() {
    readable = false;
    AtomicLong now = new AtomicLong();
    DeadLetterService slow =
        world.deadLetters(this::decode, () -> now.getAndAdd(Duration.ofSeconds(1).toNanos()));
    DeadLetterOrder picked = new DeadLetterOrder.Replay("admin", false, false, true);
    assertThat(slow.carryOut(picked, OPEN, 10, Optional.empty()))
        .isEqualTo(new DeadLetterRun(List.of(), Optional.of(new DeadLetterId(4))));
  }

  @Test
  void theNewestComeFirstAndPageByPage() {
    var page = service.list(OPEN, 2, Optional.empty());
    assertThat(page.deadLetters())
        .extracting(DeadLetterSummary::id)
        .containsExactly(new DeadLetterId(5), new DeadLetterId(4));
    assertThat(service.list(OPEN, 2, page.next()).deadLetters())
        .extracting(DeadLetterSummary::id)
        .containsExactly(new DeadLetterId(3), new DeadLetterId(2));
  }

  @Test
  void aRunPausesOnceTwoSecondsAreOver() {
    world.answersWithin = Duration.ofSeconds(1);
    DeadLetterRun run = run();
    assertThat(ids(run)).as("the third begins at two seconds sharp").containsExactly(5L, 4L, 3L);
    assertThat(run.next()).contains(new DeadLetterId(3));
  }

  /** Else it would never get anywhere. */
  @Test
  void howeverSlowARunDealsWithOneLetter() {
    AtomicLong now = new AtomicLong();
    DeadLetterService slow =
        world.deadLetters(this::decode, () -> now.getAndAdd(Duration.ofSeconds(3).toNanos()));
    DeadLetterRun run = slow.carryOut(REPLAY, OPEN, 10, Optional.empty());
    assertThat(ids(run)).containsExactly(5L);
    assertThat(run.next()).contains(new DeadLetterId(5));
  }

  @Test
  void whatWasDoneBeforeTheDatabaseWentAwayIsTold() {
    AtomicInteger letters = new AtomicInteger();
    world.busyWith = _ -> letters.incrementAndGet() > 2;
    DeadLetterRun run = run();
    assertThat(ids(run)).containsExactly(5L, 4L);
    assertThat(run.next()).contains(new DeadLetterId(4));

    assertThatThrownBy(this::run)
        .as("nothing to tell but that")
        .isInstanceOf(UnavailableException.class);
    world.busyWith = _ -> false;
    assertThat(ids(run())).containsExactly(3L, 2L, 1L);
  }

  @Test
  void theCacheIsTriedForTwoSecondsAndThenItIsSaid() {
    world.failingInvalidations.set(5);
    world.cacheGivenUpAfter = Duration.ofSeconds(1);
    DeadLetterResult result = service.carryOut(REPLAY, FIRST).orElseThrow();
    assertThat(world.failingInvalidations).as("two tries of a second each").hasValue(3);
    assertThat(result)
        .returns(Outcome.NOT_INVALIDATED, DeadLetterResult::outcome)
        .returns(DeadLetterState.REPLAYED, DeadLetterResult::state)
        .returns(1, DeadLetterResult::attempts);
    assertThat(result.detail())
        .contains("replay this letter again")
        .endsWith("(Redis is unavailable: away on purpose)");
  }

  @Test
  void aCacheThatComesBackInTimeIsNoTrouble() {
    world.failingInvalidations.set(1);
    world.cacheGivenUpAfter = Duration.ofSeconds(1);
    assertThat(service.carryOut(REPLAY, FIRST).orElseThrow().outcome()).isEqualTo(Outcome.REPLAYED);
    assertThat(world.steps).containsExactly("committed", "invalidated [batch][ada]");
  }

  @Test
  void whatFailsAgainIsSaidInTheAnswerAndInTheHistory() {
    readable = false;
    assertThat(service.carryOut(REPLAY, FIRST))
        .contains(
            new DeadLetterResult(
                FIRST, Outcome.FAILED_AGAIN, DeadLetterState.OPEN, 2, "not_json: still no JSON"));
    assertThat(service.show(FIRST).orElseThrow().history().getLast())
        .returns("not_json: still no JSON", DeadLetterEntry::detail)
        .returns(Optional.of("admin"), DeadLetterEntry::by);
    assertThat(
            service.carryOut(new DeadLetterOrder.Replay("admin", true, false), FIRST).orElseThrow())
        .returns("not_json: still no JSON", DeadLetterResult::detail);
  }

  /** As after a change of the decoder: what is in the model stays, and is no failure. */
  @Test
  void whatWasReplayedAndCannotBeReadAnyMoreIsStillReplayed() {
    service.carryOut(REPLAY, FIRST);
    readable = false;
    assertThat(service.carryOut(REPLAY, FIRST).orElseThrow())
        .returns(Outcome.ALREADY_REPLAYED, DeadLetterResult::outcome)
        .returns(1, DeadLetterResult::attempts);
    assertThat(service.show(FIRST).orElseThrow().history()).hasSize(2);
  }
}
