package com.huleedu.ras.application.projection;

import static com.huleedu.ras.application.World.PARTITION;
import static com.huleedu.ras.application.World.TOPIC_ID;
import static com.huleedu.ras.application.World.poll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

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
import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionServiceTest {
  private static final CompletionEvent REGISTERED =
      new BatchRegistered(
          stamp(1),
          null,
          new BatchId("b"),
          new Registration(new UserId("u"), 2, List.of(essay(1), essay(2)), List.of()));

  private final World world = new World();
  private final ProjectionService service = world.service();

  private static Stamp stamp(int second) {
    return new Stamp(Instant.EPOCH.plusSeconds(second), new UUID(0, second), second);
  }

  private static EssayId essay(int number) {
    return new EssayId("e" + number);
  }

  private static CompletionEvent spellchecked(int second, int essay) {
    SpellcheckResult result =
        new SpellcheckResult(ProcessingStage.COMPLETED, 1L, null, new TextId("t"), null);
    return new SpellcheckCompleted(stamp(second), null, essay(essay), null, result);
  }

  private ProjectionResult.Projected projected(Poll poll) {
    return (ProjectionResult.Projected) service.project(poll);
  }

  private double count(String meter) {
    return world.registry.get(meter).counter().count();
  }

  @Test
  void commitsThenInvalidatesThenMarks() {
    ProjectionResult.Projected projected = projected(poll(0, REGISTERED, spellchecked(2, 1)));
    assertThat(world.steps)
        .as("no mark before the caller has committed the offsets")
        .containsExactly("committed", "invalidated [b][u]");
    service.acknowledged(projected);

    assertThat(world.steps).containsExactly("committed", "invalidated [b][u]", "marked 2");
    assertThat(world.memory.facts()).isEqualTo(Facts.fold(List.of(REGISTERED, spellchecked(2, 1))));
    assertThat(world.memory.find(List.of(PARTITION)))
        .containsValue(new Position(PARTITION, TOPIC_ID, 2));
    assertThat(count("ras.messages.processed")).isEqualTo(2);
  }

  @Test
  void whatIsMarkedIsSkippedButItsPositionMoves() {
    service.acknowledged(projected(poll(0, REGISTERED)));
    service.project(poll(1, REGISTERED));

    assertThat(world.steps)
        .containsExactly("committed", "invalidated [b][u]", "marked 1", "committed");
    assertThat(world.memory.find(List.of(PARTITION)))
        .containsValue(new Position(PARTITION, TOPIC_ID, 2));
    assertThat(count("ras.messages.skipped")).isEqualTo(1);
  }

  @Test
  void aCommitWhoseAnswerWasLostIsDoneAgain() {
    world.failingCommits.set(2);
    service.project(poll(0, REGISTERED));

    assertThat(world.steps)
        .containsExactly("committed", "committed", "committed", "invalidated [b][u]");
  }

  @Test
  void whileTheCacheIsAwayNothingIsAcknowledged() {
    world.failingInvalidations.set(3);
    service.project(poll(0, REGISTERED));

    assertThat(world.steps).containsExactly("committed", "invalidated [b][u]");
  }

  @Test
  void onceEveryEntryHasExpiredItGoesOnWithoutTheCache() {
    world.failingInvalidations.set(Integer.MAX_VALUE);
    world.cacheGivenUpAfter = Duration.ofMinutes(1);

    assertThat(world.service().project(poll(0, REGISTERED)))
        .isInstanceOf(ProjectionResult.Projected.class);
    assertThat(world.steps).containsExactly("committed");
  }

  @Test
  void anInterruptedWaitForTheCacheIsNoAcknowledgement() {
    world.failingInvalidations.set(Integer.MAX_VALUE);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> service.project(poll(0, REGISTERED)))
        .isInstanceOf(UnavailableException.class);
    assertThat(world.steps).containsExactly("committed");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aMalformedMessageBecomesALetterWithTheOthers() {
    service.project(World.malformedPoll(0));

    assertThat(world.memory.storedDeadLetters())
        .extracting(DeadLetter::reason)
        .containsExactly(new DeadLetterReason("not_json", "no JSON"));
    assertThat(world.copies).isEqualTo(world.memory.storedDeadLetters());
    assertThat(
            world
                .registry
                .get("ras.invalid.messages")
                .tags("topic", "topic", "error_type", "not_json")
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void whatTheDatabaseRefusesIsIsolatedAndTheRestGoesIn() {
    CompletionEvent bad = spellchecked(5, 66);
    CompletionEvent worse = spellchecked(6, 67);
    world.refused.addAll(List.of(bad, worse));
    CompletionEvent[] all = {
      spellchecked(2, 1), bad, REGISTERED, spellchecked(3, 2), worse, spellchecked(4, 3)
    };

    assertThat(projected(poll(0, all)).marks()).as("letters are not marked").hasSize(4);

    assertThat(world.memory.facts())
        .isEqualTo(
            Facts.fold(
                List.of(REGISTERED, spellchecked(2, 1), spellchecked(3, 2), spellchecked(4, 3))));
    assertThat(world.memory.storedDeadLetters())
        .extracting(letter -> letter.message().offset())
        .containsExactlyInAnyOrder(1L, 4L);
  }

  /** A mistake of ours, as in a mapping: for ever it would stop all that comes after. */
  @Test
  void atWhatWeFailAgainAndAgainIsIsolatedToo() {
    CompletionEvent bad = spellchecked(5, 66);
    world.broken.add(bad);

    assertThat(projected(poll(0, REGISTERED, bad, spellchecked(2, 1))).marks()).hasSize(2);

    assertThat(world.memory.facts()).isEqualTo(Facts.fold(List.of(REGISTERED, spellchecked(2, 1))));
    assertThat(world.memory.storedDeadLetters())
        .extracting(letter -> letter.message().offset() + " " + letter.reason().type())
        .containsExactly("1 projection_failure");
  }

  @Test
  void aDatabaseThatStandsBeforeThePollFellBack() {
    assertThat(service.project(poll(7, REGISTERED))).isEqualTo(new ProjectionResult.FellBack());
    assertThat(world.memory.facts().isEmpty()).isTrue();
    assertThat(world.remembered.seen(world.memory.lineage(), List.of(World.mark(REGISTERED))))
        .isEmpty();
  }

  /** Whether Kafka's committed offset shows it, or only this process knows how far it had come. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void marksOfAnEarlierLineageHideNothing(long committed) {
    service.acknowledged(projected(poll(0, REGISTERED)));
    Lineage before = world.memory.lineage();
    // As after a restore: the positions stand at the beginning, Kafka's offset does not.
    world.memory.begin(List.of(new Position(PARTITION, TOPIC_ID, 0)));

    assertThat(service.stillHas(Map.of(PARTITION, 1L))).isFalse();
    Map<Partition, ResumePoint> points =
        service.resume(List.of(new AssignedPartition(PARTITION, TOPIC_ID, 0, null, committed, 0)));

    assertThat(points.get(PARTITION))
        .asInstanceOf(type(ResumePoint.At.class))
        .returns(0L, ResumePoint.At::offset);
    assertThat(world.memory.lineage()).isNotEqualTo(before);
    world.steps.clear();
    service.project(poll(0, REGISTERED));
    assertThat(world.steps).containsExactly("committed", "invalidated [b][u]");
  }

  @Test
  void whatWasCommittedButPerhapsNotInvalidatedIsDeliveredAgain() {
    service.project(poll(0, REGISTERED, spellchecked(2, 1)));

    assertThat(
            service
                .resume(List.of(new AssignedPartition(PARTITION, TOPIC_ID, 0, null, 1L, 0)))
                .get(PARTITION))
        .asInstanceOf(type(ResumePoint.At.class))
        .returns(1L, ResumePoint.At::offset);
    assertThat(service.project(poll(1, spellchecked(2, 1))))
        .as("and is accepted below the position")
        .isInstanceOf(ProjectionResult.Projected.class);
    assertThat(service.stillHas(Map.of(PARTITION, 2L))).isTrue();
  }
}
