import org.jspecify.annotations.NullMarked;

/**
 * The service: configuration from the environment, the wiring by hand in one visible method, the
 * order of starting and stopping; and, apart from it, the command line with the main class. The
 * only module that sees all others.
 */
@NullMarked
module com.huleedu.ras.bootstrap {
  requires static transitive org.jspecify;
  requires transitive com.huleedu.ras.domain;
  requires transitive com.huleedu.ras.tls;
  requires transitive com.huleedu.ras.telemetry;
  requires transitive com.huleedu.ras.adapter.http;
  requires transitive com.huleedu.ras.adapter.json;
  requires transitive com.huleedu.ras.adapter.kafka;
  requires transitive com.huleedu.ras.adapter.postgres;
  requires transitive com.huleedu.ras.adapter.redis;
  requires transitive com.huleedu.ras.application;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  // For the command line alone; optional, so that who embeds the service does not get them.
  requires static info.picocli;
  requires io.prometheus.metrics.model;
  requires io.prometheus.metrics.tracer.common;
  requires java.management;
  requires java.net.http;
  requires jdk.management;
  requires static me.tongfei.progressbar;
  requires org.slf4j;
  requires org.snakeyaml.engine;
  requires static jul.to.slf4j;
  requires tools.jackson.core;
  requires tools.jackson.databind;

  exports com.huleedu.ras.bootstrap;
  exports com.huleedu.ras.bootstrap.configuration;

  // Picocli makes the commands and sets their fields.
  opens com.huleedu.ras.bootstrap.command to
      info.picocli;
}
