package com.huleedu.ras.adapter.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * The meters by partition: as old as the last look, but for ages, which are those of the scrape.
 */
final class PartitionMeters {
  private final Assignment assignment;
  private final InstantSource clock;
  private final TopicRetention retention;
  private final MultiGauge messages;
  private final MultiGauge seconds;
  private final MultiGauge retentionLeft;
  private final MultiGauge blocked;
  private volatile Map<TopicPartition, PartitionLag> lags = Map.of();
  private Set<TopicPartition> shown = Set.of();

  PartitionMeters(
      Assignment assignment,
      InstantSource clock,
      TopicRetention retention,
      CatchUp catchUp,
      MeterRegistry registry) {
    this.assignment = assignment;
    this.clock = clock;
    this.retention = retention;
    this.messages =
        MultiGauge.builder("ras.partition.lag.messages")
            .description("Messages of a partition that are not acknowledged yet")
            .register(registry);
    this.seconds =
        MultiGauge.builder("ras.partition.lag.seconds")
            .description("Age of the oldest message of a partition that is not acknowledged yet")
            .register(registry);
    this.retentionLeft =
        MultiGauge.builder("ras.partition.retention.left.seconds")
            .description("How long Kafka keeps the oldest message that is not acknowledged yet")
            .register(registry);
    this.blocked =
        MultiGauge.builder("ras.partition.blocked")
            .description("1 while a gap in the log keeps a partition from being consumed")
            .register(registry);
    Gauge.builder("ras.catch.up.seconds", catchUp, CatchUp::seconds)
        .description("How long until nothing waits, if it goes on as in the last minute")
        .strongReference(true)
        .register(registry);
    for (Assignment.State state : Assignment.State.values()) {
      Gauge.builder("ras.partitions", () -> assignment.count(state))
          .description("Partitions of this instance by how consuming them goes")
          .tag("state", state.tag())
          .register(registry);
    }
  }

  /** Shows what waits in these partitions; in none others. */
  void show(Map<TopicPartition, PartitionLag> now) {
    lags = Map.copyOf(now);
    if (!shown.equals(now.keySet())) {
      shown = Set.copyOf(now.keySet());
      rows(messages, partition -> of(partition).messages());
      rows(seconds, partition -> of(partition).seconds(clock.instant()));
      rows(
          retentionLeft,
          partition ->
              of(partition).retentionLeft(retention.of(partition.topic()), clock.instant()));
      rows(blocked, partition -> assignment.hasGap(partition) ? 1 : 0);
    }
  }

  /** Nobody knows what waits: no numbers, rather than old ones. */
  void unknown() {
    lags = Map.of();
  }

  private PartitionLag of(TopicPartition partition) {
    return lags.getOrDefault(partition, PartitionLag.UNKNOWN);
  }

  private void rows(MultiGauge gauge, ToDoubleFunction<TopicPartition> value) {
    gauge.register(
        shown.stream()
            .<Row<?>>map(partition ->
                Row.of(
                    Tags.of(
                        "topic",
                        partition.topic(),
                        "partition",
                        Integer.toString(partition.partition())),
                    () -> value.applyAsDouble(partition)))
            .toList());
  }
}
