package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.huleedu.ras.domain.UnavailableException;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.spi.ServerConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** The filter by itself, with endpoints that do what a test tells. */
class RequestFilterAloneTest {
  private static final byte[] BODY = "body".getBytes(StandardCharsets.UTF_8);
  private static final Answer FOUND =
      new Answer(
          Status.OK_200,
          BODY,
          List.of(Answer.JSON, HeaderValues.create(HeaderNames.ETAG, "\"tag\"")),
          null);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LogCapture log = new LogCapture("com.huleedu.ras.adapter.http");
  private final List<String> paths = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();
  private final List<@Nullable String> logged = new ArrayList<>();
  private BiFunction<Route, ServerRequest, Answer> endpoint = (_, _) -> FOUND;
  private final RequestFilter filter =
      new RequestFilter(
          path -> {
            paths.add(path);
            return new Route(Endpoint.GET_BATCH_STATUS, true, "id", "member");
          },
          (route, request) -> {
            routes.add(route);
            logged.add(MDC.get("correlation_id"));
            MDC.put("batch_id", "b");
            MDC.put("user_id", "u");
            return endpoint.apply(route, request);
          },
          new RequestMetrics(meters),
          TestServer.ROOM);

  @AfterEach
  void stop() {
    log.close();
  }

  @Test
  void theEndpointsAnswerIsSentAsItIs() {
    WithoutSocket.Exchange exchange = answer("GET http://h/a%2Fb?q=1", "X-Correlation-ID: c");

    assertThat(paths).containsExactly("/a%2Fb");
    assertThat(routes).containsExactly(new Route(Endpoint.GET_BATCH_STATUS, true, "id", "member"));
    assertThat(exchange.status).isEqualTo(200);
    assertThat(exchange.body).isEqualTo(BODY);
    assertThat(headers(exchange))
        .containsExactly("Content-Type: application/json", "ETag: \"tag\"", "X-Correlation-ID: c");
    assertCounted("GET", 200, null);
  }

  @Test
  void theAnswerToHeadIsTheLengthOfItsBody() {
    WithoutSocket.Exchange exchange = answer("HEAD /a", "X-Correlation-ID: c");

    assertThat(exchange.sends).isEqualTo(1);
    assertThat(exchange.body).isEmpty();
    assertThat(headers(exchange)).endsWith("X-Correlation-ID: c", "Content-Length: 4");
    assertCounted("HEAD", 200, null);
  }

  @Test
  void theCorrelationIdIsInTheLogWhileTheEndpointRunsAndNothingIsAfterIt() {
    answer("GET /a", "X-Correlation-ID: c");
    assertThat(logged).containsExactly("c");
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    ILoggingEvent line = log.events.getLast();
    assertThat(line.getMDCPropertyMap()).containsEntry("correlation_id", "c");
    assertThat(line.getKeyValuePairs().toString())
        .contains("endpoint=\"get_batch_status\"", "method=\"GET\"", "status_code=\"200\"");
  }

  @Test
  void aCorrelationIdIsMadeWhereThereIsNone() {
    WithoutSocket.Exchange exchange = answer("GET /a");
    String id = headers(exchange).getLast().substring("X-Correlation-ID: ".length());
    assertThat(UUID.fromString(id).toString()).isEqualTo(id);
    assertThat(logged).containsExactly(id);
  }

  @Test
  void aServerThatIsAwayMakes503() {
    endpoint =
        (_, _) -> {
          throw new UnavailableException("PostgreSQL", "secret");
        };
    WithoutSocket.Exchange exchange = answer("GET /a");

    assertProblem(exchange, 503, "\"instance\":\"/a\"");
    assertThat(headers(exchange)).contains("Retry-After: 2");
    assertCounted("GET", 503, ErrorType.UNAVAILABLE);
    assertThat(log.at(Level.WARN)).hasSize(1);
    assertThat(log.at(Level.ERROR)).isEmpty();
  }

  @Test
  void moreThanCanBeAnsweredMakes503OnAConnectionThatStaysOpen() {
    endpoint =
        (_, _) -> {
          throw UnavailableException.overloaded("RAS", "secret");
        };
    WithoutSocket.Exchange exchange = answer("GET /a");

    assertProblem(exchange, 503, "\"error\":\"Internal server error\"");
    assertThat(headers(exchange)).contains("Retry-After: 2").doesNotContain("Connection: close");
    assertCounted("GET", 503, ErrorType.OVERLOADED);
    assertThat(log.at(Level.WARN)).hasSize(1);
  }

  @Test
  void anyOtherFailureMakes500() {
    endpoint =
        (_, _) -> {
          throw new StackOverflowError("secret");
        };
    WithoutSocket.Exchange exchange = answer("POST /a", "Content-Length: 0");

    assertProblem(exchange, 500, "\"instance\":\"/a\"");
    assertCounted("POST", 500, ErrorType.INTERNAL_ERROR);
    assertThat(log.at(Level.ERROR).getFirst().getThrowableProxy().getMessage()).isEqualTo("secret");
  }

