package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.UnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;

/** Asks Kafka for the ids of topics, which tell a topic from a later one of the same name. */
final class TopicIds {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Admin admin;

  TopicIds(Admin admin) {
    this.admin = admin;
  }

  /**
   * The ids by name.
   *
   * @throws UnavailableException if Kafka does not answer, or a topic does not exist (yet)
   */
  Map<String, String> of(Collection<String> topics) {
    Map<String, String> ids = new HashMap<>();
    try {
      admin
          .describeTopics(topics, new DescribeTopicsOptions().timeoutMs((int) TIMEOUT.toMillis()))
          .allTopicNames()
          .get(TIMEOUT.toMillis() + 500, TimeUnit.MILLISECONDS)
          .forEach((name, description) -> ids.put(name, description.topicId().toString()));
      return ids;
    } catch (ExecutionException | TimeoutException failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      throw new UnavailableException(
          "Kafka", "it does not describe the topics " + topics + ": " + cause.getMessage(), cause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("Kafka", "interrupted", interrupted);
    }
  }
}
