import org.jspecify.annotations.NullMarked;

/**
 * Proofs by force: the service as processes on real servers, under kills, freezes, outages and
 * broken connections; at the end the rows are compared with a pure fold of what was published.
 */
@NullMarked
module com.huleedu.ras.chaos {
  requires static transitive org.jspecify;
  requires com.huleedu.ras.adapter.json;
  requires com.huleedu.ras.adapter.postgres;
  requires com.huleedu.ras.bootstrap;
  requires com.huleedu.ras.domain;
  requires com.huleedu.ras.embedded;
  requires com.huleedu.ras.testkit;
  requires info.picocli;
  requires java.net.http;
  requires java.sql;
  requires jul.to.slf4j;
  requires kafka.clients;
  requires micrometer.core;
  requires org.snakeyaml.engine;
  requires tools.jackson.databind;

  // Commands and their options are found by reflection.
  opens com.huleedu.ras.chaos to
      info.picocli;
}
