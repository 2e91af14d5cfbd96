package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** What brokers say that know no ids of topics: all of them would be one topic. */
class TopicIdsTest {
  @Test
  void aTopicWithoutAnIdIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> TopicIds.id(described(Uuid.ZERO_UUID)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContainingAll("topic-x has no id", "2.8", "inter.broker.protocol.version");
    Uuid id = Uuid.randomUuid();
    assertThat(TopicIds.id(described(id))).isEqualTo(id.toString());
  }

  private static TopicDescription described(Uuid id) {
    return new TopicDescription("topic-x", false, List.of(), Set.of(), id);
  }
}
