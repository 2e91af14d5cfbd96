package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.projection.ProjectEvents;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then whether Kafka and the database still are what they were, even where no message
 * comes in: a topic created again, a database put back from a copy.
 */
final class PositionCheck {
  private static final Logger LOG = LoggerFactory.getLogger(PositionCheck.class);
  private static final long EVERY = Duration.ofSeconds(5).toNanos();

  private final Subscription subscription;
  private final ProjectEvents projector;
  private final Assignment assignment;
  private final ConsumerHealth health;
  private long last;

  PositionCheck(
      Subscription subscription,
      ProjectEvents projector,
      Assignment assignment,
      ConsumerHealth health) {
    this.subscription = subscription;
    this.projector = projector;
    this.assignment = assignment;
    this.health = health;
    this.last = health.now() - EVERY;
  }

  /**
   * Throws what Kafka or the database throw if they are away.
   *
   * @param listener is told of partitions of topics that are new
   */
  void ifDue(ConsumerRebalanceListener listener) {
    if (health.now() - last < EVERY) {
      return;
    }
    last = health.now();
    assignment.retryGaps();
    // First of all: a topic that is missing must not hide that the database was put back.
    if (!projector.stillHas(assignment.reached())) {
      LOG.warn(
          "The database lacks what was projected, as after a restore or a swap that lost facts;"
              + " asking where to go on");
      assignment.markAllWaiting();
    }
    // All topics, also where nothing is assigned: it shows whether Kafka and the topics are there.
    Map<String, String> current = subscription.look(listener);
    assignment
        .topicIds()
        .forEach((topic, id) -> {
          if (!id.equals(current.getOrDefault(topic, id))) {
            LOG.warn("The topic {} was created again; asking where to go on", topic);
            assignment.markAllWaiting();
          }
        });
    // The last word: one that is missing must hide nothing.
    subscription.require(current, begunOfMissing(current));
    health.serversAnswered();
  }

  /** Asked only where a topic is missing. */
  private Set<String> begunOfMissing(Map<String, String> existing) {
    return subscription.hasAll(existing) ? Set.of() : projector.begunTopics();
  }
}
