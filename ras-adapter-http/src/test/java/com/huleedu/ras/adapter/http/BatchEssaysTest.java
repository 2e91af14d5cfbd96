package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchEssaysTest {
  private static final FakeBatches BATCHES = new FakeBatches();
  private static final String TARGET = "/internal/v1/batches/b%2F1/essays";
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(BATCHES);
    BATCHES.essays.put("b/1", "{\"essays\":[],\"next\":null}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    BATCHES.essaysQueries.clear();
  }

  @Test
  void a_page_is_answered_with_its_body_as_it_is() {
    RawHttp.Reply reply = server.get(TARGET);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"essays\":[],\"next\":null}");
    assertThat(reply.header("Cache-Control")).isEqualTo("private, no-cache");
    assertThat(server.get(TARGET, "If-None-Match: " + reply.header("ETag")).status())
        .isEqualTo(304);
    assertThat(server.metrics.scrape())
        .contains("ras_api_requests_total{endpoint=\"get_batch_essays\"");
    assertThat(BATCHES.essaysQueries.getFirst()).isEqualTo(query(null, 1_000));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=1, , 1",
    "limit=1000&after=, , 1000",
    "after=e%20%2F&limit=7, e /, 7",
    "x=%zz&after=%C3%BC, ü, 1000"
  })
  void a_page_begins_after_the_last_essay_of_the_one_before(
      String query, @Nullable String after, int limit) {
    assertThat(server.get(TARGET + "?" + query).status()).isEqualTo(200);
    assertThat(BATCHES.essaysQueries).containsExactly(query(after, limit));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0, limit is, from 1 to 1000",
    "limit=1001, limit is, from 1 to 1000",
    "limit=, limit is, from 1 to 1000",
    "limit=1&limit=2, limit is, one value",
    "after=%00, after is, an essay_id",
    "after=%zz, after is, percent-encoded UTF-8",
    "after=a&after=b, after is, one value"
  })
  void a_value_outside_is_refused_by_name(String query, String name, String accepted) {
    RawHttp.Reply reply = server.get(TARGET + "?" + query);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains(name, accepted);
    assertThat(BATCHES.essaysQueries).isEmpty();
  }

  @Test
  void an_id_that_no_essay_has_is_refused() {
    RawHttp.Reply reply = server.get(TARGET + "?after=" + "x".repeat(256) + "&limit=x");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).contains("limit is", "after is");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other/essays", "%00/essays"})
  void a_batch_that_is_not_there_is_not_found(String path) {
    RawHttp.Reply reply = server.get("/internal/v1/batches/" + path);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).contains("\"error\":\"Batch not found\"");
  }

  @Test
  void a_batch_id_that_is_badly_encoded_is_refused_by_its_name() {
    assertThat(server.get("/internal/v1/batches/%zz/essays").body())
        .contains("\"status\":400", "batch_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"b%2F1/essays/", "b/1/essays", "b%2F1/Essays"})
  void there_is_no_other_way_to_it(String path) {
    assertThat(server.get("/internal/v1/batches/" + path).body())
        .contains("There is nothing at this path.");
  }

  @Test
  void it_needs_credentials() {
    assertThat(server.anonymous(RawHttp.get(TARGET)).status()).isEqualTo(401);
  }

  private static EssaysQuery query(@Nullable String after, int limit) {
    return new EssaysQuery(new BatchId("b/1"), after == null ? null : new EssayId(after), limit);
  }
}
