package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.query.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** No key that is valid, and none that was tried, shows up in anything that comes out. */
class SecrecyTest {
  private static final String TRIED = "tried-key-which-is-somebodys-secret";
  private final List<String> output = new ArrayList<>();

  @Test
  void keys_show_up_nowhere() {
    Logger helidon = Logger.getLogger("io.helidon");
    Recorder recorder = new Recorder();
    helidon.setLevel(Level.ALL);
    helidon.addHandler(recorder);
    try (LogCapture log = new LogCapture("ROOT")) {
      requests();
      log.events.forEach(event -> output.add(text(event)));
    } finally {
      helidon.removeHandler(recorder);
      helidon.setLevel(null);
    }
    output.add(TestServer.config(0, 0).toString());

    assertThat(recorder.records).as("Helidon's own log was on").isPositive();
    assertThat(output).hasSizeGreaterThan(20);
    assertThat(String.join("\n", output))
        .doesNotContain(TestServer.KEY, TestServer.SECOND_KEY, TestServer.OWN_KEY, TRIED);
  }

  private void requests() {
    try (TestServer server = new TestServer(new Failing())) {
      String[] targets = {
        "/internal/v1/batches/b/status",
        "/internal/v1/batches/user/u?limit=0",
        "/internal/x",
        "/nope",
        "/healthz",
        "/internal/v1/batches/fail/status"
      };
      for (String target : targets) {
        for (String key : new String[] {TestServer.KEY, TestServer.SECOND_KEY, TRIED}) {
          String header = "X-Internal-API-Key: " + key;
          String service = "X-Service-ID: api-gateway-service";
          answer(server.anonymous(RawHttp.get(target, header, service)));
          answer(server.anonymous(RawHttp.get(target, header)));
          answer(server.anonymous(RawHttp.get(target, header, service, "broken")));
          answer(server.anonymous(RawHttp.request("POST", target, header, service)));
        }
      }
      answer(server.anonymous(RawHttp.get("/metrics")));
    }
  }

  private void answer(RawHttp.Reply reply) {
    output.add(reply.toString());
  }

  private static String text(ILoggingEvent event) {
    String cause =
        event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy());
    return event.getFormattedMessage()
        + event.getKeyValuePairs()
        + event.getMDCPropertyMap()
        + cause;
  }

  private final class Recorder extends Handler {
    private int records;

    Recorder() {
      setLevel(Level.ALL);
    }

    @Override
    public synchronized void publish(LogRecord entry) {
      records++;
      Object[] parameters = entry.getParameters() == null ? new Object[0] : entry.getParameters();
      synchronized (output) {
        output.add(entry.getMessage() + List.of(parameters) + entry.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static final class Failing extends FakeBatches {
    @Override
    public Optional<Body> batch(BatchId batch) {
      if (batch.value().equals("fail")) {
        throw new IllegalStateException("failed");
      }
      return Optional.of(body("{}"));
    }
  }
}
