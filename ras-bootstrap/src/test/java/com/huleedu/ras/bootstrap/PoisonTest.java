package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.testkit.history.Histories;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Bad messages among good ones: each becomes a dead letter, once, and the good ones are unaffected;
 * also where it is the database that refuses a message which reads well.
 */
class PoisonTest {
  private static final String TOPIC = Topics.DEFAULT.phaseOutcome();

  /** Twelve kinds. */
  private static final List<byte[]> MALFORMED = new ArrayList<>();

  static {
    for (String text :
        List.of(
            "{",
            "[]",
            "null",
            "7",
            "{}",
            " ",
            "{\"event_type\":\"x\",\"source_service\":\"s\",\"data\":[]}",
            "{\"event_type\":\"x\",\"source_service\":\"s\",\"event_id\":\"1-1-1-1-1\",\"data\":{}}",
            "{\"event_type\":\"x\",\"source_service\":\"s\",\"event_timestamp\":\"now\",\"data\":{}}")) {
      MALFORMED.add(text.getBytes(StandardCharsets.UTF_8));
    }
    MALFORMED.add(new byte[] {(byte) 0xff, (byte) 0xfe});
    MALFORMED.add(new byte[0]);
    MALFORMED.add(null);
  }

  @Test
  void poisonByTheThousandStopsNothing() {
    long seed = new Random().nextLong();
    System.out.println("PoisonTest seed " + seed);
    Random random = new Random(seed);
    Deployment deployment = new Deployment("poison");
    List<CompletionEvent> meant = new ArrayList<>();
    List<ScenarioEvent> messages = new ArrayList<>();
    int malformed = 0;
    int refused = 0;
    for (CompletionEvent event : Histories.random(seed, 3_000)) {
      PublishedEvent published = PublishedEvent.of(event, deployment);
      meant.add(published.meant());
      messages.add(published.message());
      if (random.nextInt(3) == 0) {
        messages.add(
            new ScenarioEvent(TOPIC, null, MALFORMED.get(random.nextInt(MALFORMED.size()))));
        malformed++;
      }
      if (random.nextInt(500) == 0) {
        messages.add(onlyTheDatabaseRefuses(refused++));
      }
    }
    try (RasService service = deployment.start();
        Log log = new Log(deployment)) {
      log.publishAll(messages);
      log.awaitAcknowledged();

      String url = deployment.environment().get("DATABASE_URL");
      assertThat(Rows.of(url)).isEqualTo(Rows.ofFold(meant));
      assertThat(Rows.deadLetters(url)).isEqualTo(malformed + refused);
      assertThat(Rows.deadLetters(url, "rejected_by_database")).isEqualTo(refused);
      assertThat(refused).isPositive();
      assertThat(service.health().alive().ok()).isTrue();
    }
  }

  /** The year 0 is a year to ISO 8601, and none to PostgreSQL. */
  private static ScenarioEvent onlyTheDatabaseRefuses(int number) {
    String json =
        """
        {"event_type":"x","source_service":"s","event_timestamp":"0000-01-01T00:00:00Z","data":
         {"batch_id":"refused-%d","phase_name":"nlp","phase_status":"cancelled","processed_essays":[],"failed_essay_ids":[]}}
        """
            .formatted(number);
    return new ScenarioEvent(TOPIC, null, json.getBytes(StandardCharsets.UTF_8));
  }
}
