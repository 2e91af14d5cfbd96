package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Helidon ends a listener for good when it can't accept, and tells nobody. */
@Timeout(60)
class EndedListenerTest {
  private final Set<Thread> ofOthers = listeners();
  private final TestServer server = new TestServer(new FakeBatches());

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "@default, PORT, metrics",
    "metrics, METRICS_PORT, api",
    "admin, ADMIN_PORT, metrics"
  })
  void isNamedOnThePortsThatAreLeft(String listener, String setting, String left) {
    assertThat(livez(left).status()).isEqualTo(200);
    endBy(listener);

    await().until(() -> livez(left).status() == 503);
    assertThat(livez(left).body()).contains("nobody listens on " + setting + " ", "restart");
  }

  @Test
  void oneThatHasNoPlaceForNewcomersListens() {
    List<RawHttp> silent = new ArrayList<>();
    try {
      int places = Connections.unlimited(HttpConfig.Encryption.NONE).metrics();
      for (int i = 0; i < places + 10; i++) {
        silent.add(new RawHttp(server.adapter.metricsPort()));
      }
      assertThat(server.adapter.endedPorts()).isEmpty();
    } finally {
      silent.forEach(RawHttp::close);
    }
  }

  @Test
  void thoseThatWereStoppedHaveNotEnded() {
    server.close();
    assertThat(server.adapter.endedPorts()).isEmpty();
  }

  private RawHttp.Reply livez(String at) {
    try (RawHttp http = new RawHttp(server.port(at))) {
      return Objects.requireNonNull(http.send(RawHttp.get("/livez")).read());
    }
  }

  /** As a failed accept does it: an interrupt is one. */
  private void endBy(String listener) {
    listeners().stream()
        .filter(thread -> !ofOthers.contains(thread))
        .filter(thread -> thread.getName().equals("server-%s-listener".formatted(listener)))
        .forEach(Thread::interrupt);
  }

  private static Set<Thread> listeners() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith("-listener"))
        .collect(Collectors.toSet());
  }
}
