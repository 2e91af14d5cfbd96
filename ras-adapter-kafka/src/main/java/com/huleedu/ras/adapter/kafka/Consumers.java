package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.adapter.kafka.security.Sasl;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.UnavailableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes the clients that one adapter works with. */
final class Consumers {
  /** Compressed, from each broker, and in memory at the same time; Kafka's own is 50 MB. */
  private static final int FETCH_MAX_BYTES = 16 << 20;

  /**
   * A fetch asks for those partitions of which nothing is left in memory. Where that are idle ones
   * alone, the broker waits for so long, and what comes into the others meanwhile waits, too: with
   * Kafka's own 500 ms a pause of a moment is followed by polls of half a second for many seconds.
   */
  private static final int FETCH_MAX_WAIT_MS = 20;

  private static final String MAX_POLL_RECORDS = "max.poll.records";

  private Consumers() {}

  /**
   * Looks whether the client takes the settings, without making one.
   *
   * @throws MisconfiguredException if it does not
   */
  static void check(KafkaConfig config) {
    ConsumerConfig read = made(config, () -> new ConsumerConfig(settings(config)));
    if (config.security().sasl().isPresent()) {
      SignIn.checkText(read.values());
    }
  }

  static Consumer<byte[], byte[]> consumer(KafkaConfig config) {
    return guarded(config, () -> new KafkaConsumer<>(settings(config)));
  }

  private static Map<String, Object> settings(KafkaConfig config) {
    Map<String, Object> settings = new HashMap<>(config.connection());
    settings.put("group.id", config.groupId());
    settings.put("group.protocol", config.groupProtocol());
    bound(settings, config);
    settings.put("fetch.max.wait.ms", FETCH_MAX_WAIT_MS);
    settings.put("enable.auto.commit", false);
    settings.put("allow.auto.create.topics", false);
    // A partition that was added is found by this alone; five minutes is the client's own.
    settings.put("metadata.max.age.ms", 5_000);
    // What a producer took back never happened; for producers without transactions no difference.
    settings.put("isolation.level", "read_committed");
    // Positions come from the database; that Kafka should choose one by itself is a mistake.
    settings.put("auto.offset.reset", "none");
    config.groupInstanceId().ifPresent(id -> settings.put("group.instance.id", id));
    if (config.groupProtocol().equals("classic")) {
      // With the consumer protocol the broker sets both.
      int timeout = Math.toIntExact(config.sessionTimeout().toMillis());
      settings.put("session.timeout.ms", timeout);
      settings.put("heartbeat.interval.ms", Math.max(1, Math.min(3_000, timeout / 3)));
      settings.put(
          "partition.assignment.strategy",
          "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    }
    settings.put("key.deserializer", ByteArrayDeserializer.class);
    settings.put("value.deserializer", ByteArrayDeserializer.class);
    return settings;
  }

  /** Records are decompressed as they are polled: few at a time, which BoundedPolls gathers. */
  private static void bound(Map<String, Object> settings, KafkaConfig config) {
    settings.put("fetch.max.bytes", FETCH_MAX_BYTES);
    settings.put(MAX_POLL_RECORDS, BoundedPolls.Bounds.ofRecords(config.maxPollRecords()).atOnce());
  }

  /** A consumer without a group: it reads where it is told to, and commits nothing. */
  static Consumer<byte[], byte[]> reader(KafkaConfig config) {
    return reader(config, Map.of());
  }

  /** The same, for single records here and there. */
  static Consumer<byte[], byte[]> single(KafkaConfig config) {
    // Kafka sends a whole batch of a partition at least, however little is asked for.
    return reader(
        config,
        Map.of("max.partition.fetch.bytes", 1, "fetch.max.wait.ms", 50, MAX_POLL_RECORDS, 1));
  }

  private static Consumer<byte[], byte[]> reader(KafkaConfig config, Map<String, Object> further) {
    Map<String, Object> settings = new HashMap<>(config.connection());
    bound(settings, config);
    settings.put("enable.auto.commit", false);
    settings.put("allow.auto.create.topics", false);
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "none");
    settings.put("default.api.timeout.ms", 20_000);
    settings.putAll(further);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return guarded(config, () -> new KafkaConsumer<>(settings, bytes, bytes));
  }

  static Admin admin(KafkaConfig config) {
    return made(config, () -> Admin.create(config.connection()));
  }

  private static Consumer<byte[], byte[]> guarded(
      KafkaConfig config, Supplier<Consumer<byte[], byte[]>> consumer) {
    return CollidingTopics.guarded(made(config, consumer), config.topics());
  }

  private static <T> T made(KafkaConfig config, Supplier<T> client) {
    try {
      return client.get();
    } catch (KafkaException refused) {
      Optional<String> noSignIn = Failures.ofSignIn(refused);
      if (noSignIn.isPresent() && config.security().sasl().orElse(null) instanceof Sasl.Jaas text) {
        // What is read there connects to nobody, so that nothing of it can pass.
        throw new MisconfiguredException(
            text.config().setting() + " names a login module that can't be used");
      }
      if (noSignIn.isPresent()) {
        throw new UnavailableException("Kafka", noSignIn.get(), refused);
      }
      Throwable cause = refused.getCause() == null ? refused : refused.getCause();
      throw new MisconfiguredException(
          "Kafka's client refuses its settings (KAFKA_BOOTSTRAP_SERVERS=%s): %s"
              .formatted(config.bootstrapServers(), cause.getMessage()),
          refused);
    }
  }
}
