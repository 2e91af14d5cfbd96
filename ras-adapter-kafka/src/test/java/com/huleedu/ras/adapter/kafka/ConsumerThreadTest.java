package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.embedded.EmbeddedServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConsumerThreadTest {
  private static final KafkaConfig CONFIG =
      new KafkaConfig(
          EmbeddedServers.kafka().bootstrapServers(),
          "group",
          List.of("topic"),
          true,
          10,
          Duration.ofSeconds(6),
          "classic",
          Optional.empty(),
          Duration.ofSeconds(30));

  private final ConsumerHealth health = new ConsumerHealth(new Assignment(), CONFIG.stallAfter());

  static List<KafkaException> whatTheClientTellsOnce() {
    return ConsumerLoopTest.whatTheClientTellsOnce();
  }

  /** The next consumer would be told the same. */
  @ParameterizedTest
  @MethodSource("whatTheClientTellsOnce")
  void whatTheClientTellsOnceEndsTheThread(KafkaException fatal) {
    ConsumerThread thread =
        new ConsumerThread(
            new Peers(CONFIG),
            config -> {
              throw fatal;
            },
            health,
            new SimpleMeterRegistry().counter("errors"));

    assertThatThrownBy(thread::run).isSameAs(fatal);

    assertThat(health.isAlive()).isFalse();
    assertThat(health.problems()).anyMatch(it -> it.contains("has ended"));
  }
}
