import org.jspecify.annotations.NullMarked;

/**
 * Real PostgreSQL, Redis and Kafka, started from jars: for the demo and for tests, never for the
 * service itself.
 *
 * <p>Each server is a process of its own, which a test may stop, kill or freeze. None survives the
 * JVM that started it, however that JVM ends. Needs Linux or macOS, and bash. The broker is started
 * from this JVM's class path, so this module has to be on it (Kafka's own jars are not fit for a
 * module path).
 *
 * <p>Each speaks TLS if it is started with the certificates of a {@link
 * com.huleedu.ras.embedded.TestAuthority}.
 */
@NullMarked
module com.huleedu.ras.embedded {
  requires static transitive org.jspecify;
  requires java.sql;
  requires jdk.httpserver;
  requires com.google.protobuf;
  requires io.opentelemetry.proto;
  requires embedded.postgres;
  requires embedded.redis;
  requires kafka.clients;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;

  exports com.huleedu.ras.embedded;
}
