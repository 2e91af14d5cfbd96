package com.huleedu.ras.embedded;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka broker that is its own controller. Topics are created on request only. Groups form at
 * once, by the classic protocol and by the consumer protocol; a member of the latter that falls
 * silent is out after 6 s.
 */
public final class KafkaBroker extends EmbeddedServer {
  private static final int TIMEOUT_SECONDS = 30;

  private final int controllerPort = Ports.free();
  private final int detourPort = Ports.free();
  private final int detourTarget = Ports.free();

  private KafkaBroker(ServerDirectory directory) {
    super("Kafka", directory);
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param dataDirectory keeps the data; null for a temporary one
   */
  public static KafkaBroker start(@Nullable Path dataDirectory) {
    return started(new KafkaBroker(ServerDirectory.of(dataDirectory, "kafka")));
  }

  /** For {@code KAFKA_BOOTSTRAP_SERVERS}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port();
  }

  /**
   * Where the clients of a second listener are sent to: nobody listens there until a {@link
   * FaultProxy} does. Kafka tells its clients where to connect, so a proxy needs a listener that
   * advertises it.
   */
  public String detour() {
    return "127.0.0.1:" + detourPort;
  }

  int detourPort() {
    return detourPort;
  }

  /** Where the second listener really is. */
  int detourTarget() {
    return detourTarget;
  }

  /** Creates a topic; returns once every partition of it can be written. */
  public void createTopic(String name, int partitions) {
    try (Admin admin = admin()) {
      create(admin, List.of(name), partitions);
    }
  }

  private void create(Admin admin, Collection<String> names, int partitions) {
    List<NewTopic> topics =
        names.stream().map(name -> new NewTopic(name, partitions, (short) 1)).toList();
    finish(admin.createTopics(topics).all());
    await(() -> names.stream().allMatch(name -> leaders(admin, name) == partitions));
    finish(admin.listOffsets(ends(names, partitions)).all());
  }

  /**
   * What only leaders that are at work answer: named in the metadata they may refuse messages yet,
   * and what a producer has sent behind them is out of order then, for minutes.
   */
  private static Map<TopicPartition, OffsetSpec> ends(Collection<String> topics, int partitions) {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (String topic : topics) {
      for (int partition = 0; partition < partitions; partition++) {
        ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
    }
    return ends;
  }

  /**
   * Creates those of the topics that don't exist, all at once. Names that differ in '.' and '_'
   * alone Kafka refuses where one of them exists, and takes together; such a one is left out, too.
   */
  public void createTopics(Collection<String> names, int partitions) {
    try (Admin admin = admin()) {
      Set<String> there = finish(admin.listTopics().names());
      Set<String> taken = there.stream().map(KafkaBroker::asMetric).collect(Collectors.toSet());
      create(
          admin,
          names.stream().filter(name -> !taken.contains(asMetric(name))).toList(),
          partitions);
    }
  }

  /** As Kafka writes it in names of metrics, in which two topics must not agree. */
  private static String asMetric(String topic) {
    return topic.replace('.', '_');
  }

  /** Deletes a topic; returns once it is gone from the broker's own view. */
  public void deleteTopic(String name) {
    try (Admin admin = admin()) {
      finish(admin.deleteTopics(List.of(name)).all());
      await(() -> !finish(admin.listTopics().names()).contains(name));
    }
  }

  @Override
  ServerProcess launch() throws IOException {
    Files.createDirectories(directory().data());
    Path settings = directory().path().resolve("kafka.properties");
    try (BufferedWriter out = Files.newBufferedWriter(settings)) {
      settings().store(out, null);
    }
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx320m",
            "-XX:+UseSerialGC",
            "-XX:+DisableAttachMechanism",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlogback.configurationFile=com/huleedu/ras/embedded/kafka-logback.xml",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Djava.io.tmpdir=" + directory().path(),
            "-cp",
            System.getProperty("java.class.path"),
            KafkaMain.class.getName(),
            settings.toString(),
            directory().data().toString());
    return ServerProcess.launch(command, directory());
  }

  @Override
  boolean answers() {
    if (!Ports.isOpen(port())) {
      return false;
    }
    try (Admin admin = admin()) {
      return !finish(admin.describeCluster().nodes()).isEmpty();
    }
  }

  private Properties settings() {
    Properties settings = new Properties();
    settings.putAll(KafkaSettings.FIXED);
    settings.put("log.dirs", directory().data().toString());
    settings.put(
        "listeners",
        "CLIENTS://127.0.0.1:%s,DETOUR://127.0.0.1:%s,CONTROLLER://127.0.0.1:%s"
            .formatted(port(), detourTarget, controllerPort));
    settings.put(
        "advertised.listeners",
        "CLIENTS://127.0.0.1:%s,DETOUR://127.0.0.1:%s".formatted(port(), detourPort));
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    return settings;
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            TIMEOUT_SECONDS * 1_000));
  }

  /** The partitions that have a leader; 0 while the broker does not know the topic yet. */
  private long leaders(Admin admin, String topic) {
    try {
      return get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
          .flatMap(description -> description.partitions().stream())
          .filter(partition -> partition.leader() != null)
          .count();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return 0;
      }
      throw failed("refused", e);
    }
  }

  private <T> T finish(KafkaFuture<T> future) {
    try {
      return get(future);
    } catch (ExecutionException e) {
      throw failed("refused", e);
    }
  }

  private <T> T get(KafkaFuture<T> future) throws ExecutionException {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw failed("no answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted", e);
    }
  }
}
