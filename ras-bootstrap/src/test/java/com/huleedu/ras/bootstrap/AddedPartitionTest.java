package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.embedded.EmbeddedServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * A partition that is added to a topic that is consumed: what is written to it before anybody
 * notices is new to the log, not to the service (G14).
 */
class AddedPartitionTest {
  private static final String REGISTERED =
      """
      {"event_type": "t", "source_service": "s", "data": {"batch_id": "#", "user_id": "u",
      "expected_essay_count": 0, "essay_ids": [], "course_code": "c", "essay_instructions": "i",
      "metadata": {"entity": {"entity_id": "#", "entity_type": "batch"}}}}
      """;

  private final Deployment deployment =
      new Deployment("added").with("KAFKA_AUTO_OFFSET_RESET", "latest");
  private final String topic = deployment.topics().batchRegistered();
  private final Map<String, Object> kafka =
      Map.of("bootstrap.servers", EmbeddedServers.kafka().bootstrapServers());

  @Test
  void isReadFromItsBeginningWithinSeconds() throws Exception {
    try (RasService service = deployment.start();
        Admin admin = Admin.create(kafka);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> service.health().ready().reasons().isEmpty() && isConsumed());
      register(producer, 0, "before");
      awaitBatches(1);

      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4))).all().get();
      for (int i = 0; i < 5; i++) {
        register(producer, 3, "added" + i);
      }

      awaitBatches(6);
    }
  }

  private boolean isConsumed() {
    return Rows.text(
            deployment.environment().get("DATABASE_URL"), "select count(*) from stream_positions")
        .equals(String.valueOf(3 * deployment.topicNames().size()));
  }

  private void register(KafkaProducer<byte[], byte[]> producer, int partition, String batch)
      throws Exception {
    byte[] value = REGISTERED.replace("#", batch).getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(topic, partition, null, value)).get();
  }

  private void awaitBatches(int number) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    Rows.text(
                        deployment.environment().get("DATABASE_URL"),
                        "select count(*) from batch_results"))
                .isEqualTo(String.valueOf(number)));
  }
}
