package com.huleedu.ras.adapter.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a consumer read topics whose names differ in '.' and '_' alone, as those of outcomes do. In
 * the names of metrics Kafka's client takes such topics for one: it throws from the middle of a
 * poll, once for each metric of the second, and what the poll had taken is passed over. So the
 * positions are put back to where the last poll left them, and it is polled again.
 *
 * <p>On the thread of its consumer only.
 */
final class CollidingTopics implements InvocationHandler {
  private static final Logger LOG = LoggerFactory.getLogger(CollidingTopics.class);

  /** A few metrics for each partition and topic: far more is something else. */
  private static final int TIMES_AT_MOST = 10_000;

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
  private int times;

  private CollidingTopics(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /**
   * The same consumer, guarded if these topics need it. Its positions must be set by {@code seek},
   * as those of all consumers here are.
   */
  @SuppressWarnings("unchecked") // a proxy of that interface
  static Consumer<byte[], byte[]> guarded(
      Consumer<byte[], byte[]> consumer, Collection<String> topics) {
    return asMetrics(topics).size() == Set.copyOf(topics).size()
        ? consumer
        : (Consumer<byte[], byte[]>)
            Proxy.newProxyInstance(
                CollidingTopics.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                new CollidingTopics(consumer));
  }

  private static Set<String> asMetrics(Collection<String> topics) {
    return topics.stream().map(topic -> topic.replace('.', '_')).collect(Collectors.toSet());
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("poll") && arguments != null) {
      return poll((Duration) arguments[0]);
    }
    try {
      Object result = method.invoke(consumer, arguments);
      if (method.getName().equals("seek") && arguments != null) {
        positions.put((TopicPartition) arguments[0], offset(arguments[1]));
      }
      return result;
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private static OffsetAndMetadata offset(Object argument) {
    return argument instanceof OffsetAndMetadata offset
        ? offset
        : new OffsetAndMetadata((Long) argument);
  }

  private ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    while (true) {
      try {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
        positions.putAll(records.nextOffsets());
        return records;
      } catch (IllegalArgumentException collision) {
        if (!isOfMetrics(collision) || ++times > TIMES_AT_MOST) {
          throw collision;
        }
        LOG.debug("Polled again: {}", collision.getMessage());
        putBack();
      }
    }
  }

  private static boolean isOfMetrics(IllegalArgumentException failure) {
    String message = failure.getMessage();
    return message != null && message.startsWith("A metric named '");
  }

  /** Those alone that went on: what was fetched of another is dropped by a seek, and read again. */
  private void putBack() {
    for (TopicPartition partition : consumer.assignment()) {
      OffsetAndMetadata position = positions.get(partition);
      if (position != null && consumer.position(partition) != position.offset()) {
        consumer.seek(partition, position);
      }
    }
  }
}
