package com.huleedu.ras.adapter.http;

import static com.huleedu.ras.adapter.http.HttpConfig.Encryption.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.port.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HttpAdapterTest {
  @Test
  void a_port_that_is_taken_is_named_with_its_setting() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int taken = other.getLocalPort();

      assertThatThrownBy(() -> start(TestServer.config(taken, 0)))
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContainingAll("port " + taken, "127.0.0.1", " PORT ");
      assertThatThrownBy(() -> start(TestServer.config(0, taken)))
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContainingAll("port " + taken, "127.0.0.1", "METRICS_PORT");
      assertThatThrownBy(() -> start(admin("127.0.0.1", taken)))
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContainingAll("port " + taken, "127.0.0.1", "ADMIN_PORT");
    }
  }

  @Test
  void a_host_that_is_not_of_this_machine_is_named() {
    assertThatThrownBy(() -> start(config("192.0.2.1", List.of("k"))))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContainingAll("192.0.2.1", "HOST");
    assertThatThrownBy(() -> start(admin("192.0.2.1", 0)))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContainingAll("192.0.2.1", "ADMIN_HOST");
    assertThatThrownBy(() -> start(config("no such host", List.of("k"))))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContainingAll("no such host", "HOST");
  }

  @Test
  void a_port_is_free_again_at_once() {
    int port;
    int metricsPort;
    try (HttpAdapter first = start(TestServer.config(0, 0));
        RawHttp http = new RawHttp(first.port())) {
      port = first.port();
      metricsPort = first.metricsPort();
      assertThat(http.send(RawHttp.get("/healthz")).read()).isNotNull();
    }
    try (HttpAdapter second = start(TestServer.config(port, metricsPort))) {
      assertThat(second.port()).isEqualTo(port);
      assertThat(second.metricsPort()).isEqualTo(metricsPort);
    }
  }

  @Test
  void a_wrong_configuration_is_refused_without_showing_keys() {
    for (String key : new String[] {"", " leading", "trailing ", "line\nbreak", "ümlaut"}) {
      assertThatThrownBy(() -> config("h", List.of("secret", key)))
          .hasMessageStartingWith("access: a key")
          .hasMessageNotContainingAny("secret", "leading", "trailing", "break", "mlaut");
    }
    assertThatThrownBy(() -> config("h", List.of())).hasMessageContaining("a key for every");
    assertThatThrownBy(() -> admin(" ", 0)).hasMessage("adminHost is blank");
    assertThatThrownBy(() -> new HttpConfig("h", 0, 9, "h", 9, access(List.of("k")), "1", NONE))
        .hasMessage("metricsPort and adminPort are both 9");
    assertThatThrownBy(() -> config(" ", List.of("k"))).hasMessage("host is blank");
    assertThatThrownBy(() -> TestServer.config(70_000, 0))
        .hasMessage("port is not from 0 to 65535: 70000");
    assertThatThrownBy(() -> TestServer.config(0, -1)).hasMessageStartingWith("metricsPort");
    assertThatThrownBy(() -> TestServer.config(7, 7)).hasMessage("port and metricsPort are both 7");
  }

  @Test
  void every_mistake_about_access_is_named_at_once() {
    assertThatThrownBy(() ->
            new HttpConfig.Access(
                List.of("k\n"), Map.of("stranger", List.of("secret")), Set.of("s", "ü")))
        .hasMessageContainingAll("a key is not", "serviceIds", "ü", "stranger")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() ->
            new HttpConfig.Access(List.of(), Map.of("a", List.of("secret")), Set.of("a", "b")))
        .hasMessageContaining("a key for every service");
    assertThat(
            new HttpConfig.Access(List.of(), Map.of("a", List.of("secret")), Set.of("a"))
                .toString())
        .contains("a=(1)")
        .doesNotContain("secret");
  }

  @Test
  void beforeItIsOpenedOnlyHealthAndMetricsAreAnswered() {
    try (HttpAdapter adapter = start(TestServer.config(0, 0));
        RawHttp http = new RawHttp(adapter.port())) {
      String credentials = "X-Internal-API-Key: " + TestServer.KEY;
      String service = "X-Service-ID: api-gateway-service";
      String status = "/internal/v1/batches/b/status";

      assertThat(http.send(RawHttp.get("/healthz")).read().status()).isEqualTo(200);
      assertThat(http.send(RawHttp.get(status, credentials, service)).read().status())
          .isEqualTo(503);

      adapter.open(
          new UseCases(new FakeBatches(), new FakeDeadLetters(), JsonAdapter.deadLetterWriter()));
      assertThat(http.send(RawHttp.get(status, credentials, service)).read().status())
          .isEqualTo(404);
    }
  }

  private static HttpConfig config(String host, List<String> keys) {
    return new HttpConfig(host, 0, 0, "127.0.0.1", 0, access(keys), "1", NONE);
  }

  private static HttpConfig admin(String adminHost, int adminPort) {
    return new HttpConfig("127.0.0.1", 0, 0, adminHost, adminPort, access(List.of("k")), "1", NONE);
  }

  private static HttpConfig.Access access(List<String> keys) {
    return new HttpConfig.Access(keys, Map.of(), Set.of("s"));
  }

  private static HttpAdapter start(HttpConfig config) {
    return HttpAdapter.start(
        config,
        new WellHealth(),
        new SimpleMeterRegistry(),
        _ -> "",
        Tracing.OFF,
        InstantSource.system());
  }
}
