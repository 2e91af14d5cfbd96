package com.huleedu.ras.adapter.kafka;

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
    double sum = 0;
    for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
      if (metric.getKey().group().equals(GROUP) && metric.getKey().name().equals(NAME)) {
        sum += ((Number) metric.getValue().metricValue()).doubleValue();
      }
    }
    return sum;
  }
}
