import org.jspecify.annotations.NullMarked;

/**
 * The text of events and answers, both ways: bytes become events of the domain, leniently and
 * strictly as the contract says, and pictures of the domain become bytes. Knows neither where
 * messages come from nor where answers go.
 */
@NullMarked
module com.huleedu.ras.adapter.json {
  requires transitive com.huleedu.ras.domain;
  requires transitive micrometer.core;
  requires static transitive org.jspecify;
  requires org.slf4j;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports com.huleedu.ras.adapter.json;
}
