package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.projection.AssignedPartition;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A topic is created again while its partitions run. */
class TopicCreatedAgainTest {
  private static final TopicPartition ONE = LoopFixture.ONE;
  private static final TopicPartition OTHER = LoopFixture.OTHER;

  private final LoopFixture on = new LoopFixture();

  @AfterEach
  void close() {
    on.close();
  }

  /** The offset of the other fits the new log by chance: Kafka has nothing to complain about. */
  @Test
  void whereOnePartitionShowsItTheOthersAreAskedAboutAtOnce() {
    on.topics.createdAgainAfter = 2;
    on.assigned(ONE, OTHER);
    on.consumer.until(() -> on.assignment.running().size() == 2);
    on.consumer.then(() -> on.consumer.fail(new OffsetOutOfRangeException(Map.of(ONE, 0L))));
    on.consumer.until(() -> on.projector.asked.size() == 4);
    on.consumer.until(() -> on.assignment.running().size() == 2);
    on.run();

    List<String> ids = on.projector.asked.stream().map(AssignedPartition::topicId).toList();
    assertThat(ids.subList(0, 2)).containsOnly(ids.getFirst());
    assertThat(ids.subList(2, 4)).containsOnly(ids.getLast()).doesNotContain(ids.getFirst());
  }
}
