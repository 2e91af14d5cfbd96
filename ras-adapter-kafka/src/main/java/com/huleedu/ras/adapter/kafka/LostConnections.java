package com.huleedu.ras.adapter.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether the consumer lost a connection to Kafka since it was last asked: whoever it is connected
 * to now may have another log under the same offsets. Kafka's client tells nobody but its metrics.
 */
final class LostConnections {
  private static final String GROUP = "consumer-metrics";
  private static final String NAME = "connection-close-total";

  private final Map<MetricName, ? extends Metric> metrics;

  /** Its counts; sought only until they are there, for each partition has metrics, too. */
  private final List<Metric> counts = new ArrayList<>();

  private double before;

  LostConnections(Map<MetricName, ? extends Metric> metrics) {
    this.metrics = metrics;
    this.before = closed();
  }

  boolean anySinceLastAsked() {
    double now = closed();
    boolean any = now > before;
    before = now;
    return any;
  }

  private double closed() {
    if (counts.isEmpty()) {
      metrics.forEach((name, metric) -> {
        if (name.group().equals(GROUP) && name.name().equals(NAME)) {
          counts.add(metric);
        }
      });
    }
    double sum = 0;
    for (Metric count : counts) {
      sum += ((Number) count.metricValue()).doubleValue();
    }
    return sum;
  }
}
