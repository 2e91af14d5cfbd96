package com.huleedu.ras.adapter.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the topics the broker does not have: a platform is older or newer than this service, so
 * some may not be there yet, or ever. Looked at by the consumer's thread, one consumer after the
 * other; read by any.
 */
final class MissingTopics {
  private static final Logger LOG = LoggerFactory.getLogger(MissingTopics.class);
  private static final double UNKNOWN = Double.NaN;

  private final List<String> topics;
  private final Set<String> everMissing = new HashSet<>();
  private volatile @Nullable Set<String> missing;

  MissingTopics(List<String> topics, MeterRegistry registry) {
    this.topics = topics;
    for (String topic : topics) {
      Gauge.builder("ras.topic.missing", () -> gauge(topic))
          .tag("topic", topic)
          .description("1 while the broker does not have the topic")
          .register(registry);
    }
  }

  private double gauge(String topic) {
    Set<String> known = missing;
    return known == null ? UNKNOWN : known.contains(topic) ? 1 : 0;
  }

  /** These are there now, and none of the others is. Says what is new about it, each once. */
  void existing(Collection<String> there) {
    Set<String> now = new TreeSet<>(topics);
    now.removeAll(there);
    Set<String> found = new TreeSet<>(now());
    found.removeAll(now);
    Set<String> unheard = new TreeSet<>(now);
    unheard.removeAll(everMissing);
    everMissing.addAll(now);
    missing = Set.copyOf(now);
    if (!unheard.isEmpty()) {
      LOG.warn(
          "Kafka has no topic {}; looked for again and again, and read from its beginning once it is there",
          String.join(" and no topic ", unheard));
    }
    if (!found.isEmpty()) {
      LOG.info("Kafka has the topic {} now", String.join(" and the topic ", found));
    }
  }

  private Set<String> now() {
    Set<String> known = missing;
    return known == null ? Set.of() : known;
  }

  /** Whether it was not there when it was looked for: then all that is in it is new. */
  boolean wasMissing(String topic) {
    return everMissing.contains(topic);
  }

  /** What of it is worth knowing, for a person. */
  List<String> notes() {
    return new TreeSet<>(now()).stream().map(MissingTopics::sentence).toList();
  }

  static String sentence(String topic) {
    return "Kafka has no topic " + topic;
  }
}
