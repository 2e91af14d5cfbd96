package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.deadletter.LogBeginnings;
import com.huleedu.ras.domain.port.projection.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka where the partitions of those topics begin now that exist. */
final class PartitionBeginnings implements LogBeginnings {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Supplier<Admin> clients;
  private final Collection<String> topics;

  /**
   * @param clients gives the client of now, or throws if there is none
   */
  PartitionBeginnings(Supplier<Admin> clients, Collection<String> topics) {
    this.clients = clients;
    this.topics = topics;
  }

  @Override
  public List<Beginning> beginnings() {
    Map<TopicPartition, String> ids = new HashMap<>();
    Admin admin = clients.get();
    for (TopicDescription topic : new TopicIds(admin).existing(topics)) {
      topic
          .partitions()
          .forEach(partition ->
              ids.put(
                  new TopicPartition(topic.name(), partition.partition()),
                  topic.topicId().toString()));
    }
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    ids.keySet().forEach(partition -> asked.put(partition, OffsetSpec.earliest()));
    List<Beginning> beginnings = new ArrayList<>();
    answer(admin.listOffsets(asked, new ListOffsetsOptions().timeoutMs(millis())).all())
        .forEach((partition, found) ->
            beginnings.add(
                new Beginning(
                    new Partition(partition.topic(), partition.partition()),
                    ids.getOrDefault(partition, ""),
                    found.offset())));
    return beginnings;
  }

  private static int millis() {
    return Math.toIntExact(TIMEOUT.toMillis());
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(millis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      throw new UnavailableException(
          "Kafka", "it does not say where the topics begin: " + cause.getMessage(), cause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("Kafka", "interrupted", interrupted);
    }
  }
}
