package com.huleedu.ras.adapter.kafka;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.internals.KafkaFutureImpl;

/** An admin client without a Kafka, which knows the ids of all topics, and nothing else. */
final class AdminOfTopics {
  /** The first question is that before any subscription. */
  private long asked = -1;

  /** After so many questions more all topics have been created again. */
  long createdAgainAfter = Long.MAX_VALUE;

  Set<String> missing = Set.of();

  /** After so many questions none is missing. */
  long thereAfter = Long.MAX_VALUE;

  final AtomicReference<Duration> closed = new AtomicReference<>();

  /** A result of one's own takes a constructor that only those who extend it see. */
  private static final class Described extends DescribeTopicsResult {
    Described(Map<String, KafkaFuture<TopicDescription>> byName) {
      super(null, byName);
    }
  }

  Admin admin() {
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "describeTopics" -> described((Collection<?>) arguments[0]);
                  case "close" -> {
                    closed.set((Duration) arguments[0]);
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Described described(Collection<?> topics) {
    Uuid id = new Uuid(1, asked++ < createdAgainAfter ? 1 : 2);
    Map<String, KafkaFuture<TopicDescription>> byName = new HashMap<>();
    for (Object topic : topics) {
      KafkaFutureImpl<TopicDescription> future = new KafkaFutureImpl<>();
      if (missing.contains(topic.toString()) && asked < thereAfter) {
        future.completeExceptionally(new UnknownTopicOrPartitionException());
      } else {
        future.complete(new TopicDescription(topic.toString(), false, List.of(), null, id));
      }
      byName.put(topic.toString(), future);
    }
    return new Described(byName);
  }
}
