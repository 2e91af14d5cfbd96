package com.huleedu.ras.adapter.kafka;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;

/** One consumer with all that it needs, from its making to its end; the next one begins anew. */
record ConsumerLife(Clients clients, KafkaClientMetrics metrics, ConsumerLoop loop)
    implements AutoCloseable {
  @Override
  public void close() {
    loop.giveUp();
    metrics.close();
    clients.close();
  }
}
