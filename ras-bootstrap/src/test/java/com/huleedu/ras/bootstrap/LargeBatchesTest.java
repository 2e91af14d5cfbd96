package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * More essays than the heap holds, in a list and in a batch: both are answered within the budget,
 * say what was cut, and have every essay in pages (contract, "HTTP out").
 */
class LargeBatchesTest {
  private static final int BATCHES = 10;
  private static final int ESSAYS = 9_000;
  private static final int LARGE = 45_000;
  private static final int BUDGET = 20_000;

  @Test
  void moreEssaysThanTheHeapHoldsAreAnswered() throws Exception {
    Deployment deployment = new Deployment("large-batches").with("CACHE_ENABLED", "false");
    try (ServiceProcess service = ServiceProcess.start(deployment.environment()).awaitReady()) {
      fill(deployment);
      Api api = new Api(service.port());

      List<HttpResponse<String>> answers = atOnce(api);

      assertThat(answers).as(service.output()).allMatch(answer -> answer.statusCode() == 200);
      assertListIsCut(JsonMapper.shared().readTree(answers.getFirst().body()).get("batches"));
      assertBatchIsCut(JsonMapper.shared().readTree(answers.getLast().body()));
      assertThat(pages(api)).hasSize(LARGE);
      assertThat(service.output()).doesNotContain("OutOfMemoryError");
    }
  }

  /** Straight into the rows: it is a matter of reading, and the log would take a minute. */
  private static void fill(Deployment deployment) throws SQLException {
    String url = deployment.environment().get("DATABASE_URL");
    try (Connection connection = Rows.model(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          with size as (
            select b, case when b = 0 then %d else %d end as n from generate_series(0, %d) as b),
          batch as (
            insert into batch_results
            select 'b' || b, timestamptz '2026-03-01 08:00:00Z', gen_random_uuid(), 0, 'owner', n,
              array(select '6f1c9a2e-8f0d-4e7b-b' || b || '-' || e from generate_series(1, n) as e),
              '{}', timestamptz '2026-03-01 08:00:00Z' - b * interval '1 s', '{owner}',
              'completed_successfully'
            from size returning *),
          outcome as (
            insert into phase_outcomes
            select batch_id, phase, registered_at, registered_event_id, 0,
              'completed_successfully', essay_ids, '{}', registered_at
            from batch, unnest(array['spellcheck', 'cj_assessment']) as phase)
          insert into essay_results
          select essay, batch_id, true, registered_at, registered_event_id, 0, array[batch_id],
            registered_at, registered_event_id, 0, 'completed', 3, 'corrected-' || essay,
            'original-' || essay, null, registered_at, registered_event_id, 0, 1, 0.5, registered_at
          from batch, unnest(essay_ids) as essay
          """
              .formatted(LARGE, ESSAYS, BATCHES));
    }
  }

  private static List<HttpResponse<String>> atOnce(Api api) throws Exception {
    List<Callable<HttpResponse<String>>> requests =
        List.of(
            () -> api.batchesOf("owner", "?limit=100"),
            () -> api.batchesOf("owner", "?limit=50&status=COMPLETED"),
            () -> api.batch("b0"));
    List<HttpResponse<String>> answers = new ArrayList<>();
    try (var clients = Executors.newFixedThreadPool(requests.size())) {
      for (var answer : clients.invokeAll(requests)) {
        answers.add(answer.get());
      }
    }
    return answers;
  }

  private static void assertListIsCut(JsonNode batches) {
    assertThat(batches.size()).isEqualTo(BATCHES + 1);
    for (int b = 0; b <= BATCHES; b++) {
      JsonNode batch = batches.get(b);
      boolean whole = b == 1 || b == 2;
      assertThat(batch.get("essays").size()).isEqualTo(whole ? ESSAYS : 0);
      assertThat(batch.path("essays_cut").asBoolean(false)).isEqualTo(!whole);
      assertThat(batch.get("completed_essay_count").intValue()).isEqualTo(b == 0 ? LARGE : ESSAYS);
      assertThat(batch.get("overall_status").stringValue()).isEqualTo("COMPLETED");
    }
  }

  private static void assertBatchIsCut(JsonNode batch) {
    assertThat(batch.get("essays_cut").booleanValue()).isTrue();
    assertThat(batch.get("essays").size()).isEqualTo(BUDGET);
    for (int e = 0; e < BUDGET; e++) {
      assertThat(batch.get("essays").get(e).get("essay_id").stringValue()).endsWith("-" + (e + 1));
    }
  }

  private static Set<String> pages(Api api) {
    Set<String> essays = new HashSet<>();
    String after = "";
    do {
      JsonNode page =
          JsonMapper.shared()
              .readTree(api.get("/internal/v1/batches/b0/essays?after=" + after).body());
      page.get("essays").forEach(essay -> essays.add(essay.get("essay_id").stringValue()));
      after = page.get("next").isNull() ? "" : page.get("next").stringValue();
    } while (!after.isEmpty());
    return essays;
  }
}
