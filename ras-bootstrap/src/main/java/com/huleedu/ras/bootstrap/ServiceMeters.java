package com.huleedu.ras.bootstrap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters of the service as a whole: which version it is, how well, and on what JVM. */
final class ServiceMeters {
  private ServiceMeters() {}

  static void bind(MeterRegistry registry, String version, ServiceHealth health) {
    JvmMeters.bind(registry);
    health.measure(registry);
    Gauge.builder("ras.build.info", () -> 1)
        .description("1, with the version of RAS and that of Java")
        .tag("version", version)
        .tag("java_version", Runtime.version().toString())
        .register(registry);
  }
}
