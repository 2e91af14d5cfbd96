package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.projection.AssignedPartition;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What is looked at where no message comes; what is read after it is in {@link ConsumerLoopTest}.
 */
class PositionCheckTest {
  private static final TopicPartition ONE = LoopFixture.ONE;

  private final LoopFixture on = new LoopFixture();

  @AfterEach
  void close() {
    on.close();
  }

  @Test
  void aTopicThatIsMissingDoesNotHideThatAnotherWasCreatedAgain() {
    on.topics.createdAgainAfter = 1;
    on.topics.missing = Set.of("b");
    on.projector.begunTopics = Set.of("a", "b");
    on.consumer.publish(ONE, 1);
    on.assigned(ONE);
    on.consumer.until(() -> on.projector.asked.size() == 2);
    on.untilApplied("a-0@0");
    on.run();

    assertThat(on.projector.asked).extracting(AssignedPartition::topicId).doesNotHaveDuplicates();
    assertThat(on.health.problems()).anySatisfy(it -> assertThat(it).contains("no topic b"));
  }
}
