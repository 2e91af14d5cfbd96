package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LagWatchTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /** The executor would say nothing, and the last number would stand for ever. */
  @Test
  void looksAgainAfterAnError() {
    AtomicInteger looks = new AtomicInteger();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Assignment assignment = new Assignment();
    KafkaConfig config = ConsumerThreadTest.CONFIG;
    try (LagWatch watch =
        new LagWatch(
            () -> {
              looks.incrementAndGet();
              throw new OutOfMemoryError("on purpose");
            },
            () -> {
              throw new IllegalStateException("no partition is to be read");
            },
            config,
            assignment,
            new ConsumerHealth(assignment, config.stallAfter()),
            new LagWatch.Meters(registry, InstantSource.system()))) {
      watch.start();
      await().atMost(LONG).until(() -> looks.get() > 1);
      assertThat(registry.get("ras.consumer.lag.messages").gauge().value()).isNaN();
    }
  }
}
