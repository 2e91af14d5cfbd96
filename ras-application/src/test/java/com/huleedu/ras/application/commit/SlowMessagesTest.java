package com.huleedu.ras.application.commit;

import static com.huleedu.ras.application.World.poll;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.application.World;
import com.huleedu.ras.application.projection.ProjectionService;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guarantees, G5 and G6: what is always too slow is found, and a slow database costs no message.
 */
class SlowMessagesTest {
  private static final CompletionEvent[] EVENTS = new CompletionEvent[7];

  static {
    for (int i = 0; i < EVENTS.length; i++) {
      EVENTS[i] =
          new SpellcheckCompleted(
              new Stamp(Instant.EPOCH.plusSeconds(i), new UUID(0, i), i),
              null,
              new EssayId("e" + i),
              null,
              new SpellcheckResult(ProcessingStage.COMPLETED, 1L, null, new TextId("t"), null));
    }
  }

  private static final Stamp STAMP = new Stamp(Instant.EPOCH, new UUID(1, 0), 0);
  private static final CompletionEvent OUTCOME = outcome("b");
  private static final CompletionEvent LARGE =
      new CjAssessmentCompleted(
          STAMP,
          null,
          new BatchId("b"),
          IntStream.range(0, 500)
              .boxed()
              .collect(toMap(i -> new EssayId("l" + i), i -> new CjResult((long) i, 0.5))));

  private final World world = new World();
  private final ProjectionService service = world.service();

  @Test
  void whatIsAlwaysTooSlowBecomesALetterAndTheRestGoesIn() {
    world.slow.addAll(List.of(EVENTS[0], EVENTS[5]));

    assertThat(projected(poll(0, EVENTS)).marks()).hasSize(5);

    assertThat(letters()).containsExactlyInAnyOrder("0 projection_failure", "5 projection_failure");
    assertThat(world.memory.facts())
        .isEqualTo(Facts.fold(List.of(EVENTS[1], EVENTS[2], EVENTS[3], EVENTS[4], EVENTS[6])));
  }

  @Test
  void refusedAndTooSlowInOnePoll() {
    world.slow.add(EVENTS[2]);
    world.refused.add(EVENTS[3]);

    assertThat(projected(poll(0, EVENTS)).marks()).hasSize(5);

    assertThat(letters())
        .containsExactlyInAnyOrder("2 projection_failure", "3 rejected_by_database");
  }

  @Test
  void whatOnlyNeedsMoreTimeGetsIt() {
    world.slowish.add(EVENTS[3]);

    assertThat(projected(poll(0, EVENTS)).marks()).hasSize(EVENTS.length);
    assertThat(letters()).isEmpty();
  }

  @Test
  void whoWaitsForTheLockOfAnotherIsNotSlow() {
    world.locked.add(EVENTS[3]);
    noneIsLostOnce(world.locked, EVENTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7})
  void aDatabaseThatIsSlowWithAllIsWaitedFor(int messages) {
    world.busyWith = _ -> true;
    noneIsLostOnceQuick(Arrays.copyOfRange(EVENTS, EVENTS.length - messages, EVENTS.length));
  }

  /** Whatever it is with other tables: those of this kind are all slow. */
  @Test
  void aTableThatIsSlowIsWaitedFor() {
    world.busyWith = facts -> !facts.outcomes().isEmpty();
    noneIsLostOnceQuick(with(OUTCOME));
  }

  /** As where a trigger was made for updates: what is new goes in quickly. */
  @Test
  void aTableThatIsSlowWithChangesIsWaitedFor() {
    projected(poll(0, EVENTS));
    world.busyWith =
        facts ->
            world.memory.facts().essays().keySet().stream()
                .anyMatch(essay -> facts.essays().containsKey(essay));
    noneIsLostOnceQuick(EVENTS[0]);
  }

  /** Small messages are quick where a large one is not, and that says nothing. */
  @Test
  void aLargeMessageIsComparedWithLargeOnes() {
    world.busyWith = facts -> facts.essays().size() > 100;
    noneIsLostOnceQuick(with(LARGE));
  }

  @Test
  void tenTimesAsLongAsOthersItHasToTake() {
    world.slow.add(EVENTS[0]);
    world.answersWithin = Duration.ofMillis(3_001); // twice, in a minute
    CompletableFuture<ProjectionResult.Projected> result = started(EVENTS);
    awaitSlowStatements(result);

    world.answersWithin = Duration.ofSeconds(3);
    result.join();
    assertThat(letters()).containsExactly("0 projection_failure");
  }

