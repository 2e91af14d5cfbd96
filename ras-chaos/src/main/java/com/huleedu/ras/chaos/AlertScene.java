package com.huleedu.ras.chaos;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.embedded.CertificateRequest;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.TestAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** What alerts are provoked on: one process under light traffic, and all that it needs. */
final class AlertScene implements AutoCloseable {
  /** Kafka keeps its messages for half a day: what waits there is soon deleted. */
  static final String SHORT_KEPT = Stage.TOPICS.of(EventKind.BATCH_REGISTERED).getFirst();

  static final TopicPartition FREE = new TopicPartition(SHORT_KEPT, AlertTraffic.FREE_PARTITION);
  private static final Duration KEPT = Duration.ofHours(12);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Stage stage;
  private final Instance instance;
  private final AlertTraffic traffic;
  private final FaultProxy metrics;
  private final TestAuthority authority;
  private final IssuedCertificate certificate;

  private AlertScene(Stage stage, Map<String, String> further, long seed, Path directory) {
    this.stage = stage;
    this.authority = TestAuthority.create(directory);
    this.certificate = authority.server();
    this.instance = new Instance("ras", stage.environment(settings(further)), directory);
    this.traffic = new AlertTraffic(stage, seed);
    this.metrics = FaultProxy.to(instance.port());
  }

  /**
   * Starts all of it; returns once the service answers.
   *
   * @param directory gets the log of the process, and certificates
   */
  static AlertScene start(Map<String, String> further, long seed, Path directory) {
    AlertScene scene = new AlertScene(Stage.start(), further, seed, directory);
    scene.keepShort();
    scene.startInstance();
    scene.traffic.start(scene.instance);
    try (Observer observer = new Observer(scene.stage)) {
      Waiting.demand("batches are there", LIMIT, () -> observer.someBatches(20).size() == 20);
      scene.traffic.askFor(observer.someBatches(20));
    }
    return scene;
  }

  private Map<String, String> settings(Map<String, String> further) {
    Map<String, String> settings = new HashMap<>();
    settings.put("KAFKA_GROUP_INSTANCE_ID", "ras");
    // Five minutes by default, and a window among the others: so long acknowledging may wait.
    settings.put("REDIS_CACHE_TTL_SECONDS", "5");
    settings.put("ADMIN_TLS_CERTIFICATE", certificate.chain().toString());
    settings.put("ADMIN_TLS_PRIVATE_KEY", certificate.key().toString());
    settings.putAll(further);
    return settings;
  }

  /**
   * Starts the process, and shows it to Prometheus once it is ready: a start takes seconds, which
   * no window is short of, and which can't be divided.
   */
  void startInstance() {
    metrics.refuse();
    instance.start();
    Waiting.demand("the process is ready", LIMIT, instance::isReady);
    metrics.heal();
  }

  Stage stage() {
    return stage;
  }

  Instance instance() {
    return instance;
  }

  AlertTraffic traffic() {
    return traffic;
  }

  /** Where the metrics of the process are. */
  int metricsPort() {
    return metrics.port();
  }

  /** Puts another certificate in the place of the one that the process shows. */
  void certify(Duration validFor) {
    certificate.replaceWith(
        authority.issue(CertificateRequest.server().until(Instant.now().plus(validFor))));
  }

  void execute(String... statements) {
    Sql.execute(stage.jdbcUrl(), statements);
  }

  long count(String table, String condition) {
    return Sql.number(
        stage.jdbcUrl(), "select count(*) from %s where %s".formatted(table, condition));
  }

  /** Whether a session waits for a lock. */
  boolean somebodyWaits() {
    return count("pg_locks", "not granted") > 0;
  }

  private void keepShort() {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, SHORT_KEPT);
    ConfigEntry kept = new ConfigEntry("retention.ms", String.valueOf(KEPT.toMillis()));
    ask(admin ->
        admin
            .incrementalAlterConfigs(
                Map.of(topic, List.of(new AlterConfigOp(kept, AlterConfigOp.OpType.SET))))
            .all());
  }

  /**
   * Deletes all messages of the free partition.
   *
   * @return the offset that the next one will have
   */
  long deleteAll() {
    long end =
        ask(admin -> admin.listOffsets(Map.of(FREE, OffsetSpec.latest())).partitionResult(FREE))
            .offset();
    ask(admin -> admin.deleteRecords(Map.of(FREE, RecordsToDelete.beforeOffset(end))).all());
    return end;
  }

  private <T> T ask(Function<Admin, KafkaFuture<T>> question) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stage.kafka()))) {
      return question.apply(admin).get();
    } catch (ExecutionException e) {
      throw new ExperimentFailedException("Kafka does not do it", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExperimentFailedException("interrupted", e);
    }
  }

  @Override
  public void close() {
    traffic.close();
    instance.close();
    metrics.close();
    stage.close();
  }
}
