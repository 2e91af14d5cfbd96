package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.domain.port.rebuild.Difference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Settled letters go when they are old; an audit never misses one. */
class OldDeadLettersTest {
  private final Deployment deployment = new Deployment("old");
  private final String url = deployment.environment().get("DATABASE_URL");

  @Test
  void goWhenKafkaNoLongerHasTheirMessages() {
    try (Log log = new Log(deployment)) {
      try (RasService service = deployment.start()) {
        assertThat(service.health().alive().ok()).isTrue();
        log.publishAll(Collections.nCopies(30, malformed()));
        log.awaitAcknowledged();
      }
      Rows.execute(url, "update dead_letters set state = 'discarded' where id % 3 > 0");
      Rows.execute(url, "update dead_letter_history set entered_at = now() - interval '91 days'");
      String partition = Rows.text(url, "select max(partition) from dead_letters");
      log.deleteBefore(
          new TopicPartition(
              deployment.topics().spellcheckCompleted(), Integer.parseInt(partition)),
          Rows.number(
              url, "select max(kafka_offset) from dead_letters where partition = " + partition));
      String gone =
          " from dead_letters where state = 'discarded' and partition = %1$s and kafka_offset <"
              + " (select max(kafka_offset) from dead_letters where partition = %1$s)";
      long old = Rows.number(url, "select count(*)" + gone.formatted(partition));
      assertThat(old).isPositive();

      try (RasService service = deployment.start()) {
        await().until(() -> Rows.number(url, "select count(*)" + gone.formatted(partition)) == 0);
        assertThat(Rows.deadLetters(url)).isEqualTo(30 - old);
        assertThat(service.health().alive().ok()).isTrue();
        List<Difference> found = new ArrayList<>();
        AuditTest.audit(deployment, 1, found);
        assertThat(found).isEmpty();
      }
    }
  }

  private static ScenarioEvent malformed() {
    return new ScenarioEvent(
        Topics.DEFAULT.spellcheckCompleted(), null, "{".getBytes(StandardCharsets.UTF_8));
  }
}
