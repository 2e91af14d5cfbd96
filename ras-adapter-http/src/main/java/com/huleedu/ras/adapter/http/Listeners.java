package com.huleedu.ras.adapter.http;

import com.huleedu.ras.adapter.http.HttpConfig.ListenerTls;
import io.helidon.http.HttpLogConfig;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;

/** All listeners, as Helidon wants to be told. */
final class Listeners {
  private static final String API = "http";
  static final String METRICS = "metrics";
  static final String ADMIN = "admin";

  static final Duration GRACE = Duration.ofSeconds(5);
  static final int MAX_REQUEST_LINE = 8 * 1_024;
  static final int MAX_HEADERS = 16 * 1_024;
  static final int MAX_CONTENT = 16 * 1_024;

  /** For so long a connection may be of no use: idle, or stuck in one request. */
  static final Duration IDLE = Duration.ofSeconds(60);

  /**
   * On the ports with few places, for so long a connection may take to its first request, and that
   * to its last header: whoever probes does not wait longer than some seconds for a place.
   */
  static final Duration FIRST = Duration.ofSeconds(3);

  private static final int CHECKS_PER_IDLE = 12;
  private static final int BACKLOG = 1_024;

  private final HttpConfig config;
  private final Drain drain;
  private final DirectHandlers early;
  private final Duration idle;
  private final MeterRegistry registry;
  private final Connections connections;

  /**
   * @param idle see {@link #IDLE}
   */
  Listeners(
      HttpConfig config,
      Drain drain,
      DirectHandlers early,
      Duration idle,
      MeterRegistry registry,
      Connections connections) {
    this.connections = connections;
    this.config = config;
    this.drain = drain;
    this.early = early;
    this.idle = idle;
    this.registry = registry;
  }

  WebServer build(RequestFilter api, RequestFilter operations, RequestFilter administration) {
    ListenerConfig.Builder metrics = ListenerConfig.builder();
    Duration first = idle.compareTo(FIRST) < 0 ? idle : FIRST;
    configure(metrics, config.host(), config.metricsPort(), operations, first);
    encrypt(metrics, METRICS, "METRICS", config.encryption().metrics());
    metrics.name(METRICS).maxTcpConnections(connections.metrics());
    ListenerConfig.Builder admin = ListenerConfig.builder();
    configure(admin, config.adminHost(), config.adminPort(), administration, first);
    encrypt(admin, ADMIN, "ADMIN", config.encryption().admin());
    admin.name(ADMIN).maxTcpConnections(connections.admin());
    WebServerConfig.Builder main = WebServer.builder();
    configure(main, config.host(), config.port(), api, idle);
    encrypt(main, API, "HTTP", config.encryption().api());
    return main.maxTcpConnections(connections.api())
        .putSocket(METRICS, metrics.buildPrototype())
        .putSocket(ADMIN, admin.buildPrototype())
        // The order in which the service stops is its own business.
        .shutdownHook(false)
        .featuresDiscoverServices(false)
        .build();
  }

  /**
   * @param first for how long a connection may be of no use at its beginning; what it may be later
   *     is looked at in {@link TrackedConnection#close}
   */
  private void configure(
      ListenerConfig.BuilderBase<?, ?> listener,
      String host,
      int port,
      RequestFilter requests,
      Duration first) {
    listener
        .host(host)
        .port(port)
        .backlog(BACKLOG)
        .connectionOptions(options -> options.tcpNoDelay(true))
        .idleConnectionTimeout(first)
        .idleConnectionPeriod(first.dividedBy(CHECKS_PER_IDLE))
        .shutdownGracePeriod(GRACE)
        .maxPayloadSize(MAX_CONTENT)
        .protocolsDiscoverServices(false)
        .directHandlers(early)
        // Hands the reason over to the direct handlers, which do not show it.
        .errorHandling(ErrorHandling.builder().includeEntity(true).buildPrototype())
        .routing(HttpRouting.builder().addFilter(requests));
  }

  /**
   * @param name of the listener in logs and meters
   * @param settings what the names of its settings begin with
   */
  private void encrypt(
      ListenerConfig.BuilderBase<?, ?> listener,
      String name,
      String settings,
      Optional<ListenerTls> tls) {
    tls.ifPresent(given -> listener.tls(given.forHelidon()));
    listener.addConnectionSelector(
        new TrackedConnections(
            http1(),
            drain,
            idle,
            tls.map(_ -> new LostHandshakes(name, settings, registry, System::nanoTime))));
  }

  private static Http1ConnectionSelector http1() {
    Http1Config http1 =
        Http1Config.builder()
            .maxPrologueLength(MAX_REQUEST_LINE)
            .maxHeadersSize(MAX_HEADERS)
            // In HTTP/1.1, and nothing else is spoken here, a connection stays open unless told
            // otherwise. Helidon takes a buffer of 256 bytes more than the body: with this header
            // those of a status don't fit, and it takes another of twice the size.
            .sendKeepAliveHeader(false)
            // Route and Percent are stricter, after authentication, and answer on a connection that
            // stays open.
            .validatePath(false)
            .validatePrologue(false)
            // Helidon's own log of requests leaves out the key as long as nobody reconfigures it;
            // off, it can't be.
            .log(HttpLogConfig.builder().receiveLog(false).sendLog(false).buildPrototype())
            // The only one: of two listeners, Helidon 4.5 calls neither.
            .addReceiveListener(new TrackedConnections.RequestLines())
            .buildPrototype();
    return Http1ConnectionSelector.builder().config(http1).build();
  }
}
