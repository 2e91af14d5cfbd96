package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.testkit.history.Histories;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A copy of the database is put back under the running service. What the copy lacks is read again,
 * by itself and although Redis remembers every message as seen.
 */
class RestoreTest {
  private static final int EVENTS = 2_000;

  @Test
  void whatARestoredDatabaseLacksIsReadAgain() throws SQLException {
    long seed = new Random().nextLong();
    System.out.println("RestoreTest seed " + seed);
    Deployment deployment = new Deployment("restore");
    List<PublishedEvent> events =
        Histories.random(seed, EVENTS).stream()
            .map(event -> PublishedEvent.of(event, deployment))
            .toList();
    List<CompletionEvent> meant = events.stream().map(PublishedEvent::meant).toList();
    String url = deployment.environment().get("DATABASE_URL");
    try (RasService service = deployment.start();
        Log log = new Log(deployment);
        Databases databases = new Databases(url)) {
      publish(log, events.subList(0, EVENTS / 2));
      databases.copy();
      publish(log, events.subList(EVENTS / 2, EVENTS));
      List<String> complete = Rows.of(url);
      assertThat(complete).isEqualTo(Rows.ofFold(meant));

      databases.putBack();
      assertThat(Rows.of(url)).as("the copy lacks the second half").isNotEqualTo(complete);

      // No message comes in that would show it.
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(Rows.of(url)).isEqualTo(complete));
      log.awaitAcknowledged();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(service.health().ready().reasons()).isEmpty());
    }
  }

  private static void publish(Log log, List<PublishedEvent> events) {
    log.publishAll(
        events.stream().map(PublishedEvent::message).collect(Collectors.toUnmodifiableList()));
    log.awaitAcknowledged();
  }
}
