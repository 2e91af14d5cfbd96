package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.query.Body;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class RequestFilterTest {
  private static final String TARGET = "/internal/v1/batches/b/status";
  private volatile Runnable behaviour = () -> {};
  private final TestServer server = new TestServer(new Misbehaving());
  private final LogCapture log = new LogCapture("com.huleedu.ras.adapter.http");

  @AfterEach
  void stop() {
    log.close();
    server.close();
  }

  @Test
  void a_server_that_is_away_makes_503_to_be_tried_again() {
    behaviour =
        () -> {
          throw new UnavailableException("PostgreSQL", "secret detail", new Exception("secret"));
        };

    RawHttp.Reply reply = server.get(TARGET, "X-Correlation-ID: corr-1");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("2");
    assertThat(reply.body())
        .endsWith("\"error\":\"Internal server error\"}")
        .doesNotContain("secret", "PostgreSQL", "Exception");
    assertThat(log.at(Level.WARN)).hasSize(1);
    assertMdc(log.at(Level.WARN).getFirst(), "corr-1");
  }

  @Test
  void what_nobody_expected_makes_500_and_is_logged_with_the_correlation_id() {
    for (Throwable failure :
        new Throwable[] {
          new IllegalStateException("secret"),
          new RejectedByStoreException("22021", "secret", new Exception("secret")),
          new StackOverflowError("secret"),
          new IllegalArgumentException("secret")
        }) {
      log.events.clear();
      behaviour = () -> RequestFilterTest.<RuntimeException>sneaky(failure);

      RawHttp.Reply reply = server.get(TARGET, "X-Correlation-ID: corr-2");

      assertThat(reply.status()).isEqualTo(500);
      assertThat(reply.body())
          .endsWith("\"error\":\"Internal server error\"}")
          .doesNotContain("secret", failure.getClass().getSimpleName(), "com.huleedu");
      assertThat(log.at(Level.ERROR)).hasSize(1);
      assertMdc(log.at(Level.ERROR).getFirst(), "corr-2");
    }
  }

  @Test
  void the_connection_survives_a_failure() {
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      behaviour = () -> RequestFilterTest.<RuntimeException>sneaky(new IllegalStateException());
      http.send(RawHttp.get(TARGET, TestServer.CREDENTIALS));
      assertThat(Objects.requireNonNull(http.read()).status()).isEqualTo(500);
      behaviour = () -> {};
      http.send(RawHttp.get(TARGET, TestServer.CREDENTIALS));
      assertThat(Objects.requireNonNull(http.read()).status()).isEqualTo(200);
    }
  }

  @Test
  void a_correlation_id_is_echoed_and_logged() {
    String longest = "x".repeat(128);
    for (String id : new String[] {"a", longest, "a b/~!\"", UUID.randomUUID().toString()}) {
      assertThat(server.get(TARGET, "X-Correlation-ID: " + id).header("X-Correlation-ID"))
          .isEqualTo(id);
    }
    assertThat(server.anonymous(RawHttp.get("/healthz", "X-Correlation-ID: h")))
        .extracting(reply -> reply.header("X-Correlation-ID"))
        .isEqualTo("h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "é", "a\u0001b", "a\tb", "a\u007F"})
  void an_absent_or_absurd_correlation_id_is_replaced(String id) {
    RawHttp.Reply reply = server.get(TARGET, "X-Correlation-ID: " + id);
    if (reply.status() != 400) {
      assertIsNew(reply);
    }
    assertThat(reply.header("X-Correlation-ID")).isNotEqualTo(id);
    assertIsNew(server.get(TARGET));
    assertIsNew(server.get(TARGET, "X-Correlation-ID: " + "x".repeat(129)));
    assertIsNew(server.get(TARGET, "X-Correlation-ID: a", "X-Correlation-ID: b"));
  }

  @Test
  void one_line_per_request_and_nothing_left_for_the_next() {
    behaviour = () -> LoggerFactory.getLogger(RequestFilterTest.class).debug("inside");
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      http.send(RawHttp.get("/internal/v1/batches/b%0A1/status", all("X-Correlation-ID: c1")))
          .read();
      http.send(RawHttp.get("/healthz", "X-Correlation-ID: c2")).read();
      http.send(RawHttp.get("/nope", "X-Correlation-ID: c3")).read();
    }

    Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> lines().size() == 3);
    assertThat(log.events.getFirst().getMDCPropertyMap())
        .isEqualTo(Map.of("correlation_id", "c1", "batch_id", "b?1"));
    assertLine(
        0, Level.DEBUG, Map.of("correlation_id", "c1", "batch_id", "b?1"), "get_batch_status");
    assertLine(1, Level.DEBUG, Map.of("correlation_id", "c2"), "healthz");
    assertLine(2, Level.INFO, Map.of("correlation_id", "c3"), "unknown");
  }

  @Test
  void a_flood_of_refusals_does_not_fill_the_log() {
    int requests = 300;
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      for (int i = 0; i < requests; i++) {
        http.send(RawHttp.get(TARGET)).read();
      }
    }
    Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> lines().size() == requests);
    // Not a time is asserted: however long it takes, a line is an exception.
    assertThat(log.at(Level.INFO)).hasSizeBetween(10, requests / 3);
  }

  @Test
  void a_user_id_is_logged_only_after_authentication() {
    server.get("/internal/v1/batches/user/u1", "X-Correlation-ID: c");
    Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> lines().size() == 1);
    server.anonymous(RawHttp.get("/internal/v1/batches/user/u1", "X-Correlation-ID: d"));

    Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> lines().size() == 2);
    assertThat(lines().getFirst().getMDCPropertyMap()).containsEntry("user_id", "u1");
    assertThat(lines().getLast().getMDCPropertyMap()).isEqualTo(Map.of("correlation_id", "d"));
  }

  private List<ILoggingEvent> lines() {
    return log.events.stream().filter(e -> e.getMessage().equals("answered")).toList();
  }

  private void assertLine(int index, Level level, Map<String, String> mdc, String endpoint) {
    ILoggingEvent line = lines().get(index);
    assertThat(line.getLevel()).isEqualTo(level);
    assertThat(line.getMDCPropertyMap()).isEqualTo(mdc);
    assertThat(line.getKeyValuePairs().toString())
        .contains("endpoint=\"" + endpoint + "\"", "method=\"GET\"", "status_code", "duration_ms");
  }

  private static void assertMdc(ILoggingEvent event, String correlationId) {
    assertThat(event.getMDCPropertyMap())
        .isEqualTo(Map.of("correlation_id", correlationId, "batch_id", "b"));
  }

  private static void assertIsNew(RawHttp.Reply reply) {
    String id = Objects.requireNonNull(reply.header("X-Correlation-ID"));
    assertThat(UUID.fromString(id).toString()).isEqualTo(id);
  }

  private static String[] all(String header) {
    return new String[] {TestServer.CREDENTIALS[0], TestServer.CREDENTIALS[1], header};
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws what can't be declared
  private static <E extends Throwable> void sneaky(Throwable failure) throws E {
    throw (E) failure;
  }

  private final class Misbehaving extends FakeBatches {
    @Override
    public Optional<Body> batch(BatchId batch) {
      behaviour.run();
      return Optional.of(body("{}"));
    }
  }
}
