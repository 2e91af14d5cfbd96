package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.OverallStatus;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserBatchesTest {
  private static final FakeBatches BATCHES = new FakeBatches();
  private static final StatusFilter ALL = new StatusFilter.All();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(BATCHES);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    BATCHES.queries.clear();
  }

  @Test
  void a_page_is_answered_with_its_body_as_it_is() {
    RawHttp.Reply reply = server.get("/internal/v1/batches/user/u1");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"user\":\"page\"}");
    assertThat(reply.header("ETag")).matches("\"[0-9a-f]{32}\"");
    assertThat(server.get("/internal/v1/batches/user/u1", "If-None-Match: " + reply.header("ETag")))
        .extracting(RawHttp.Reply::status)
        .isEqualTo(304);
    assertThat(BATCHES.queries.getFirst()).isEqualTo(query("u1", ALL, 20, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "a%2Fb, a/b",
    "%25, %",
    "..%3B, ..;",
    "user, user",
    "status, status",
    "a+b%20c, a+b c",
    "%C3%BC, ü"
  })
  void a_user_id_may_hold_any_character(String raw, String id) {
    assertThat(server.get("/internal/v1/batches/user/" + raw).status()).isEqualTo(200);
    assertThat(BATCHES.queries).containsExactly(query(id, ALL, 20, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%00", "%zz", "%FF"})
  void a_user_id_that_cannot_exist_is_refused(String raw) {
    assertRefused("/internal/v1/batches/user/" + raw, "user_id");
    assertRefused("/internal/v1/batches/user/" + "x".repeat(256), "user_id");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 20, 0",
    "?, 20, 0",
    "?limit=1&offset=0, 1, 0",
    "?limit=100&offset=3000000000, 100, 3000000000",
    "?offset=7&x=%zz&limitx=0&&=&limit=5, 5, 7",
    "?%6Cimit=3&limit=4x%, 0, 0",
    "?limit=3&limit=3, 3, 0",
    "?limit=007, 7, 0",
    "?status=&limit=2, 2, 0",
    "?status, 20, 0"
  })
  void limit_and_offset(String query, int limit, long offset) {
    RawHttp.Reply reply = server.get("/internal/v1/batches/user/u" + query);
    if (limit == 0) {
      assertThat(reply.status()).isEqualTo(400);
    } else {
      assertThat(reply.status()).isEqualTo(200);
      assertThat(BATCHES.queries).containsExactly(query("u", ALL, limit, offset));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "limit, '', from 1 to 100",
    "limit, 0, from 1 to 100",
    "limit, 101, from 1 to 100",
    "limit, -1, from 1 to 100",
    "limit, +5, from 1 to 100",
    "limit, %2B5, from 1 to 100",
    "limit, 5.0, from 1 to 100",
    "limit, abc, from 1 to 100",
    "limit, 99999999999999999999, from 1 to 100",
    "limit, %D9%A5, from 1 to 100",
    "limit, %zz, percent-encoded UTF-8",
    "offset, '', a whole number from 0",
    "offset, -1, a whole number from 0",
    "offset, 9999999999999999999, a whole number from 0",
    "status, completed, awaiting_content_validation",
    "status, Completed, REGISTERED",
    "status, %20COMPLETED, cancelled",
    "status, %FF, percent-encoded UTF-8"
  })
  void a_value_outside_is_refused_by_name(String name, String value, String accepted) {
    RawHttp.Reply reply =
        assertRefused("/internal/v1/batches/user/u?" + name + "=" + value, name + " is ");
    assertThat(reply.body()).contains(accepted);
    if (!value.contains("%") && !value.contains("+")) {
      assertThat(reply.body()).contains("\\\"" + value);
    }
  }

  @Test
  void different_values_for_one_parameter_are_refused() {
    assertRefused("/internal/v1/batches/user/u?limit=1&limit=2", "limit is ");
    assertRefused("/internal/v1/batches/user/u?status=&status=FAILED", "status is ");
  }

  @Test
  void every_wrong_parameter_is_named_at_once() {
    RawHttp.Reply reply =
        assertRefused("/internal/v1/batches/user/u?limit=0&offset=x", "limit is ");
    assertThat(reply.body()).contains("offset is ");
  }

  @Test
  void a_refused_value_is_shown_in_part_only() {
    RawHttp.Reply reply =
        assertRefused("/internal/v1/batches/user/u?limit=" + "y".repeat(500), "limit");
    assertThat(reply.body()).doesNotContain("y".repeat(41));
  }

  @ParameterizedTest
  @EnumSource(OverallStatus.class)
  void every_overall_status_is_a_filter(OverallStatus status) {
    server.get("/internal/v1/batches/user/u?status=" + status);
    assertThat(BATCHES.queries)
        .containsExactly(query("u", new StatusFilter.Overall(status), 20, 0));
  }

  @ParameterizedTest
  @EnumSource(BatchStatus.class)
  void every_exact_status_is_a_filter(BatchStatus status) {
    server.get("/internal/v1/batches/user/u?status=" + status.eventName());
    assertThat(BATCHES.queries).containsExactly(query("u", new StatusFilter.Exact(status), 20, 0));
  }

  private static RawHttp.Reply assertRefused(String target, String named) {
    RawHttp.Reply reply = server.get(target);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.body()).contains(named).contains("\"error\":\"Invalid request\"");
    assertThat(BATCHES.queries).isEmpty();
    return reply;
  }

  private static UserBatchesQuery query(String user, StatusFilter filter, int limit, long offset) {
    return new UserBatchesQuery(new UserId(user), filter, limit, offset);
  }
}
