package com.huleedu.ras.bootstrap;

import com.huleedu.ras.adapter.kafka.KafkaAdapter;
import com.huleedu.ras.application.projection.ProjectionService;
import com.huleedu.ras.domain.port.Health;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
  private volatile @Nullable ProjectionService projection;
  private volatile String starting = "waiting for PostgreSQL";
  private volatile boolean stopping;

  /** Still starting, and why that takes long. */
  void starting(String waitsFor) {
    starting = waitsFor;
  }

  void serving(KafkaAdapter consumer, DatabaseWatch watch, ProjectionService projecting) {
    projection = projecting;
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
    ProjectionService projecting = projection;
    if (consumer == null || watch == null || projecting == null) {
      return new Verdict(List.of("starting: " + starting));
    }
    // Of one failure several parts may tell.
    Set<String> reasons = new LinkedHashSet<>();
    if (stopping) {
      reasons.add("stopping");
    }
    watch.trouble().ifPresent(reasons::add);
    reasons.addAll(consumer.problems());
    if (!projecting.waitsForCache()) {
      // Projecting waits for what can't be invalidated, whatever Redis answers; answering need not.
      consumer
          .stall()
          .map(stall -> stall + projecting.trouble().map(why -> ": " + why).orElse(""))
          .ifPresent(reasons::add);
    }
    return new Verdict(List.copyOf(reasons), consumer.notes());
  }
}
