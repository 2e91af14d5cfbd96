import org.jspecify.annotations.NullMarked;

/**
 * Consumes the four topics: decodes messages leniently and strictly as the contract says, hands
 * them on poll by poll, and commits an offset only after all below it is durable.
 */
@NullMarked
module com.huleedu.ras.adapter.kafka {
  requires transitive com.huleedu.ras.domain;
  requires transitive micrometer.core;
  requires static transitive org.jspecify;
  requires kafka.clients;
  requires org.slf4j;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports com.huleedu.ras.adapter.kafka;
}
