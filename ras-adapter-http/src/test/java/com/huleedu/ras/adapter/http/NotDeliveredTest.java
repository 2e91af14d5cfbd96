package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.query.Body;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer that could not be sent counts as what it is. */
class NotDeliveredTest {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch gone = new CountDownLatch(1);
  private final TestServer server = new TestServer(new Waiting());

  @AfterEach
  void stop() {
    gone.countDown();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"large, 200", "small, 200", "none, 404"})
  void whoLeavesBeforeTheAnswerIsNotCountedAsAnswered(String batch, int status) throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.adapter.port())) {
      // Resets the connection when it is closed, so that the server's first write fails.
      client.setSoLinger(true, 0);
      String target = "/internal/v1/batches/" + batch + "/status";
      String request = RawHttp.get(target, TestServer.CREDENTIALS);
      client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      entered.await();
    }
    gone.countDown();

    Awaitility.await()
        .untilAsserted(() ->
            assertThat(server.metrics.scrape())
                .contains(
                    counted(499) + " 1.0",
                    "ras_api_request_duration_seconds_count{endpoint=\"get_batch_status\",method=\"GET\"} 1"));
    assertThat(server.metrics.scrape()).doesNotContain(counted(status) + " 1.0");
  }

  private static String counted(int status) {
    return "ras_api_requests_total{endpoint=\"get_batch_status\",method=\"GET\",status_code=\"%d\"}"
        .formatted(status);
  }

  private final class Waiting extends FakeBatches {
    @Override
    public Optional<Body> batch(BatchId batch) {
      entered.countDown();
      try {
        gone.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return switch (batch.value()) {
        case "large" -> Optional.of(body("x".repeat(8_000_000)));
        case "small" -> Optional.of(body("{}"));
        default -> Optional.empty();
      };
    }
  }
}