  /** All of it once a round, five in all; each part of it once, and each of them three times. */
  @Test
  void manySlowMessagesTakeNoMoreRoundsThanOne() {
    world.slow.addAll(List.of(EVENTS).subList(1, 7));
    projected(poll(0, EVENTS));

    assertThat(letters()).hasSize(6);
    assertThat(world.slowStatements).hasValueLessThanOrEqualTo(5 + 12 + 3 * 6);
  }

  /** Whatever else is quick: not each message of a slow table is run into its time-out. */
  @Test
  void ofManySlowMessagesTheThirdIsComparedAtOnce() {
    CompletionEvent[] all = Arrays.copyOf(EVENTS, 40);
    for (int i = EVENTS.length; i < all.length; i++) {
      all[i] = outcome("b" + i);
    }
    world.busyWith = facts -> !facts.outcomes().isEmpty();
    noneIsLostOnceQuick(all);

    assertThat(world.slowBeforeTrial).hasValueLessThan(20);
  }

  /** All there is of one kind, and the only message for long. */
  @Test
  void aSlowMessageIsFoundWhereThereIsNoOther() {
    world.slow.add(OUTCOME);
    assertThat(projected(poll(0, OUTCOME)).marks()).isEmpty();
    assertThat(letters()).containsExactly("0 projection_failure");
    assertThat(world.memory.facts().isEmpty()).as("nothing of a comparison remains").isTrue();
  }

  @ParameterizedTest
  @MethodSource("ofEachKind")
  void slowMessagesOfEachKindAreFound(CompletionEvent event) {
    world.slow.add(event);
    assertThat(projected(poll(0, with(event))).marks()).hasSize(EVENTS.length);
    assertThat(letters()).containsExactly(EVENTS.length + " projection_failure");
    assertThat(world.memory.facts()).isEqualTo(Facts.fold(List.of(EVENTS)));
  }

  static List<CompletionEvent> ofEachKind() {
    Registration registration =
        new Registration(new UserId("u"), 2, List.of(new EssayId("r")), List.of(Phase.NLP));
    SpellcheckResult failed =
        new SpellcheckResult(ProcessingStage.FAILED, null, null, new TextId("t"), "{\"a\":1}");
    return List.of(
        OUTCOME,
        LARGE,
        new BatchRegistered(STAMP, null, new BatchId("b"), registration),
        new SpellcheckCompleted(STAMP, null, new EssayId("s"), new BatchId("b"), failed));
  }

  private static CompletionEvent outcome(String batch) {
    return new PhaseOutcomeAnnounced(
        STAMP,
        null,
        new BatchId(batch),
        Phase.NLP,
        new PhaseOutcome(
            BatchStatus.CANCELLED, List.of(new EssayId("p")), List.of(new EssayId("f"))));
  }

  private static CompletionEvent[] with(CompletionEvent further) {
    CompletionEvent[] all = Arrays.copyOf(EVENTS, EVENTS.length + 1);
    all[EVENTS.length] = further;
    return all;
  }

  private void noneIsLostOnceQuick(CompletionEvent... events) {
    CompletableFuture<ProjectionResult.Projected> result = started(events);
    awaitSlowStatements(result);
    world.busyWith = _ -> false;

    assertThat(result.join().marks()).hasSize(events.length);
    assertThat(letters()).isEmpty();
  }

  private CompletableFuture<ProjectionResult.Projected> started(CompletionEvent... events) {
    return CompletableFuture.supplyAsync(() -> projected(poll(0, events)));
  }

  /** So many that the search has begun anew several times. */
  private void awaitSlowStatements(CompletableFuture<?> result) {
    while (world.slowStatements.get() < 100 && !result.isDone()) {
      Thread.onSpinWait();
    }
    assertThat(result).isNotDone();
  }

  private void noneIsLostOnce(Set<CompletionEvent> trouble, CompletionEvent... events) {
    CompletableFuture<ProjectionResult.Projected> result = started(events);
    awaitSlowStatements(result);
    trouble.clear();

    assertThat(result.join().marks()).hasSize(events.length);
    assertThat(letters()).isEmpty();
  }

  private ProjectionResult.Projected projected(Poll poll) {
    return (ProjectionResult.Projected) service.project(poll);
  }

  private List<String> letters() {
    return world.memory.storedDeadLetters().stream()
        .map(letter -> letter.message().offset() + " " + letter.reason().type())
        .toList();
  }
}
