package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each message is as Kafka allows it, and all of one batch together are more than the heap: the
 * service takes them in, answers within its budget, and has every error whole (contract, "HTTP
 * out").
 */
class LargeErrorsTest {
  private static final int ESSAYS = Boolean.getBoolean("ras.long") ? 150 : 60;
  private static final int ERROR = 900_000;
  private static final int MAX_BODY = 3_000_000;
  private static final UserId OWNER = new UserId("owner");
  private static final BatchId BATCH = new BatchId("large errors");

  @Test
  void aBatchWhoseErrorsExceedTheHeapIsAnswered() throws Exception {
    Deployment deployment = new Deployment("large");
    try (ServiceProcess service = ServiceProcess.start(deployment.environment()).awaitReady();
        Log log = new Log(deployment)) {
      publish(log, deployment);
      Api api = new Api(service.port());

      // Different pages are different answers: none of these shares the work of another.
      List<Callable<HttpResponse<String>>> requests = new ArrayList<>();
      requests.add(() -> api.batch(BATCH.value()));
      IntStream.rangeClosed(1, 7)
          .forEach(limit -> requests.add(() -> api.batchesOf(OWNER.value(), "?limit=" + limit)));
      try (var clients = Executors.newFixedThreadPool(requests.size())) {
        for (var answer : clients.invokeAll(requests)) {
          assertThat(answer.get().statusCode()).as(service.output()).isEqualTo(200);
          assertThat(answer.get().body().length()).isLessThan(MAX_BODY);
        }
      }
      assertIsCut(new JsonMapper().readTree(api.batch(BATCH.value()).body()));
      String last = "/internal/v1/batches/large%20errors/essays/e" + (ESSAYS - 1);
      assertThat(api.get(last + "/spellcheck-error").body()).isEqualTo(error(ESSAYS - 1));
      assertThat(service.output()).doesNotContain("OutOfMemoryError");
      assertIsAuditedAndRebuilt(deployment);
    }
  }

  /** The commands have as much heap as the service, and every error differs. */
  private static void assertIsAuditedAndRebuilt(Deployment deployment) {
    String url = deployment.environment().get("DATABASE_URL");
    Rows.text(
        url, "update essay_results set spellcheck_error = '[]' || spellcheck_error returning ''");
    Map<String, String> settings = new HashMap<>(deployment.environment());
    settings.keySet().removeAll(List.of("INTERNAL_API_KEY", "PORT", "HOST"));
    for (String[] command : new String[][] {{"audit"}, {"rebuild", "--dry-run"}}) {
      try (ServiceProcess process = ServiceProcess.start(settings, command)) {
        assertThat(process.exitCode()).as(process.output()).isEqualTo(3);
        assertThat(process.output())
            .contains(ESSAYS + " differences")
            .doesNotContain("OutOfMemory");
      }
    }
  }

  private static void assertIsCut(JsonNode batch) {
    assertThat(batch.get("essays").size()).isEqualTo(ESSAYS);
    for (int i = 0; i < ESSAYS; i++) {
      JsonNode essay = batch.get("essays").get(i);
      assertThat(essay.path("spellcheck_error_cut").asBoolean(false)).isTrue();
      String text = essay.get("spellcheck_error").stringValue();
      assertThat(text).hasSizeGreaterThan(1_000).endsWith("…");
      assertThat(error(i)).startsWith(text.substring(0, text.length() - 1));
    }
  }

  private static void publish(Log log, Deployment deployment) {
    List<EssayId> essays = IntStream.range(0, ESSAYS).mapToObj(i -> new EssayId("e" + i)).toList();
    publish(
        log,
        deployment,
        new BatchRegistered(
            stamp(ESSAYS), null, BATCH, new Registration(OWNER, ESSAYS, essays, List.of())));
    for (int i = 0; i < ESSAYS; i++) {
      SpellcheckResult failed =
          new SpellcheckResult(ProcessingStage.FAILED, null, null, new TextId("text"), error(i));
      publish(
          log, deployment, new SpellcheckCompleted(stamp(i), null, essays.get(i), null, failed));
    }
    log.publishAll(List.of());
    log.awaitAcknowledged();
  }

  private static void publish(Log log, Deployment deployment, CompletionEvent event) {
    log.publish(PublishedEvent.of(event, deployment).message());
  }

  private static Stamp stamp(int number) {
    return new Stamp(
        Instant.parse("2026-03-01T08:00:00Z").plusSeconds(number), new UUID(0, number), number);
  }

  private static String error(int essay) {
    return "{\"of\":" + essay + ",\"trace\":\"" + "at a.b.c; ".repeat(ERROR / 10) + "\"}";
  }
}
