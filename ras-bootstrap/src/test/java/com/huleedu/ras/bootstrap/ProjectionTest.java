package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.testkit.history.Histories;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ten thousand events at once end in the rows that a pure fold of them demands. */
class ProjectionTest {
  private static final int EVENTS = Boolean.getBoolean("ras.long") ? 10_000 : 3_000;

  @Test
  void inOneProcess() {
    Deployment deployment = new Deployment("one");
    try (Log log = new Log(deployment);
        ServiceProcess service = ServiceProcess.start(deployment.environment())) {
      List<CompletionEvent> meant = publish(deployment, log);
      log.awaitAcknowledged();

      assertRows(deployment, meant);
      assertThat(service.stop()).as(service.output()).isEqualTo(143);
    }
  }

  @Test
  void inTwoProcesses() {
    Deployment deployment = new Deployment("two");
    Map<String, String> small = deployment.with("KAFKA_MAX_POLL_RECORDS", "100").environment();
    try (Log log = new Log(deployment);
        ServiceProcess one = ServiceProcess.start(small).awaitReady();
        ServiceProcess two = ServiceProcess.start(small).awaitReady()) {
      await().atMost(Duration.ofSeconds(60)).until(() -> two.output().contains("goes on at"));
      List<CompletionEvent> meant = publish(deployment, log);
      log.awaitAcknowledged();

      assertRows(deployment, meant);
      assertThat(one.isRunning() && two.isRunning()).isTrue();
    }
  }

  @Test
  void killedInTheMiddleAndStartedAgain() {
    Deployment deployment = new Deployment("killed");
    Map<String, String> small = deployment.with("KAFKA_MAX_POLL_RECORDS", "20").environment();
    String url = deployment.environment().get("DATABASE_URL");
    try (Log log = new Log(deployment)) {
      List<CompletionEvent> meant = publish(deployment, log);
      long all = log.messages();
      for (int quarter = 1; quarter <= 3; quarter++) {
        long enough = all * quarter / 4;
        try (ServiceProcess service = ServiceProcess.start(small)) {
          await()
              .atMost(Duration.ofSeconds(60))
              .pollInterval(Duration.ofMillis(5))
              .until(() -> Rows.projected(url) >= enough);
          service.kill();
        }
        long projected = Rows.projected(url);
        System.out.println("ProjectionTest: killed at " + projected + " of " + all);
        assertThat(projected).as("in the middle").isBetween(enough, all - 1);
      }
      try (ServiceProcess service = ServiceProcess.start(small)) {
        log.awaitAcknowledged();
        assertRows(deployment, meant);
        assertThat(service.isRunning()).isTrue();
      }
    }
  }

  /** Publishes a random history and a tenth of it again; returns what was meant. */
  private static List<CompletionEvent> publish(Deployment deployment, Log log) {
    long seed = new Random().nextLong();
    System.out.println("ProjectionTest seed " + seed);
    Random random = new Random(seed);
    List<CompletionEvent> meant = new ArrayList<>();
    List<ScenarioEvent> messages = new ArrayList<>();
    for (CompletionEvent event : Histories.random(seed, EVENTS)) {
      PublishedEvent published = PublishedEvent.of(event, deployment);
      meant.add(published.meant());
      messages.add(published.message());
      if (random.nextInt(10) == 0) {
        messages.add(messages.get(random.nextInt(messages.size())));
      }
    }
    log.publishAll(messages);
    return meant;
  }

  private static void assertRows(Deployment deployment, List<CompletionEvent> meant) {
    List<String> rows = Rows.of(deployment.environment().get("DATABASE_URL"));
    assertThat(rows).hasSizeGreaterThan(20).isEqualTo(Rows.ofFold(meant));
  }
}
