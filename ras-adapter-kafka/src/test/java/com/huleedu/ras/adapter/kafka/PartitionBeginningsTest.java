package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.deadletter.LogBeginnings.Beginning;
import com.huleedu.ras.domain.port.projection.Partition;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionBeginningsTest extends ConsumerTestBase {

  @Test
  void saysFromWhereOnKafkaHasEachPartition() throws Exception {
    publish(0, 3);
    try (Admin admin = Consumers.admin(config("classic"))) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
          .all()
          .get();
      String id = new TopicIds(admin).ofExisting(List.of(topic)).get(topic);

      assertThat(new PartitionBeginnings(() -> admin, List.of(topic)).beginnings())
          .contains(new Beginning(new Partition(topic, 0), id, 2))
          .extracting(Beginning::topicId)
          .containsOnly(id);
    }
  }

  /** What of it is left, nobody knows: then nothing of it may go, and all of the others may. */
  @Test
  void saysNothingOfATopicThatIsMissing() {
    try (Admin admin = Consumers.admin(config("classic"))) {
      assertThat(new PartitionBeginnings(() -> admin, List.of("missing", topic)).beginnings())
          .extracting(Beginning::partition)
          .containsExactlyInAnyOrder(new Partition(topic, 0), new Partition(topic, 1));
    }
  }
}
