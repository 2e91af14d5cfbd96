package com.huleedu.ras.embedded;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka broker that is its own controller. Topics are created on request only. Groups form at
 * once, by the classic protocol and by the consumer protocol; a member of the latter that falls
 * silent is out after 6 s.
 */
public final class KafkaBroker extends EmbeddedServer {
  private static final int TIMEOUT_SECONDS = 30;

  /** An archive of classes takes some seconds, and more where much else runs. */
  private static final Duration GRACE_OF_WHO_WRITES = Duration.ofSeconds(60);

  private final int controllerPort = Ports.free();
  private final int detourPort = Ports.free();
  private final int detourTarget = Ports.free();
  private final @Nullable SecuredListeners secured;
  private final boolean forLoad;
  private Optional<ClassArchive.Use> archive = Optional.empty();

  private KafkaBroker(
      ServerDirectory directory, @Nullable SecuredListeners secured, boolean forLoad) {
    super("Kafka", directory);
    this.secured = secured;
    this.forLoad = forLoad;
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param dataDirectory keeps the data; null for a temporary one
   */
  public static KafkaBroker start(@Nullable Path dataDirectory) {
    return start(dataDirectory, false);
  }

  /**
   * The same.
   *
   * @param forLoad whether its JVM may take seconds of work to become fast: half of what a start
   *     costs is compiling code that a test never runs often
   */
  public static KafkaBroker start(@Nullable Path dataDirectory, boolean forLoad) {
    return started(new KafkaBroker(ServerDirectory.of(dataDirectory, "kafka"), null, forLoad));
  }

  /**
   * Starts one that has, beside the plain listener, each {@link KafkaListener}, with temporary data
   * that survive a restart. ACLs count there, and where none is about something, everybody may.
   */
  public static KafkaBroker startSecured(KafkaSecurity security) {
    return started(
        new KafkaBroker(ServerDirectory.of(null, "kafka"), new SecuredListeners(security), false));
  }

  /** For {@code KAFKA_BOOTSTRAP_SERVERS}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port();
  }

  /** The same of a secured listener, whose clients it sends nowhere else. */
  public String bootstrapServers(KafkaListener listener) {
    return secured().address(listener);
  }

  /**
   * Puts another certificate in the place of the one that the broker was started with, in the same
   * files; returns once each listener shows it to whoever connects.
   */
  public void replaceCertificate(IssuedCertificate other) {
    secured().certificate().replaceWith(other);
    ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, KafkaSettings.NODE);
    try (Admin admin = admin()) {
      finish(admin.incrementalAlterConfigs(Map.of(broker, secured().reload())).all());
    }
    await(() -> secured().show(other.certificate()));
  }

  private SecuredListeners secured() {
    if (secured == null) {
      throw new IllegalStateException("this broker has plain listeners alone");
    }
    return secured;
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
    List<String> arguments =
        new ArrayList<>(List.of(settings.toString(), directory().data().toString()));
    List<String> flags = new ArrayList<>(forLoad ? List.of() : List.of("-XX:TieredStopAtLevel=1"));
    if (secured != null) {
      Path users = directory().path().resolve("kafka.users");
      secured.writeUsers(users);
      arguments.add(users.toString());
      flags.addAll(secured.flags());
    }
    BrokerClasses classes = BrokerClasses.find();
    archive = classes.use();
    archive.ifPresent(use -> flags.addAll(use.flags()));
    return ServerProcess.launch(
        KafkaMain.command(directory().path(), flags, classes.path(), arguments), directory());
  }

  @Override
  boolean shutDown(ServerProcess running) {
    boolean inOrder =
        archive.filter(ClassArchive.Use::makesIt).isPresent()
            ? running.terminate(GRACE_OF_WHO_WRITES)
            : super.shutDown(running);
    archive.ifPresent(use -> use.ended(inOrder));
    return inOrder;
  }

  @Override
  boolean answers() {
    if (!Ports.isOpen(port()) || (secured != null && !secured.areOpen())) {
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
    settings.put("controller.quorum.voters", KafkaSettings.NODE + "@127.0.0.1:" + controllerPort);
    if (secured != null) {
      secured.addTo(settings);
    }
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
