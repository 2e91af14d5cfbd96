import org.jspecify.annotations.NullMarked;

/**
 * How fast the service is, and how far that is from what the machine allows: each number beside
 * that of the barest program which does the same, from one run.
 */
@NullMarked
module com.huleedu.ras.benchmarks {
  requires static transitive org.jspecify;
  requires com.huleedu.ras.adapter.json;
  requires com.huleedu.ras.bootstrap;
  requires com.huleedu.ras.domain;
  requires com.huleedu.ras.embedded;
  requires com.huleedu.ras.testkit;
  requires com.zaxxer.hikari;
  requires HdrHistogram;
  requires info.picocli;
  requires io.helidon.http;
  requires io.helidon.webserver;
  requires java.sql;
  requires jmh.core;
  requires jul.to.slf4j;
  requires kafka.clients;
  requires lettuce.core;
  requires me.tongfei.progressbar;
  requires micrometer.core;
  requires org.slf4j;
  requires tools.jackson.databind;

  // Commands and their options are found by reflection.
  opens com.huleedu.ras.benchmarks to
      info.picocli;
  opens com.huleedu.ras.benchmarks.micro to
      info.picocli;
}
