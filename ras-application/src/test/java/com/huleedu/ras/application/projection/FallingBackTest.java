package com.huleedu.ras.application.projection;

import static com.huleedu.ras.application.World.PARTITION;
import static com.huleedu.ras.application.World.TOPIC_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import com.huleedu.ras.testkit.memory.InMemoryStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who renews the lineage when a database fell back, and how often: once is enough. */
class FallingBackTest {
  private final World world = new World();
  private final ProjectionService service = world.service();

  private void resume() {
    service.resume(List.of(new AssignedPartition(PARTITION, TOPIC_ID, 0, null, 0L, 0)));
  }

  private void assertFallsBack() {
    assertThat(service.project(World.malformedPoll(7))).isEqualTo(new ProjectionResult.FellBack());
  }

  @Test
  void whoNoticesRenewsItOnceThoughKafkaShowsNothing() {
    Lineage before = world.memory.lineage();
    assertFallsBack();
    resume();
    Lineage renewed = world.memory.lineage();
    assertThat(renewed).isNotEqualTo(before);

    resume();
    assertThat(world.memory.lineage()).isEqualTo(renewed);
  }

  @Test
  void whereAnotherInstanceHasRenewedItThatIsEnough() {
    resume();
    Lineage renewed = world.memory.renewLineage(world.memory.lineage());
    assertFallsBack();
    resume();
    assertThat(world.memory.lineage()).isEqualTo(renewed);
  }

  @Test
  void aNewLineageMeansThatTheDatabaseIsNotWhatItWas() {
    resume();
    assertThat(service.stillHas(Map.of(PARTITION, 0L))).isTrue();
    world.memory.renewLineage(world.memory.lineage());
    assertThat(service.stillHas(Map.of(PARTITION, 0L))).isFalse();
  }

  private static ResumePoint whereBegins(ProjectionService service, Partition partition) {
    return service
        .resume(List.of(new AssignedPartition(partition, partition.topic(), 3, null, null, 5)))
        .get(partition);
  }

  @Test
  void whereNothingWasEverConsumedAPartitionBeginsWhereItIsToldToAndThatIsStored() {
    InMemoryStore empty = new InMemoryStore();
    Partition first = new Partition("topic", 1);
    ProjectionService fresh = world.service(empty);
    assertThat(whereBegins(fresh, first)).isEqualTo(new ResumePoint.At(5, null));
    assertThat(empty.find(List.of(first))).containsValue(new Position(first, "topic", 5));

    // The others of the first start begin there, too.
    assertThat(whereBegins(fresh, new Partition("other", 0)))
        .isEqualTo(new ResumePoint.At(5, null));
  }

  /** Also one that came while no instance ran, so that nobody saw that it was missing. */
  @Test
  void aTopicThatIsNewToAServiceThatHasConsumedOthersBeginsAtItsBeginning() {
    Partition other = new Partition("other", 0);
    assertThat(whereBegins(service, other)).isEqualTo(new ResumePoint.At(3, null));
    assertThat(world.memory.find(List.of(other))).containsValue(new Position(other, "other", 3));
    assertThat(service.begunTopics()).containsExactlyInAnyOrder("topic", "other");
  }

  /** In the first life of a service that begins at the end, where a topic gets more partitions. */
  @Test
  void aTopicThatIsCreatedAgainIsNewInAllItsPartitions() {
    ProjectionService fresh = world.service(new InMemoryStore());
    assertThat(whereBegins(fresh, new Partition("topic", 0)))
        .isEqualTo(new ResumePoint.At(5, null));

    Partition added = new Partition("topic", 3);
    AssignedPartition ofAnotherId = new AssignedPartition(added, "again", 3, null, null, 5);
    assertThat(fresh.resume(List.of(ofAnotherId)))
        .isEqualTo(Map.of(added, new ResumePoint.At(3, null)));
  }
}
