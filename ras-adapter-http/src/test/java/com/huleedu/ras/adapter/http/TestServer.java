package com.huleedu.ras.adapter.http;

import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.domain.port.Health;
import com.huleedu.ras.domain.port.Tracing;
import com.huleedu.ras.domain.port.deadletter.ManageDeadLetters;
import com.huleedu.ras.domain.port.query.QueryBatches;
import io.helidon.webserver.WebServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The adapter on free ports of the loopback address, with two valid keys. */
final class TestServer implements AutoCloseable {
  static final String KEY = "first-key-which-nobody-may-ever-see";
  static final String SECOND_KEY = "second-key-which-nobody-may-see-either";
  static final String OWN_KEY = "own-key-of-one-service";
  static final String SECOND_OWN_KEY = "second-own-key-of-one-service";
  static final String[] CREDENTIALS = {
    "X-Internal-API-Key: " + KEY, "X-Service-ID: api-gateway-service"
  };

  /** For all answers that a test gives. */
  static final UnsentAnswers ROOM = new UnsentAnswers(1L << 40);

  final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final HttpAdapter adapter;
  volatile Health.Verdict alive = new Health.Verdict(List.of());
  volatile Health.Verdict ready = new Health.Verdict(List.of());
  volatile Health.Verdict started = new Health.Verdict(List.of());
  volatile Health.Verdict answering = new Health.Verdict(List.of());

  TestServer(QueryBatches batches) {
    this(batches, new FakeDeadLetters());
  }

  TestServer(QueryBatches batches, ManageDeadLetters letters) {
    this(batches, letters, HttpConfig.Encryption.NONE);
  }

  TestServer(QueryBatches batches, ManageDeadLetters letters, HttpConfig.Encryption encryption) {
    adapter =
        HttpAdapter.start(
            config(0, 0, encryption),
            new SettableHealth(),
            metrics,
            metrics::scrape,
            Tracing.OFF,
            InstantSource.system());
    adapter.open(new UseCases(batches, letters, JsonAdapter.deadLetterWriter()));
  }

  /** All three ports with one filter, as the adapter puts them together; not started. */
  static WebServer listeners(
      Function<RequestMetrics, RequestFilter> filters, Duration idle, MeterRegistry registry) {
    RequestMetrics metrics = new RequestMetrics(registry);
    RequestFilter filter = filters.apply(metrics);
    return new Listeners(
            config(0, 0),
            new Drain(),
            EarlyProblems.handlers(metrics),
            idle,
            registry,
            Connections.unlimited(HttpConfig.Encryption.NONE))
        .build(filter, filter, filter);
  }

  static HttpConfig config(int port, int metricsPort) {
    return config(port, metricsPort, HttpConfig.Encryption.NONE);
  }

  static HttpConfig config(int port, int metricsPort, HttpConfig.Encryption encryption) {
    return new HttpConfig(
        "127.0.0.1",
        port,
        metricsPort,
        "127.0.0.1",
        0,
        new HttpConfig.Access(
            List.of(KEY, SECOND_KEY),
            Map.of("owner-service", List.of(OWN_KEY, SECOND_OWN_KEY)),
            Set.of("api-gateway-service", "admin-dashboard-service", "owner-service")),
        "1.2.3",
        encryption);
  }

  /** The port of that name: api, metrics or admin. */
  int port(String name) {
    return switch (name) {
      case "api" -> adapter.port();
      case "metrics" -> adapter.metricsPort();
      case "admin" -> adapter.adminPort();
      default -> throw new IllegalArgumentException("no port " + name);
    };
  }

  /** One request with credentials on a connection of its own. */
  RawHttp.Reply get(String target, String... headers) {
    return anonymous(
        RawHttp.get(
            target, Stream.of(CREDENTIALS, headers).flatMap(Stream::of).toArray(String[]::new)));
  }

  RawHttp.Reply anonymous(String request) {
    try (RawHttp http = new RawHttp(adapter.port())) {
      return Objects.requireNonNull(http.send(request).read());
    }
  }

  @Override
  public void close() {
    adapter.close();
  }

  private final class SettableHealth implements Health {
    @Override
    public Verdict alive() {
      return alive.ok() ? new Verdict(adapter.endedPorts()) : alive;
    }

    @Override
    public Verdict started() {
      return started;
    }

    @Override
    public Verdict answering() {
      return answering;
    }

    @Override
    public Verdict ready() {
      return ready;
    }
  }
}
