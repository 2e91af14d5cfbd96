package com.huleedu.ras.adapter.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;

/** One consumer with all that it needs, from its making to its end; the next one begins anew. */
record ConsumerLife(Clients clients, KafkaClientMetrics metrics, ConsumerLoop loop)
    implements AutoCloseable {
  /** The same, its figures shown; where that fails, none of its threads for them is left. */
  ConsumerLife measured(MeterRegistry registry) {
    try {
      metrics.bindTo(registry);
      return this;
    } catch (Throwable failure) {
      metrics.close();
      throw failure;
    }
  }

  @Override
  public void close() {
    loop.giveUp();
    metrics.close();
    clients.close();
  }
}
