package com.huleedu.ras.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.KafkaBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PublishCommandTest {
  private static final KafkaBroker KAFKA = EmbeddedServers.kafka();

  @TempDir private Path directory;

  @BeforeAll
  static void topics() {
    KAFKA.createTopics(Topics.DEFAULT.names(), 1);
  }

  @Test
  void everyEventArrivesOnceAndUnchanged() {
    Path good = Conformance.scenario("rankings");
    Path bad = Conformance.scenario("bad-input");
    try (TopicReader reader = TopicReader.atEnd(KAFKA, Topics.DEFAULT.names())) {
      CommandRun run = publish(good.toString(), bad.toString());
      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .isEqualTo("Sent 23 events from 2 files to %s.%n".formatted(KAFKA.bootstrapServers()));
      assertThat(run.exitCode()).isZero();
      List<ConsumerRecord<byte[], byte[]>> arrived = reader.read(23);
      for (String topic : Topics.DEFAULT.names()) {
        List<ProducerRecord<byte[], byte[]>> sent = eventsOf(topic, good, bad);
        assertThat(arrived.stream().filter(record -> record.topic().equals(topic)))
            .usingRecursiveFieldByFieldElementComparatorOnFields("key", "value")
            .containsExactlyElementsOf(sent.stream().map(TopicReader::asArrived).toList());
      }
    }
  }

  @Test
  void oneBadFileKeepsAllFromBeingSent() throws IOException {
    Path bad = Files.writeString(directory.resolve("bad.json"), "{\"events\": [{}]}");
    try (TopicReader reader = TopicReader.atEnd(KAFKA, Topics.DEFAULT.names())) {
      CommandRun run = publish(Conformance.scenario("rankings").toString(), bad.toString());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).isEqualTo("ras: " + bad + ": event 1: no \"topic\"\n");
      assertThat(reader.hasMore()).isFalse();
    }
  }

  @Test
  void aMissingFileIsNamed() {
    CommandRun run = publish("no/such/file.json");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("ras: there is no file no/such/file.json\n");
  }

  @Test
  void aMissingTopicIsNamed() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("s.json"), "{\"events\": [{\"topic\": \"nowhere\", \"raw\": \"\"}]}");
    CommandRun run = publish(file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("ras: Kafka at %s has no topic nowhere\n".formatted(KAFKA.bootstrapServers()));
  }

  @Test
  @Timeout(30)
  void aKafkaThatIsNotThereIsGivenUpSoon() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    CommandRun run = publishTo("127.0.0.1:" + nobody);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("ras: no Kafka answers at 127.0.0.1:" + nobody)
        .hasLineCount(1);
  }

  @Test
  @Timeout(30)
  void aServerThatSaysNothingIsGivenUpSoon() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      CommandRun run = publishTo("127.0.0.1:" + silent.getLocalPort());
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).startsWith("ras: no Kafka answers at").hasLineCount(1);
    }
  }

  @Test
  void anAddressThatIsNoneIsNamed() {
    CommandRun run = publishTo("not an address");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("ras: can't use not an address").hasLineCount(1);
  }

  @Test
  void misuseIsToldApartFromFailure() {
    CommandRun run = CommandRun.of("publish", "--kafka", "x:1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("ras: Missing required parameter").hasLineCount(2);
  }

  private static CommandRun publish(String... files) {
    String[] arguments = new String[files.length + 3];
    arguments[0] = "publish";
    arguments[1] = "--kafka";
    arguments[2] = KAFKA.bootstrapServers();
    System.arraycopy(files, 0, arguments, 3, files.length);
    return CommandRun.of(arguments);
  }

  private static CommandRun publishTo(String kafka) {
    return CommandRun.of(
        "publish", "--kafka", kafka, Conformance.scenario("registered-only").toString());
  }

  private static List<ProducerRecord<byte[], byte[]>> eventsOf(String topic, Path... files) {
    return List.of(files).stream()
        .flatMap(file -> ScenarioFile.read(file).stream())
        .filter(event -> event.topic().equals(topic))
        .toList();
  }
}
