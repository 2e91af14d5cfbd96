package com.huleedu.ras.bootstrap;

import com.huleedu.ras.adapter.kafka.KafkaAdapter;
import com.huleedu.ras.domain.port.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges the service by what its parts report of themselves.
 *
 * <pre>
 * starting → serving → stopping
 * </pre>
 */
final class ServiceHealth implements Health {
  private volatile @Nullable KafkaAdapter kafka;
  private volatile @Nullable DatabaseWatch database;
  private volatile BooleanSupplier waitsForCache = () -> false;
  private volatile boolean stopping;

  void serving(KafkaAdapter consumer, DatabaseWatch watch, BooleanSupplier waitsForCache) {
    this.waitsForCache = waitsForCache;
    database = watch;
    kafka = consumer;
  }

  void stopping() {
    stopping = true;
  }

  @Override
  public Verdict alive() {
    KafkaAdapter consumer = kafka;
    return new Verdict(
        consumer == null || consumer.isAlive()
            ? List.of()
            : List.of("the Kafka consumer has ended; only a restart helps"));
  }

  @Override
  public Verdict ready() {
    KafkaAdapter consumer = kafka;
    DatabaseWatch watch = database;
    if (consumer == null || watch == null) {
      return new Verdict(List.of("starting: waiting for PostgreSQL"));
    }
    List<String> reasons = new ArrayList<>();
    if (stopping) {
      reasons.add("stopping");
    }
    if (!watch.isUp()) {
      reasons.add("PostgreSQL does not answer");
    }
    reasons.addAll(consumer.problems());
    if (!waitsForCache.getAsBoolean()) {
      // Projecting waits for what can't be invalidated, whatever Redis answers; answering need not.
      consumer.stall().ifPresent(reasons::add);
    }
    return new Verdict(reasons);
  }
}
