import org.jspecify.annotations.NullMarked;

/**
 * Consumes the topics: has messages decoded, hands them on poll by poll, and commits an offset only
 * after all below it is durable.
 */
@NullMarked
module com.huleedu.ras.adapter.kafka {
  requires transitive com.huleedu.ras.domain;
  requires transitive com.huleedu.ras.tls;
  requires transitive micrometer.core;
  requires static transitive org.jspecify;
  requires java.management;
  requires kafka.clients;
  requires org.slf4j;
  requires tools.jackson.core;

  exports com.huleedu.ras.adapter.kafka;
  exports com.huleedu.ras.adapter.kafka.security;
}