  @Test
  void aRequestInDoubtIsRefusedBeforeAnybodyLooksAtItAndCloses() {
    for (String[] doubtful :
        new String[][] {
          {"GET /a", "Content-Length: 1, 1"},
          {"GET http://u@h/a", "X: y"},
          {"GET http:///a", "X: y"}
        }) {
      WithoutSocket.Exchange exchange = answer(doubtful[0], doubtful[1]);
      assertProblem(exchange, 400, "\"instance\":\"/a\"");
      assertThat(headers(exchange)).endsWith("Connection: close");
    }
    assertThat(routes).isEmpty();
    assertThat(
            meters
                .get("ras.api.errors")
                .tags("endpoint", "get_batch_status", "error_type", "invalid_request")
                .counter()
                .count())
        .isEqualTo(3);
  }

  @Test
  void anAnswerAfterWhichContentIsLeftClosesAndNoOther() {
    assertThat(headers(answer("GET /a", "Content-Length: 3"))).doesNotContain("Connection: close");
    endpoint = (_, _) -> Answer.problem(ErrorType.CONTENT_TOO_LARGE, "d", "/a");
    assertThat(headers(answer("POST /a", "Content-Length: 3"))).endsWith("Connection: close");
  }

  @Test
  void anAnswerThatCouldNotBeSentIsCountedAsSuch() {
    WithoutSocket.Exchange exchange = WithoutSocket.exchange("GET /a");
    exchange.clientIsGone = true;
    assertThatThrownBy(() -> filter(exchange)).isInstanceOf(ServerConnectionException.class);

    assertCounted("GET", RequestFilter.NOT_DELIVERED, null);
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    assertThat(log.events.getLast().getMessage()).isEqualTo("the answer could not be sent");
  }

  @Test
  void theConnectionEndsWithTheAnswerThatSaysSo() throws Exception {
    assertThat(closesAfter(new Drain(), "GET /a", "X: y")).isFalse();
    assertThat(closesAfter(new Drain(), "GET /a", "Content-Length: x")).isTrue();
  }

  @Test
  void whileDrainingEachAnswerSaysThatItIsTheLast() throws Exception {
    Drain drain = new Drain();
    drain.start();
    assertThat(closesAfter(drain, "GET /a", "X: y")).isTrue();
  }

  private boolean closesAfter(Drain drain, String requestLine, String header) throws Exception {
    WithoutSocket.Exchange exchange = WithoutSocket.exchange(requestLine, header);
    var helidon = new OneRequest(exchange);
    var head = new ReceivedHead(DataReader.create(() -> null));
    new TrackedConnection(helidon, head, drain, Duration.ofMinutes(1), _ -> {})
        .handle(FixedLimit.create());
    assertThat(headers(exchange).contains("Connection: close")).isEqualTo(helidon.closed);
    return helidon.closed;
  }

  private WithoutSocket.Exchange answer(String requestLine, String... headers) {
    WithoutSocket.Exchange exchange = WithoutSocket.exchange(requestLine, headers);
    filter(exchange);
    return exchange;
  }

  private void filter(WithoutSocket.Exchange exchange) {
    filter.filter(null, WithoutSocket.request(exchange), WithoutSocket.response(exchange));
  }

  private static List<String> headers(WithoutSocket.Exchange exchange) {
    return exchange.headers.stream().map(header -> header.name() + ": " + header.get()).toList();
  }

  private static void assertProblem(WithoutSocket.Exchange exchange, int status, String part) {
    assertThat(exchange.status).isEqualTo(status);
    assertThat(new String(exchange.body, StandardCharsets.UTF_8))
        .contains("\"status\":" + status, part)
        .doesNotContain("secret");
    assertThat(headers(exchange)).startsWith("Content-Type: application/problem+json");
  }

  /** Once, and nothing else is. */
  private void assertCounted(String method, int status, @Nullable ErrorType error) {
    assertThat(
            meters
                .get("ras.api.requests")
                .tags("endpoint", "get_batch_status")
                .tags("method", method, "status_code", Integer.toString(status))
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(meters.get("ras.api.requests").counters()).filteredOn(c -> c.count() > 0).hasSize(1);
    assertThat(
            meters
                .get("ras.api.request.duration")
                .tags("endpoint", "get_batch_status", "method", method)
                .timer()
                .count())
        .isEqualTo(1);
    assertThat(meters.get("ras.api.errors").counters())
        .filteredOn(c -> c.count() > 0)
        .extracting(c -> c.getId().getTag("error_type"))
        .isEqualTo(error == null ? List.of() : List.of(error.tag()));
  }

  /** A connection of Helidon's with one request. */
  private final class OneRequest implements ServerConnection {
    private final WithoutSocket.Exchange exchange;
    private boolean closed;

    OneRequest(WithoutSocket.Exchange exchange) {
      this.exchange = exchange;
    }

    @Override
    public void handle(Limit limit) {
      TrackedConnection.requestBegins();
      filter(exchange);
    }

    @Override
    public Duration idleTime() {
      return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
      closed = true;
    }
  }
}
