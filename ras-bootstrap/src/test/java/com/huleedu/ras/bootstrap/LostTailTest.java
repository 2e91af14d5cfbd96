package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.KafkaBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A log that loses its tail and grows again: other records take the offsets of those that were
 * projected. Nothing that is in the log may be missing in the model, and what was lost stays (G14).
 */
class LostTailTest {
  private static final int A = 50;
  private static final int B = 50;

  @TempDir private Path data;
  @TempDir private Path copy;

  private final Deployment deployment = new Deployment("lost-tail");
  private final String topic = deployment.topics().batchRegistered();
  private KafkaBroker broker;

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  /** Each starts a broker several times, which takes most of its time. */
  static Stream<Arguments> ways() {
    Stream<Arguments> often =
        Stream.of(Arguments.of(true, false, 50), Arguments.of(false, true, 60));
    Stream<Arguments> further =
        Stream.of(
            Arguments.of(false, false, 60),
            Arguments.of(true, false, 20),
            Arguments.of(true, true, 50));
    return Boolean.getBoolean("ras.long") ? Stream.concat(often, further) : often;
  }

  /**
   * The partition alone is put back, and Kafka's epochs tell; or the whole disk, and they repeat.
   */
  @ParameterizedTest(name = "whole disk: {0}, running: {1}, {2} messages after")
  @MethodSource("ways")
  void whatTookTheOffsetsOfLostRecordsIsProjected(boolean wholeDisk, boolean running, int c)
      throws IOException {
    broker = KafkaBroker.start(data);
    broker.createTopics(deployment.topicNames(), 1);
    deployment.with("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
    publish("a", 0, A);
    // The leader of B is a later one than that of A: put back, its epoch comes again.
    broker.stop();
    copyTree(data, copy);
    broker.start();
    publish("b", 0, B - 1);
    publishPoison();
    RasService service = deployment.start();
    awaitBatches(A + B - 1);
    if (!running) {
      service.close();
    }

    putBack(wholeDisk);
    publish("c", 0, c - 1);
    publishPoison();
    if (!running) {
      service = deployment.start();
    }

    try (RasService still = service) {
      awaitBatches(A + B - 1 + c - 1);
      String url = deployment.environment().get("DATABASE_URL");
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(Rows.deadLetters(url)).isEqualTo(2));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(still.health().ready().reasons()).isEmpty());
      auditNamesWhatIsNoLongerInTheLog();
    }
  }

  /**
   * A batch and an essay of each message that was lost, and the letter of the one that could not be
   * read, where the log has another there; and nothing is missing.
   */
  private void auditNamesWhatIsNoLongerInTheLog() {
    List<Difference> found = new ArrayList<>();
    AuditResult audit = AuditTest.audit(deployment, 1, found);

    assertThat(audit.differences()).containsOnlyKeys(Difference.Kind.SURPLUS_ROW);
    assertThat(found.stream().filter(it -> it.key().table() != ModelTable.DEAD_LETTERS))
        .hasSize(2 * (B - 1))
        .allMatch(it -> it.key().parts().getFirst().matches("(e-)?b\\d+"));
    assertThat(found.size()).isLessThanOrEqualTo(2 * (B - 1) + 1);
  }

  private void putBack(boolean wholeDisk) throws IOException {
    broker.stop();
    String partition = topic + "-0";
    try (Stream<Path> all = Files.walk(wholeDisk ? data : partition(data, partition))) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        if (!path.equals(data)) {
          Files.delete(path);
        }
      }
    }
    if (wholeDisk) {
      copyTree(copy, data);
    } else {
      Path target = partition(copy, partition);
      copyTree(target, data.resolve(copy.relativize(target)));
    }
    broker.start();
  }

  private static Path partition(Path root, String name) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> path.getFileName().toString().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              Files.copy(file, to.resolve(from.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void awaitBatches(int number) {
    String url = deployment.environment().get("DATABASE_URL");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(
                    Rows.text(
                        url, "select count(*) from batch_results where registered_at is not null"))
                .isEqualTo(String.valueOf(number)));
  }

  private void publish(String kind, int from, int to) {
    send(
        Stream.iterate(from, i -> i < to, i -> i + 1)
            .map(i -> REGISTERED.replace("#", kind + i))
            .toList());
  }

  private void publishPoison() {
    send(List.of("no JSON at all"));
  }

  private void send(List<String> values) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String value : values) {
        var ignored =
            producer.send(
                new ProducerRecord<>(topic, 0, null, value.getBytes(StandardCharsets.UTF_8)));
      }
      producer.flush();
    }
  }

  private static final String REGISTERED =
      """
      {"event_type": "t", "source_service": "s", "event_timestamp": "2026-01-01T00:00:00Z", "data":
      {"batch_id": "#", "expected_essay_count": 1, "essay_ids": ["e-#"], "course_code": "c",
      "essay_instructions": "i", "user_id": "u", "metadata":
      {"entity": {"entity_id": "#", "entity_type": "batch"}}}}
      """;

  static {
    // Started once, and before the broker of this test takes its ports.
    EmbeddedServers.postgres();
  }
}
