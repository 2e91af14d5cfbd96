package com.huleedu.ras.demo;

import java.util.Map;

/** The service in front of the embedded servers, as far as the demo cares. */
interface DemoService extends AutoCloseable {

  /** The port of 127.0.0.1 that the API listens on. */
  int httpPort();

  /** The port of 127.0.0.1 that the metrics are on. */
  int metricsPort();

  /** Finishes what is under way, and stops. */
  @Override
  void close();

  /** Starts the service. */
  @FunctionalInterface
  interface Starter {
    /**
     * Returns once the service listens.
     *
     * @param environment its settings, as in the environment of the real one
     */
    DemoService start(Map<String, String> environment);
  }
}
