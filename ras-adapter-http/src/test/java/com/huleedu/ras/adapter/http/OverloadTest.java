package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.query.Body;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is turned away is told when to come again, and comes again on the same connection. */
class OverloadTest {
  private static final String CACHED = status("cached");
  private static final String OTHER = status("other");

  private volatile boolean overloaded = true;

  @Test
  void aRequestThatIsTooManyCostsNobodyTheConnection() {
    FakeBatches batches =
        new FakeBatches() {
          @Override
          public Optional<Body> batch(BatchId batch) {
            if (overloaded && !batch.value().equals("cached")) {
              throw UnavailableException.overloaded("RAS", "all is busy");
            }
            return super.batch(batch);
          }
        };
    batches.bodies.put("cached", "{}");
    batches.bodies.put("other", "{}");
    try (TestServer server = new TestServer(batches);
        RawHttp http = new RawHttp(server.adapter.port())) {
      for (int i = 0; i < 3; i++) {
        RawHttp.Reply shed = http.send(OTHER).read();
        assertThat(shed.status()).isEqualTo(503);
        assertThat(shed.header("Retry-After")).isEqualTo("2");
        assertThat(shed.header("Connection")).isNotEqualTo("close");
        assertThat(shed.body()).contains("\"error\":\"Internal server error\"");
        assertThat(http.send(CACHED).read().status()).isEqualTo(200);
        assertThat(http.send(RawHttp.get("/healthz")).read().status()).isEqualTo(200);
      }
      overloaded = false;
      assertThat(http.send(OTHER).read().status()).isEqualTo(200);
      assertThat(server.metrics.scrape())
          .contains(
              "ras_api_errors_total{endpoint=\"get_batch_status\",error_type=\"overloaded\"} 3.0");
    }
  }

  private static String status(String batch) {
    return RawHttp.get("/internal/v1/batches/" + batch + "/status", TestServer.CREDENTIALS);
  }
}
