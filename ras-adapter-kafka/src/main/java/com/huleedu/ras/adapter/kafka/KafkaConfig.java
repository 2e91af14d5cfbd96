package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.adapter.kafka.security.SecuritySettings;
import com.huleedu.ras.domain.MisconfiguredException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How to consume.
 *
 * @param bootstrapServers host:port, comma-separated
 * @param topics their names, each once
 * @param essential those of them of which one has to exist, if any is named; the others may be
 *     missing
 * @param startAtBeginning where to begin when nothing was ever consumed: else at the end
 * @param maxPollRecords how many messages one transaction covers at most
 * @param groupProtocol {@code classic} or {@code consumer} (KIP-848)
 * @param groupInstanceId static membership, if set
 * @param stallAfter messages pending and no progress for this long make the service unready
 * @param security in clear or not, and as whom
 */
public record KafkaConfig(
    String bootstrapServers,
    String groupId,
    List<String> topics,
    Set<String> essential,
    boolean startAtBeginning,
    int maxPollRecords,
    Duration sessionTimeout,
    String groupProtocol,
    Optional<String> groupInstanceId,
    Duration stallAfter,
    KafkaSecurity security) {

  /** What Kafka takes for the name of a topic, and for a static member. */
  public static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}");

  /** In a container every process has the same number, so that of the host stands before it. */
  private static final String CLIENT_ID = "ras-" + host() + "-" + ProcessHandle.current().pid();

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^a-zA-Z0-9._-]", "_");
    } catch (UnknownHostException nameless) {
      return "unknown";
    }
  }

  public KafkaConfig {
    topics = List.copyOf(topics);
    essential = Set.copyOf(essential);
    if (!topics.stream().allMatch(topic -> NAME.matcher(topic).matches())) {
      throw new MisconfiguredException(
          "Not every topic has a name that Kafka could have: " + topics);
    }
    if (maxPollRecords < 1) {
      throw new MisconfiguredException("KAFKA_MAX_POLL_RECORDS is not positive: " + maxPollRecords);
    }
    if (!groupProtocol.equals("classic") && !groupProtocol.equals("consumer")) {
      throw new MisconfiguredException(
          "KAFKA_GROUP_PROTOCOL is neither classic nor consumer: " + groupProtocol);
    }
  }

  /** The same, but for where to begin looking for brokers. */
  KafkaConfig withBootstrapServers(String others) {
    return new KafkaConfig(
        others,
        groupId,
        topics,
        essential,
        startAtBeginning,
        maxPollRecords,
        sessionTimeout,
        groupProtocol,
        groupInstanceId,
        stallAfter,
        security);
  }

  /** What a consumer and an admin client need alike to reach the brokers. */
  Map<String, Object> connection() {
    Map<String, Object> settings = SecuritySettings.of(security);
    settings.put("bootstrap.servers", bootstrapServers);
    settings.put("client.id", CLIENT_ID);
    settings.put("reconnect.backoff.max.ms", 5_000);
    return settings;
  }
}
