package com.huleedu.ras.application.projection;

import static com.huleedu.ras.application.World.PARTITION;
import static com.huleedu.ras.application.World.TOPIC_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.application.Backoff;
import com.huleedu.ras.application.LogLines;
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
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What readiness, health and operators see of projection, and which lineage it goes by. */
class WatchedProjectionTest {
  private static final CompletionEvent EVENT =
      new SpellcheckCompleted(
          new Stamp(Instant.EPOCH, new UUID(0, 1), 1),
          null,
          new EssayId("e"),
          null,
          new SpellcheckResult(ProcessingStage.COMPLETED, 1L, null, new TextId("t"), null));

  private final World world = new World();
  private final ProjectionService service = world.service();

  @Test
  void whyAPollIsNotProjectedIsSaidUntilItIs() {
    List<Optional<String>> said = new ArrayList<>();
    world.busyWith =
        _ -> {
          said.add(service.trouble());
          if (said.size() < 3) {
            throw new UnavailableException("PostgreSQL", "no answer " + said.size());
          }
          return false;
        };
    service.project(World.poll(0, EVENT));

    assertThat(said)
        .containsExactly(
            Optional.empty(),
            Optional.of("PostgreSQL is unavailable: no answer 1"),
            Optional.of("PostgreSQL is unavailable: no answer 2"));
    assertThat(service.trouble()).isEmpty();
  }

  @Test
  void whoWaitsForTheCacheAloneSaysSo() {
    List<Boolean> waits = new ArrayList<>();
    world.busyWith = _ -> !waits.add(service.waitsForCache());
    world.beforeInvalidation = () -> waits.add(service.waitsForCache());
    world.memory.record(batchOfTheEssay());
    service.project(World.poll(0, EVENT));

    assertThat(waits).containsExactly(false, true);
    assertThat(service.waitsForCache()).isFalse();
  }

  private static Facts batchOfTheEssay() {
    return Facts.fold(
        List.of(
            new BatchRegistered(
                EVENT.stamp(),
                null,
                new BatchId("b"),
                new Registration(new UserId("u"), 1, List.of(new EssayId("e")), List.of()))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | project 1 messages of topic-0 in",
        "3 | project 1 messages of topic-0, topic-1, topic-2 in",
        "5 | project 1 messages of topic-0, topic-1, topic-2 and 2 more partitions in"
      })
  void whatIsTriedAgainIsSaidInALine(int partitions, String what) {
    List<Partition> all =
        IntStream.range(0, partitions).mapToObj(i -> new Partition("topic", i)).toList();
    world.memory.begin(all.stream().map(it -> new Position(it, TOPIC_ID, 0)).toList());
    List<Advance> advances = all.stream().map(it -> new Advance(it, 0, 1)).toList();
    world.failingCommits.set(1);

    try (LogLines log = new LogLines(Backoff.class)) {
      service.project(new Poll(World.poll(0, EVENT).messages(), advances));
      assertThat(log.containing(what)).hasSize(1);
    }
  }

  @Test
  void whereItGoesOnIsSaidWithWhatItFollowsFrom() {
    Partition added = new Partition("topic", 1);
    world.memory.begin(List.of(new Position(PARTITION, TOPIC_ID, 4)));
    try (LogLines log = new LogLines(ProjectionService.class)) {
      service.resume(
          List.of(
              new AssignedPartition(PARTITION, TOPIC_ID, 0, null, 3L, 0),
              new AssignedPartition(added, "new", 3, null, null, 5)));
      assertThat(log.containing("topic-0 goes on at 3 (database 4, Kafka committed 3)")).hasSize(1);
      assertThat(log.containing("topic-1 goes on at 3 (database nothing, Kafka committed nothing)"))
          .hasSize(1);
    }
  }

  /** Its first messages came while the service ran, though this instance has none of the others. */
  @Test
  void aPartitionThatIsAddedToAConsumedTopicBeginsAtItsBeginning() {
    Partition added = new Partition("topic", 1);
    assertThat(service.resume(List.of(new AssignedPartition(added, TOPIC_ID, 3, null, null, 5))))
        .containsOnly(Map.entry(added, new ResumePoint.At(3, null)));
  }

  @Test
  void whoeverRenewsTheLineageMeanwhileAPollUnderTheOldOneIsRefused() {
    service.project(World.poll(0, EVENT));
    world.memory.renewLineage(world.memory.lineage());
    assertThat(service.project(World.poll(1, EVENT))).isEqualTo(new ProjectionResult.FellBack());
  }

  @Test
  void whoRenewedItGoesByWhatItRenewedAndByNoLaterOne() {
    Lineage before = world.memory.lineage();
    service.resume(List.of(new AssignedPartition(PARTITION, TOPIC_ID, 0, null, 7L, 0)));
    assertThat(world.memory.lineage()).isNotEqualTo(before);
    world.memory.renewLineage(world.memory.lineage());
    assertThat(service.project(World.poll(0, EVENT))).isEqualTo(new ProjectionResult.FellBack());
  }

  @Test
  void countersOfInvalidMessagesBeginAtZero() {
    service.countInvalid(List.of("one", "two"), List.of("not_json"));
    for (String topic : List.of("one", "two")) {
      for (String type :
          List.of(
              "not_json",
              "rejected_by_database",
              "projection_failure",
              "decoder_failure",
              "unknown_topic")) {
        assertThat(
                world
                    .registry
                    .get("ras.invalid.messages")
                    .tags("topic", topic, "error_type", type)
                    .counter()
                    .count())
            .isZero();
      }
    }
  }
}
