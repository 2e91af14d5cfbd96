package com.huleedu.ras.adapter.kafka;

import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;

/** Three partitions that wait, of two topics, and leaders that a test may take away. */
abstract class LeadersTestBase {
  static final TopicPartition ONE = new TopicPartition("a", 0);
  static final TopicPartition TWO = new TopicPartition("a", 1);
  static final TopicPartition OTHER = new TopicPartition("b", 0);
  static final Set<TopicPartition> ALL = Set.of(ONE, TWO, OTHER);

  final Leaders consumer = new Leaders();
  final Assignment assignment = new Assignment(() -> consumer.now);
  final RecordingProjector projector = new RecordingProjector();

  @BeforeEach
  void assign() {
    consumer.assign(ALL);
    assignment.markWaiting(ALL);
  }

  Resumer resumer(Set<String> existing) {
    return consumer.resumer(existing, projector, assignment);
  }
}
