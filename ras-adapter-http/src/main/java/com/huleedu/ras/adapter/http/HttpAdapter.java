package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.port.Health;
import com.huleedu.ras.domain.port.Tracing;
import com.huleedu.ras.domain.port.checkup.Check;
import io.helidon.webserver.WebServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The HTTP API on three ports: what services may ask on the one, metrics and health alone on
 * another, and on the third, which may have an address of its own, what operators alone may do.
 * Each connection has a virtual thread, so whatever is behind the ports of the domain may block.
 */
public final class HttpAdapter implements AutoCloseable {
  private final WebServer server;
  private final Drain drain;
  private final ApiEndpoints api;
  private final AdminEndpoints admin;
  private final ListenerWatch watch;

  private HttpAdapter(
      WebServer server, Drain drain, ApiEndpoints api, AdminEndpoints admin, ListenerWatch watch) {
    this.server = server;
    this.drain = drain;
    this.api = api;
    this.admin = admin;
    this.watch = watch;
  }

  /**
   * Starts to listen, and to answer for health and metrics. Whatever else is asked for is not
   * available before {@link #open}. The process may get one carrier of virtual threads more.
   *
   * @param metrics gets the meters {@code ras.api.*} and {@code ras.key.*}
   * @param metricsText all metrics of the service in the form of that Content-Type: Prometheus'
   *     text format, version 0.0.4, or OpenMetrics
   * @param tracing is told of each request for batches and dead letters
   * @param clock says when keys are used
   * @throws MisconfiguredException if one of the ports is taken, or the host is not of this machine
   */
  public static HttpAdapter start(
      HttpConfig config,
      Health health,
      MeterRegistry metrics,
      UnaryOperator<String> metricsText,
      Tracing tracing,
      InstantSource clock) {
    Carriers.spareOne();
    Ports.check(config.host(), config.port(), "PORT", "HOST");
    Ports.check(config.host(), config.metricsPort(), "METRICS_PORT", "HOST");
    Ports.check(config.adminHost(), config.adminPort(), "ADMIN_PORT", "ADMIN_HOST");
    RequestMetrics requestMetrics = new RequestMetrics(metrics);
    Credentials credentials = new Credentials(config.access(), metrics, clock);
    ApiEndpoints api = new ApiEndpoints(credentials);
    AdminEndpoints admin = new AdminEndpoints(credentials);
    OperationsEndpoints operations = new OperationsEndpoints(health, metricsText, config.version());
    Drain drain = new Drain();
    UnsentAnswers unsent = new UnsentAnswers(Runtime.getRuntime().maxMemory());
    WebServer server =
        new Listeners(
                config,
                drain,
                EarlyProblems.handlers(requestMetrics),
                Listeners.IDLE,
                metrics,
                Connections.ofThisProcess(config.encryption()))
            .build(
                new RequestFilter(
                    Route::of,
                    (route, request) ->
                        route.internal()
                            ? api.answer(route, request)
                            : operations.answer(route, request),
                    requestMetrics,
                    unsent,
                    tracing),
                new RequestFilter(Route::of, operations::answer, requestMetrics, unsent),
                new RequestFilter(Route::ofAdmin, admin::answer, requestMetrics, unsent, tracing));
    server.start();
    if (!server.isRunning()) {
      throw new MisconfiguredException(
          "cannot listen on %s: PORT %s, METRICS_PORT %s or ADMIN_PORT %s was taken at the last moment"
              .formatted(config.host(), config.port(), config.metricsPort(), config.adminPort()));
    }
    return new HttpAdapter(server, drain, api, admin, watch(config, server, drain));
  }

  private static ListenerWatch watch(HttpConfig config, WebServer server, Drain drain) {
    return new ListenerWatch(
        List.of(
            new ListenerWatch.Port("PORT", config.host(), server.port()),
            new ListenerWatch.Port("METRICS_PORT", config.host(), server.port(Listeners.METRICS)),
            new ListenerWatch.Port("ADMIN_PORT", config.adminHost(), server.port(Listeners.ADMIN))),
        drain,
        System::nanoTime);
  }

  /** How many connections all ports take at a time, unless files are scarce. */
  public static int connections(HttpConfig config) {
    return Connections.unlimited(config.encryption()).sum();
  }

  /**
   * A line for each port on which nobody listens any more, though nobody closed this; empty as long
   * as all is well. As of a second ago at most.
   */
  public List<String> endedPorts() {
    return watch.ended();
  }

  /** What can be looked at without listening; changes nothing. */
  public static List<Check> checks(HttpConfig config) {
    return PortChecks.of(config);
  }

  /** Begins to answer for batches and dead letters: what is behind it can be asked now. */
  public void open(UseCases useCases) {
    api.open(useCases.batches());
    admin.open(useCases.deadLetters(), useCases.deadLetterWriter());
  }

  /** The port of the API. */
  public int port() {
    return server.port();
  }

  /** The port of metrics and health alone. */
  public int metricsPort() {
    return server.port(Listeners.METRICS);
  }

  /** The port for operators. */
  public int adminPort() {
    return server.port(Listeners.ADMIN);
  }

  /**
   * Stops listening, answers the requests under way, for at most five seconds per port, and closes
   * all connections. Every answer from now on says {@code Connection: close}. May be called again.
   */
  @Override
  public void close() {
    drain.start();
    server.stop();
  }
}
