package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a waiting partition once the database has said where it goes on. */
class ResumePointsTest {
  private static final TopicPartition ONE = new TopicPartition("a", 0);
  private static final Partition PARTITION = new Partition("a", 0);

  private final LogConsumer consumer = new LogConsumer();
  private final LogConsumer reader = new LogConsumer();
  private final Assignment assignment = new Assignment();
  private final RecordingProjector projector = new RecordingProjector();

  @BeforeEach
  void waiting() {
    consumer.publish(ONE, 1, 2, 3, 4);
    reader.publish(ONE, 1, 2, 3, 4);
    consumer.assign(List.of(ONE));
    consumer.pause(List.of(ONE));
    assignment.markWaiting(List.of(ONE));
  }

  private void resume(boolean startAtBeginning) {
    new Resumer(
            consumer,
            topics -> topics.stream().collect(Collectors.toMap(it -> it, _ -> "id")),
            projector,
            assignment,
            new RecordCheck(reader),
            _ -> startAtBeginning)
        .resumeWaiting();
    new OffsetCommits(consumer, assignment, projector, ForkJoinPool.commonPool()).started();
  }

  private static LastRecord recordAt(long offset) {
    return LastRecords.of(LogConsumer.record(ONE, offset, new byte[] {(byte) (offset + 1)}));
  }

  private void projectedUpTo(long next, LastRecord last) {
    projector.positions.put(PARTITION, next);
    projector.projected.put(PARTITION, new Position(PARTITION, "id", next, last));
  }

  /** Committed at once: else whoever owns it next would be misled by what is committed. */
  @Test
  void goesOnThereAndCommitsIt() {
    projectedUpTo(3, recordAt(2));
    resume(true);

    assertThat(assignment.reached()).containsEntry(new Partition(ONE.topic(), ONE.partition()), 3L);
    assertThat(consumer.position(ONE)).isEqualTo(3);
    assertThat(consumer.paused()).isEmpty();
    assertThat(consumer.committed.get(ONE).offset()).isEqualTo(3);
    assertThat(projector.asked)
        .containsExactly(new AssignedPartition(PARTITION, "id", 0, null, null, 0));
  }

  /** With it Kafka's client sees for itself whether the log parts later on. */
  @Test
  void theEpochOfTheLastRecordGoesWithIt() {
    projectedUpTo(3, recordAt(2));
    resume(true);

    assertThat(consumer.sought)
        .isEqualTo(Map.of(ONE, new OffsetAndMetadata(3, Optional.of(5), "")));
  }

  @Test
  void ofWhatIsReadAgainBelowItTheEpochIsNotKnown() {
    projectedUpTo(2, recordAt(2));
    resume(true);

    assertThat(consumer.sought).isEqualTo(Map.of(ONE, new OffsetAndMetadata(2)));
  }

  @Test
  void whereTheLogPartsItIsAskedAgainAndSaysWhere() {
    projectedUpTo(3, recordAt(2));
    reader.cut(ONE, 2);
    reader.publish(ONE, 9, 9);
    resume(true);

    assertThat(projector.asked).extracting(AssignedPartition::parted).containsExactly(null, 0L);
    assertThat(assignment.reached()).containsEntry(new Partition(ONE.topic(), ONE.partition()), 0L);
    assertThat(consumer.position(ONE)).isZero();
  }

  @Test
  void ofWhichNothingIsKnownItBeginsWhereItIsTold() {
    resume(false);

    assertThat(projector.asked).extracting(AssignedPartition::start).containsExactly(4L);
    assertThat(assignment.reached()).containsEntry(new Partition(ONE.topic(), ONE.partition()), 4L);
    assertThat(consumer.sought).isEqualTo(Map.of(ONE, new OffsetAndMetadata(4)));
  }

  @Test
  void beforeAGapItStops() {
    projector.positions.put(PARTITION, 1L);
    consumer.beginnings.put(ONE, 3L);
    resume(true);

    assertThat(assignment.running()).doesNotContain(ONE);
    assertThat(assignment.gaps()).hasSize(1);
    assertThat(assignment.waiting()).isEmpty();
    assertThat(consumer.paused()).containsExactly(ONE);
    assertThat(consumer.committed).isEmpty();
  }
}
