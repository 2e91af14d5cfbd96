package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.projection.ProjectEvents;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Asking for a partition without a leader takes all the time there is, by a clock of its own. */
final class Leaders extends MockConsumer<byte[], byte[]> {
  long now = 1;
  Set<TopicPartition> leaderless = Set.of();
  RuntimeException failure = new TimeoutException("no leader");

  /** With as much time those without a leader answer. */
  Duration slow = Duration.ofDays(1);

  Leaders() {
    super("none");
  }

  Resumer resumer(Set<String> existing, ProjectEvents projector, Assignment assignment) {
    return new Resumer(
        this,
        topics -> {
          Map<String, String> ids = new HashMap<>();
          topics.stream().filter(existing::contains).forEach(topic -> ids.put(topic, "id"));
          return ids;
        },
        projector,
        assignment,
        new RecordCheck(new MockConsumer<>("none")),
        _ -> true);
  }

  @Override
  public synchronized Map<TopicPartition, Long> beginningOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    if (partitions.stream().anyMatch(leaderless::contains) && timeout.compareTo(slow) < 0) {
      now += timeout.toNanos();
      throw failure;
    }
    return partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> 0L));
  }
}
