package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What becomes of a partition while this instance owns it, and when it no longer does. */
class AssignmentTest {
  private static final TopicPartition ONE = new TopicPartition("a", 0);
  private static final TopicPartition OTHER = new TopicPartition("b", 1);
  private static final OffsetAndMetadata THREE = new OffsetAndMetadata(3);
  private static final OffsetAndMetadata NINE = new OffsetAndMetadata(9);
  private static final ResumePoint.Gap GAP = new ResumePoint.Gap(new Partition("a", 0), 3, 5);

  private final Assignment assignment = new Assignment();

  @Test
  void isAskedAboutAndThenGoesOn() {
    assignment.markWaiting(List.of(ONE, OTHER));
    assertThat(assignment.waiting()).containsExactlyInAnyOrder(ONE, OTHER);
    assertThat(assignment.running()).isEmpty();
    assertThat(assignment.running()).doesNotContain(ONE);
    assertThat(assignment.running(ONE)).isNull();

    assignment.markRunning(ONE, "id", THREE);
    assertThat(assignment.waiting()).containsExactly(OTHER);
    assertThat(assignment.running()).containsExactly(ONE);
    assertThat(assignment.running()).contains(ONE);
    assertThat(assignment.reached()).isEqualTo(Map.of(new Partition("a", 0), 3L));
    assertThat(assignment.topicIds()).isEqualTo(Map.of("a", "id"));
    assertThat(assignment.assigned()).containsExactlyInAnyOrder(ONE, OTHER);
  }

  @Test
  void reachesOnlyWhereItRuns() {
    assignment.markRunning(ONE, "id", THREE);
    assignment.reach(Map.of(ONE, NINE, OTHER, NINE));

    assertThat(assignment.reached()).isEqualTo(Map.of(new Partition("a", 0), 9L));
    assertThat(assignment.running()).containsExactly(ONE);
    assertThat(assignment.committable(List.of(ONE, OTHER))).isEqualTo(Map.of(ONE, NINE));
    assertThat(assignment.committable(List.of(OTHER))).isEmpty();
  }

  /** As the metric of partitions by state says. */
  @Test
  void eachIsInOneState() {
    TopicPartition third = new TopicPartition("c", 0);
    TopicPartition fourth = new TopicPartition("d", 0);
    assignment.markWaiting(List.of(ONE, OTHER, third));
    assignment.markSilent(OTHER, 0);
    assignment.markRunning(fourth, "id", THREE);
    assertThat(counts()).as("running, waiting, silent, gap").containsExactly(1L, 2L, 1L, 0L);
    assertThat(assignment.offsets()).isEqualTo(Map.of(fourth, 3L));

    assignment.markGap(ONE, GAP);
    assignment.markRunning(third, "id", NINE);
    assertThat(assignment.hasGap(ONE)).isTrue();
    assertThat(assignment.hasGap(third)).isFalse();
    assertThat(counts()).containsExactly(2L, 0L, 1L, 1L);
  }

  private List<Long> counts() {
    return Stream.of(Assignment.State.values()).map(assignment::count).toList();
  }

  /** Somebody else owns it: an offset of it that is committed now would take theirs back. */
  @Test
  void workThatEndsAfterTheLossDoesNotReviveIt() {
    assignment.markRunning(ONE, "id", THREE);
    assignment.remove(List.of(ONE));
    assignment.reach(Map.of(ONE, NINE));

    assertThat(assignment.assigned()).isEmpty();
    assertThat(assignment.reached()).isEmpty();
    assertThat(assignment.topicIds()).isEmpty();
    assertThat(assignment.committable(List.of(ONE))).isEmpty();
  }

  /** Where to go on is being asked: what was under way before may be of another history. */
  @Test
  void workThatEndsWhileItIsAskedAboutDoesNotMoveIt() {
    assignment.markRunning(ONE, "id", THREE);
    assignment.markAllWaiting();
    assignment.reach(Map.of(ONE, NINE));

    assertThat(assignment.waiting()).containsExactly(ONE);
    assertThat(assignment.running()).doesNotContain(ONE);
    assertThat(assignment.committable(List.of(ONE))).isEmpty();
  }

  @Test
  void aGapEndsWhenItRunsOrIsTakenAway() {
    assignment.markWaiting(List.of(ONE));
    assignment.markGap(ONE, GAP);
    assertThat(assignment.waiting()).isEmpty();
    assertThat(assignment.assigned()).containsExactly(ONE);
    assertThat(assignment.gaps()).containsExactly(GAP);

    assignment.retryGaps();
    assertThat(assignment.waiting()).containsExactly(ONE);
    assertThat(assignment.gaps()).containsExactly(GAP);
    assignment.markRunning(ONE, "id", NINE);
    assertThat(assignment.gaps()).isEmpty();

    assignment.markGap(ONE, GAP);
    assignment.remove(List.of(ONE));
    assertThat(assignment.gaps()).isEmpty();
  }

  @Test
  void oneForWhichKafkaIsSilentIsAskedAboutLater() {
    assignment.markWaiting(List.of(ONE, OTHER));
    assignment.markSilent(ONE, 1_000);
    assertThat(assignment.silent()).containsExactly(ONE);
    assertThat(assignment.waiting(999)).containsExactly(OTHER);
    assertThat(assignment.waiting(1_000)).containsExactlyInAnyOrder(ONE, OTHER);

    assignment.markRunning(ONE, "id", THREE);
    assertThat(assignment.silent()).isEmpty();
    assignment.markSilent(OTHER, 1_000);
    assignment.markGap(OTHER, GAP);
    assertThat(assignment.silent()).isEmpty();
    assignment.markSilent(ONE, 1_000);
    assignment.remove(List.of(ONE));
    assertThat(assignment.silent()).isEmpty();
  }

  @Test
  void ofAPartitionThatWaitsNothingIsLeftWhenItIsTakenAway() {
    assignment.markWaiting(List.of(ONE));
    assignment.remove(List.of(ONE));

    assertThat(assignment.waiting()).isEmpty();
  }

  /** Its offset may fit the new log by chance: what is before it there would be passed over. */
  @Test
  void whoRunsUnderAnotherIdOfTheTopicWaitsWhereOneIsFoundToBeCreatedAgain() {
    TopicPartition second = new TopicPartition("a", 1);
    assignment.markRunning(ONE, "id", THREE);
    assignment.markRunning(second, "id", NINE);
    assignment.markRunning(OTHER, "another", NINE);
    assignment.markWaiting(List.of(ONE));
    assignment.markRunning(ONE, "new id", THREE);

    assertThat(assignment.running()).containsExactlyInAnyOrder(ONE, OTHER);
    assertThat(assignment.waiting()).containsExactly(second);

    assignment.markRunning(second, "new id", THREE);
    assertThat(assignment.running()).containsExactlyInAnyOrder(ONE, second, OTHER);
  }
}
