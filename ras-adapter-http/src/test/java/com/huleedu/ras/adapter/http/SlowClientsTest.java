package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helidon.webserver.WebServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take their time, and lengths that nobody means (guarantees, G13). */
@Timeout(60)
class SlowClientsTest {
  private static final int SLOW_CLIENTS = 600;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration PACE = Duration.ofMillis(50);
  private static final String BATCH = "/internal/v1/batches/b/status";

  /** More than the ports of metrics and operators have places. */
  @ParameterizedTest
  @CsvSource({
    "api, /internal/v1/batches/b/status",
    "metrics, /healthz",
    "admin, /internal/v1/dead-letters"
  })
  void manyWhoNeverFinishLeaveRoomForOthers(String at, String target) {
    FakeBatches batches = new FakeBatches();
    batches.bodies.put("b", "{}");
    String request = RawHttp.get(target, TestServer.CREDENTIALS);
    List<RawHttp> slow = new ArrayList<>();
    try (TestServer server = new TestServer(batches)) {
      for (int i = 0; i < SLOW_CLIENTS; i++) {
        String begun = request.substring(0, i % (request.length() - 2));
        slow.add(new RawHttp(server.port(at)).send(begun));
      }
      for (int i = 0; i < 100; i++) {
        try (RawHttp client = new RawHttp(server.port(at))) {
          assertThat(Objects.requireNonNull(client.send(request).read()).status()).isEqualTo(200);
        }
      }
    } finally {
      slow.forEach(RawHttp::close);
    }
  }

  /** In the request line, and in a header. */
  @ParameterizedTest
  @ValueSource(strings = {"GET /", "GET /healthz HTTP/1.1\r\nHost: ras\r\nX: "})
  void whoSendsByteByByteIsCutOff(String begun) {
    WebServer server = impatient().start();
    try (RawHttp client = new RawHttp(server.port())) {
      client.send(begun);
      await().pollInterval(PACE).atMost(IDLE.multipliedBy(20)).until(() -> isCutOff(client));
    } finally {
      server.stop();
    }
  }

  private static boolean isCutOff(RawHttp client) {
    try {
      client.send("a");
      return false;
    } catch (UncheckedIOException closed) {
      return true;
    }
  }

  /** As the adapter is put together, but for the timeout. */
  private static WebServer impatient() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    OperationsEndpoints operations = new OperationsEndpoints(new WellHealth(), _ -> "", "1.2.3");
    return TestServer.listeners(
        metrics -> new RequestFilter(Route::of, operations::answer, metrics, TestServer.ROOM),
        IDLE,
        registry);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 9223372036854775807",
        "Content-Length: 2147483648",
        "Content-Length: 99999999999999999999999999",
        "Content-Length: -1",
        "Content-Length: 1e9",
        "Content-Length: 0x10",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
      })
  void anAbsurdLengthIsAnsweredAtOnceOrCutOff(String header) {
    assertAnsweredOrCutOff("POST", header + "\r\nContent-Type: application/json", "12345");
    assertAnsweredOrCutOff("GET", header, "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffffffffffffffff\r\na",
        "7fffffff\r\na",
        "-1\r\na",
        "zz\r\na",
        "1;x=y\r\nab",
        "\r\n"
      })
  void anAbsurdChunkIsAnsweredOrCutOff(String body) {
    assertAnsweredOrCutOff("POST", "Transfer-Encoding: chunked", body);
    assertAnsweredOrCutOff("GET", "Transfer-Encoding: chunked", body);
  }

  /** The length of a chunk, and what follows the last one; read by an endpoint, or passed over. */
  @ParameterizedTest
  @CsvSource({
    "api, GET, /healthz, false",
    "api, GET, /internal/v1/batches/b/status, false",
    "api, GET, /internal/v1/batches/b/status, true",
    "metrics, POST, /metrics, false",
    "admin, POST, /internal/v1/dead-letters/replay, false",
    "admin, POST, /internal/v1/dead-letters/replay, true"
  })
  void aLineInContentThatNeverEndsIsCutOff(String at, String method, String target, boolean known) {
    try (TestServer server = new TestServer(new FakeBatches())) {
      List<String> headers = new ArrayList<>(List.of("Transfer-Encoding: chunked"));
      if (known) {
        headers.addAll(List.of(TestServer.CREDENTIALS));
      }
      String head = RawHttp.request(method, target, headers.toArray(String[]::new));
      for (String begun : List.of("", "0\r\n", "1;x=")) {
        assertThat(taken(server.port(at), head + begun)).as(begun).isLessThan(16 << 20);
      }
    }
  }

  /** How much without a line's end a client can send behind what it has begun; 64 MiB at most. */
  private static int taken(int port, String begun) {
    byte[] ones = new byte[64 << 10];
    Arrays.fill(ones, (byte) '1');
    int sent = 0;
    try (RawHttp client = new RawHttp(port)) {
      client.send(begun);
      while (sent < 64 << 20) {
        client.send(ones);
        sent += ones.length;
      }
    } catch (UncheckedIOException cutOff) {
      // As it should be.
    }
    return sent;
  }

  private static void assertAnsweredOrCutOff(String method, String header, String body) {
    FakeBatches batches = new FakeBatches();
    batches.bodies.put("b", "{}");
    try (TestServer server = new TestServer(batches)) {
      try (RawHttp client = new RawHttp(server.adapter.port())) {
        String[] headers = {header, TestServer.CREDENTIALS[0], TestServer.CREDENTIALS[1]};
        RawHttp.Reply reply = client.send(RawHttp.request(method, BATCH, headers) + body).read();
        if (reply != null) {
          assertThat(reply.status()).as(reply.toString()).isBetween(200, 499);
        }
      }
      assertThat(server.get(BATCH).status()).isEqualTo(200);
    }
  }
}
