package com.huleedu.ras.adapter.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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
 * positions are put back to where the last poll left them, and it is polled again. Whatever ends an
 * assignment counts what was fetched of it, too, while dropping it, and throws as often; what it
 * has dropped by then is gone, so it is called again.
 *
 * <p>On the thread of its consumer only.
 */
final class CollidingTopics implements InvocationHandler {
  private static final Logger LOG = LoggerFactory.getLogger(CollidingTopics.class);

  /** A few metrics for each partition and topic: far more is something else. */
  private static final int TIMES_AT_MOST = 10_000;

  private static final Set<String> REPEATED = Set.of("poll", "assign", "subscribe", "unsubscribe");

  private final Consumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();

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

  /** Whether Kafka takes two topics for one, and so has one of them at most. */
  static boolean areOne(String one, String other) {
    return asMetrics(List.of(one, other)).size() == 1;
  }

  private static Set<String> asMetrics(Collection<String> topics) {
    return topics.stream().map(topic -> topic.replace('.', '_')).collect(Collectors.toSet());
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    int times = 0;
    while (true) {
      try {
        Object result = method.invoke(consumer, arguments);
        note(method, arguments, result);
        return result;
      } catch (InvocationTargetException thrown) {
        if (!REPEATED.contains(method.getName())
            || !isOfMetrics(thrown.getTargetException())
            || ++times > TIMES_AT_MOST) {
          throw thrown.getTargetException();
        }
        LOG.debug(
            "Called again, {}: {}", method.getName(), thrown.getTargetException().getMessage());
        if (method.getName().equals("poll")) {
          putBack();
        }
      }
    }
  }

  private void note(Method method, Object @Nullable [] arguments, @Nullable Object result) {
    if (result instanceof ConsumerRecords<?, ?> records) {
      positions.putAll(records.nextOffsets());
    } else if (method.getName().equals("seek") && arguments != null) {
      positions.put((TopicPartition) arguments[0], offset(arguments[1]));
    }
  }

  private static OffsetAndMetadata offset(Object argument) {
    return argument instanceof OffsetAndMetadata offset
        ? offset
        : new OffsetAndMetadata((Long) argument);
  }

  private static boolean isOfMetrics(Throwable failure) {
    String message = failure.getMessage();
    return failure instanceof IllegalArgumentException
        && message != null
        && message.startsWith("A metric named '");
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
