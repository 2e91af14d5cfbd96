package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
  private static final String TARGET = "/internal/v1/batches/b/status";
  private static final String KEY = "X-Internal-API-Key: ";
  private static final String SERVICE = "X-Service-ID: ";
  private static final FakeBatches BATCHES = new FakeBatches();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(BATCHES);
    BATCHES.bodies.put("b", "{}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void every_key_is_valid_for_every_known_service() {
    for (String key : new String[] {TestServer.KEY, TestServer.SECOND_KEY}) {
      for (String service : new String[] {"api-gateway-service", "admin-dashboard-service"}) {
        assertThat(get(KEY + key, SERVICE + service).status()).isEqualTo(200);
        assertThat(get("x-internal-api-key:" + key + "  ", "X-SERVICE-ID:" + service).status())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void a_key_of_one_service_is_valid_for_that_one_alone() {
    for (String key : new String[] {TestServer.OWN_KEY, TestServer.SECOND_OWN_KEY}) {
      assertThat(get(KEY + key, SERVICE + "owner-service").status()).isEqualTo(200);
      assertRefused(get(KEY + key, SERVICE + "api-gateway-service"), "Invalid credentials");
    }
    assertThat(get(KEY + TestServer.KEY, SERVICE + "owner-service").status()).isEqualTo(200);
  }

  @Test
  void missing_or_empty_credentials() {
    String[] service = {SERVICE + "api-gateway-service"};
    String[] key = {KEY + TestServer.KEY};
    String[][] requests = {
      {},
      service,
      key,
      {service[0], KEY},
      {service[0], KEY + "  "},
      {key[0], SERVICE},
      {KEY, SERVICE}
    };
    for (String[] headers : requests) {
      assertRefused(get(headers), "Missing authentication");
    }
  }

  @Test
  void wrong_key_and_unknown_service_cannot_be_told_apart() {
    String valid = TestServer.KEY;
    String[][] requests = {
      {KEY + "wrong", SERVICE + "api-gateway-service"},
      {KEY + valid + "x", SERVICE + "api-gateway-service"},
      {KEY + valid.substring(1), SERVICE + "api-gateway-service"},
      {KEY + valid.toUpperCase(Locale.ROOT), SERVICE + "api-gateway-service"},
      {KEY + valid, SERVICE + "stranger"},
      {KEY + valid, SERVICE + "API-GATEWAY-SERVICE"},
      {KEY + "wrong", SERVICE + "stranger"},
      {KEY + TestServer.OWN_KEY, SERVICE + "admin-dashboard-service"},
      {KEY + TestServer.OWN_KEY, SERVICE + "stranger"},
      {KEY + valid, KEY + valid, SERVICE + "api-gateway-service"},
      {KEY + valid, KEY + "wrong", SERVICE + "api-gateway-service"},
      {KEY + valid, SERVICE + "api-gateway-service", SERVICE + "stranger"},
      {KEY + TestServer.KEY + "," + TestServer.SECOND_KEY, SERVICE + "api-gateway-service"}
    };
    RawHttp.Reply first = get(requests[0]);
    for (String[] headers : requests) {
      RawHttp.Reply reply = get(headers);
      assertRefused(reply, "Invalid credentials");
      assertThat(reply.body()).isEqualTo(first.body());
      assertThat(comparable(reply)).isEqualTo(comparable(first));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/internal",
        "/internal/",
        "/internal/unknown",
        "/internal/v1/batches/%zz/status",
        "/internal/v1/batches/user/u?limit=0",
        "/internal/v1/batches/user/u#x",
        "/internal/../healthz",
        "/internal/v2;x=y",
        "/internal/é"
      })
  void nothing_below_internal_is_answered_to_strangers(String target) {
    assertRefused(server.anonymous(RawHttp.get(target)), "Missing authentication");
    assertRefused(server.anonymous(RawHttp.request("POST", target)), "Missing authentication");
  }

  private static RawHttp.Reply get(String... headers) {
    return server.anonymous(RawHttp.get(TARGET, headers));
  }

  private static void assertRefused(RawHttp.Reply reply, String error) {
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.header("WWW-Authenticate")).isEqualTo("ApiKey realm=\"ras\"");
    assertThat(reply.body()).endsWith("\"error\":\"" + error + "\"}");
  }

  private static Map<String, String> comparable(RawHttp.Reply reply) {
    Map<String, String> headers = new HashMap<>(reply.headers());
    headers.remove("date");
    headers.remove("x-correlation-id");
    return headers;
  }
}
