import org.jspecify.annotations.NullMarked;

/**
 * The internal HTTP API of RAS: both queries, health and metrics, on Helidon's WebServer.
 *
 * <p>{@link com.huleedu.ras.adapter.http.HttpAdapter} serves whatever implements the in-ports of
 * the domain. Bodies come to it finished, so that a cache can hold them.
 */
@NullMarked
module com.huleedu.ras.adapter.http {
  requires transitive com.huleedu.ras.domain;
  requires transitive com.huleedu.ras.tls;
  requires transitive micrometer.core;
  requires static org.jspecify;
  requires com.dynatrace.hash4j;
  requires io.helidon.common.buffers;
  requires io.helidon.common.concurrency.limits;
  requires io.helidon.common.socket;
  requires io.helidon.common.tls;
  requires io.helidon.http;
  requires io.helidon.webserver;
  requires java.management;
  requires jdk.management;
  requires org.slf4j;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports com.huleedu.ras.adapter.http;
}
