package com.huleedu.ras.adapter.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions of which nothing is read since a transaction stays open: what lies behind its first
 * message is shown to nobody who reads committed messages alone. On one thread only.
 */
final class HeldPartitions {
  private final Duration patience;
  private final String bootstrapServers;
  private final Map<TopicPartition, Held> held = new HashMap<>();

  private record Held(long at, long sinceNanos, boolean said) {}

  /**
   * @param patience a transaction that is open for less is as it should be
   */
  HeldPartitions(Duration patience, String bootstrapServers) {
    this.patience = patience;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Takes what Kafka says now.
   *
   * @param stable up to where each partition can be read
   * @param ends where each ends
   * @return what an operator has to know, once for each transaction
   */
  List<String> look(
      Map<TopicPartition, Long> stable, Map<TopicPartition, Long> ends, long nowNanos) {
    held.keySet().retainAll(stable.keySet());
    List<String> news = new ArrayList<>();
    stable.forEach((partition, at) -> {
      long end = ends.getOrDefault(partition, at);
      Held before = held.get(partition);
      if (at >= end) {
        held.remove(partition);
      } else if (before == null || before.at() != at) {
        held.put(partition, new Held(at, nowNanos, false));
      } else if (!before.said() && isLong(before, nowNanos)) {
        held.put(partition, new Held(at, before.sinceNanos(), true));
        news.add(words(partition, before, end, nowNanos));
      }
    });
    return news;
  }

  /** How many are held for longer than is right. */
  long count(long nowNanos) {
    return held.values().stream().filter(one -> isLong(one, nowNanos)).count();
  }

  private boolean isLong(Held one, long nowNanos) {
    return nowNanos - one.sinceNanos() > patience.toNanos();
  }

  private String words(TopicPartition partition, Held one, long end, long nowNanos) {
    return ("%s is held at offset %s for %s s, by a transaction that its producer left open: %s"
            + " offsets behind it are not read until it ends. Look for it with kafka-transactions.sh"
            + " --bootstrap-server %s find-hanging --topic %s --partition %s, and end it with the"
            + " same and abort --topic %s --partition %s --start-offset %s")
        .formatted(
            partition,
            one.at(),
            Duration.ofNanos(nowNanos - one.sinceNanos()).toSeconds(),
            end - one.at(),
            bootstrapServers,
            partition.topic(),
            partition.partition(),
            partition.topic(),
            partition.partition(),
            one.at());
  }
}
