package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Paths, parameters, headers and credentials by the million, without a socket: never a 5xx, never
 * an internal message, nothing of {@code /internal} without credentials, the same answer each time,
 * and at a cost that the length of the request bounds.
 */
class HostileParametersTest {
  private static final long SEED = Long.getLong("ras.test.seed", 20_261_124L);
  private static final int CASES = Boolean.getBoolean("ras.long") ? 1_000_000 : 50_000;
  private static final long BYTES_FOR_ANY = 64 * 1_024;
  private static final long BYTES_PER_BYTE = 200;
  private static final Pattern INTERNALS =
      Pattern.compile("Exception|\\bat (com|java|io)\\.|huleedu|helidon");
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> SERVICES =
      Set.of("api-gateway-service", "admin-dashboard-service");

  private final FakeBatches batches = new FakeBatches();
  private final WithoutSocket server = new WithoutSocket(batches, new WellHealth());
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<Integer, Integer> statuses = new TreeMap<>();
  private double costliest;

  @Test
  @Timeout(1_800)
  void thousandsOfHostileRequests() {
    System.out.println("seed (-Dras.test.seed): " + SEED + ", cases: " + CASES);
    batches.bodies.put("b", "{}");
    batches.essays.put("b", "{}");
    var logger = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("com.huleedu.ras");
    logger.setLevel(Level.WARN);
    try (ErrorCount errors = new ErrorCount(logger)) {
      for (int i = 0; i < CASES; i++) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + i);
        HostileRequest request = new HostileRequest(random);
        byte[] bytes = random.nextInt(4) == 0 ? request.bytes() : request.wellFormed();
        try {
          judge(bytes);
        } catch (RuntimeException | Error e) {
          throw new AssertionError(
              "seed %d: %s".formatted(SEED + i, new String(bytes, StandardCharsets.ISO_8859_1)), e);
        }
      }
      System.out.printf(
          "statuses (0: no request): %s; costliest: %.1f bytes a byte%n", statuses, costliest);
      assertThat(statuses.keySet()).containsExactlyInAnyOrder(0, 200, 304, 400, 401, 404, 405);
      assertThat(errors.count).isZero();
    } finally {
      logger.setLevel(null);
    }
  }

  private void judge(byte[] bytes) {
    long start = threads.getCurrentThreadAllocatedBytes();
    Optional<WithoutSocket.Exchange> answered = server.answer(bytes);
    long between = threads.getCurrentThreadAllocatedBytes();
    Optional<WithoutSocket.Exchange> again = server.answer(bytes);
    long end = threads.getCurrentThreadAllocatedBytes();
    batches.queries.clear();
    batches.essaysQueries.clear();
    // The smaller, for classes are loaded once.
    long cost = Math.min(between - start, end - between);
    costliest = Math.max(costliest, (double) (cost - BYTES_FOR_ANY) / Math.max(1, bytes.length));
    assertThat(cost).isLessThan(BYTES_FOR_ANY + BYTES_PER_BYTE * bytes.length);
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    assertThat(again.map(WithoutSocket::comparable))
        .isEqualTo(answered.map(WithoutSocket::comparable));
    statuses.merge(answered.map(exchange -> exchange.status).orElse(0), 1, Integer::sum);
    answered.ifPresent(HostileParametersTest::judge);
  }

  private static void judge(WithoutSocket.Exchange exchange) {
    assertThat(exchange.status).isBetween(200, 499);
    exchange.headers.forEach(header -> assertThat(header.values()).matches("[ -~]*"));
    String path = exchange.prologue.uriPath().rawPath();
    if (isDoubtful(exchange)) {
      // Of the connection, not of the request: nobody knows whose bytes follow.
      assertThat(exchange.status).isEqualTo(400);
    } else if (path.startsWith("/internal/") || path.equals("/internal")) {
      assertThat(exchange.status == 401).as("401").isEqualTo(!isAllowed(exchange));
    }
    if (exchange.status >= 400 && exchange.body.length > 0) {
      judgeProblem(exchange);
    }
  }

  private static boolean isDoubtful(WithoutSocket.Exchange exchange) {
    List<String> encodings = WithoutSocket.values(exchange, "Transfer-Encoding");
    List<String> lengths = WithoutSocket.values(exchange, "Content-Length");
    return encodings.isEmpty()
        ? !lengths.isEmpty() && (lengths.size() > 1 || !lengths.getFirst().matches("[0-9]{1,18}"))
        : !encodings.equals(List.of("chunked")) || !lengths.isEmpty();
  }

  private static boolean isAllowed(WithoutSocket.Exchange exchange) {
    List<String> keys = WithoutSocket.values(exchange, "X-Internal-API-Key");
    List<String> services = WithoutSocket.values(exchange, "X-Service-ID");
    return keys.size() == 1
        && Set.of(TestServer.KEY, TestServer.SECOND_KEY).contains(keys.getFirst().strip())
        && services.size() == 1
        && SERVICES.contains(services.getFirst().strip());
  }

  private static void judgeProblem(WithoutSocket.Exchange exchange) {
    String body = new String(exchange.body, StandardCharsets.UTF_8);
    assertThat(INTERNALS.matcher(body).find()).as(body).isFalse();
    JsonNode problem = JSON.readTree(body);
    assertThat(problem.get("status").intValue()).isEqualTo(exchange.status);
    assertThat(problem.get("detail").stringValue()).isNotBlank().hasSizeLessThan(2_000);
    assertThat(problem.get("instance").stringValue()).matches("[!-~]*");
    assertThat(problem.get("error").stringValue()).isNotBlank();
  }

  private static final class ErrorCount
      extends ch.qos.logback.core.AppenderBase<ch.qos.logback.classic.spi.ILoggingEvent>
      implements AutoCloseable {
    private final ch.qos.logback.classic.Logger logger;
    private int count;

    ErrorCount(ch.qos.logback.classic.Logger logger) {
      this.logger = logger;
      logger.addAppender(this);
      start();
    }

    @Override
    protected void append(ch.qos.logback.classic.spi.ILoggingEvent event) {
      count++;
    }

    @Override
    public void close() {
      logger.detachAppender(this);
    }
  }
}
