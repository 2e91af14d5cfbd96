package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever strangers send: a well-formed answer that is no 5xx, but for 505 to another version of
 * HTTP, or a closed connection.
 */
@Timeout(300)
class HostileRequestsTest {
  private static final int REQUESTS = 10_000;
  private static final long SEED = Long.getLong("ras.test.seed", 20_261_123L);

  private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();

  @Test
  void ten_thousand_hostile_requests() throws Exception {
    System.out.println("seed (-Dras.test.seed): " + SEED);
    FakeBatches batches = new FakeBatches();
    batches.bodies.put("b", "{}");
    try (LogCapture log = new LogCapture("com.huleedu.ras.adapter.http");
        TestServer server = new TestServer(batches);
        ExecutorService clients = Executors.newFixedThreadPool(16)) {
      List<Future<?>> results = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        long seed = SEED + i;
        results.add(clients.submit(() -> attack(server, seed)));
      }
      for (Future<?> result : results) {
        result.get();
      }
      System.out.println("statuses (0: closed): " + new TreeMap<>(statuses));

      assertThat(statuses).containsKeys(0, 200, 400, 401, 404, 405, 414, 431, 505);
      assertThat(log.at(Level.ERROR)).isEmpty();
      assertThat(server.get("/internal/v1/batches/b/status").status()).isEqualTo(200);
    }
  }

  private void attack(TestServer server, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    byte[] bytes = new HostileRequest(random).bytes();
    try (RawHttp http = new RawHttp(server.adapter.port())) {
      send(http, bytes);
      int answers = 0;
      for (RawHttp.Reply reply = http.read(); reply != null; reply = http.read()) {
        answers++;
        statuses.merge(reply.status(), 1, Integer::sum);
        assertThat(reply.status()).matches(status -> status < 500 || status == 505);
        assertThat(reply.header("X-Correlation-ID")).isNotBlank();
        if (reply.status() >= 400) {
          assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        }
      }
      if (answers == 0) {
        statuses.merge(0, 1, Integer::sum);
      }
    } catch (RuntimeException | Error e) {
      throw new AssertionError(
          "seed %d: %s".formatted(seed, new String(bytes, StandardCharsets.ISO_8859_1)), e);
    }
  }

  private static void send(RawHttp http, byte[] bytes) {
    try {
      http.send(bytes).endOfInput();
    } catch (IOException | UncheckedIOException _) {
      // The server has seen enough already, and closed.
    }
  }
}
