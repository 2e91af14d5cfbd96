package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.testkit.contract.UnspeakableError;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConsumerThreadTest {
  static final KafkaConfig CONFIG =
      new KafkaConfig(
          EmbeddedServers.kafka().bootstrapServers(),
          "group",
          List.of("topic"),
          Set.of(),
          true,
          10,
          Duration.ofSeconds(6),
          "classic",
          Optional.empty(),
          Duration.ofSeconds(30),
          KafkaSecurity.PLAINTEXT);

  private final ConsumerHealth health = new ConsumerHealth(new Assignment(), CONFIG.stallAfter());

  static List<KafkaException> whatTheNextConsumerWouldBeToldToo() {
    return ConsumerLoopTest.whatTheClientTellsOnce().stream()
        .filter(told -> !(told instanceof AuthorizationException))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("whatTheNextConsumerWouldBeToldToo")
  void whatTheNextConsumerWouldBeToldTooEndsTheThread(KafkaException fatal) {
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

  /** Until somebody gives the right, which nobody restarts a service for. */
  @Test
  void whoMayNotJoinTheGroupTriesAgain() {
    assertAnotherConsumerFollows(
        () -> {
          throw new GroupAuthorizationException("group");
        },
        "Kafka forbids it");
  }

  /** As where there is no memory for the words either. */
  @Test
  void anotherConsumerFollowsWhereNothingCanBeSaid() {
    assertAnotherConsumerFollows(
        () -> {
          throw new UnspeakableError();
        },
        "for want of memory");
  }

  private void assertAnotherConsumerFollows(Runnable failing, String said) {
    AtomicReference<ConsumerThread> running = new AtomicReference<>();
    AtomicInteger made = new AtomicInteger();
    ConsumerThread thread =
        new ConsumerThread(
            new Peers(CONFIG),
            config -> {
              if (made.incrementAndGet() == 2) {
                running.get().stop();
              }
              failing.run();
              throw new IllegalStateException("not wanted");
            },
            health,
            new SimpleMeterRegistry().counter("errors"));
    running.set(thread);

    thread.run();

    assertThat(made).hasValue(2);
    assertThat(health.isAlive()).isTrue();
    assertThat(health.problems()).anyMatch(it -> it.contains(said));
  }

  /** The time for a stop is short, and some of it belongs to the work under way. */
  @Test
  void aStopWaitsForNobodyWhoIsBeingAsked() throws Exception {
    AtomicInteger made = new AtomicInteger();
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ConsumerThread thread =
          new ConsumerThread(
              new Peers(CONFIG.withBootstrapServers("127.0.0.1:" + mute.getLocalPort())),
              config -> {
                made.incrementAndGet();
                throw new IllegalStateException("not wanted");
              },
              health,
              new SimpleMeterRegistry().counter("errors"));
      Thread running = Thread.ofPlatform().daemon().start(thread);
      try (Socket asked = mute.accept()) {
        long stopped = System.nanoTime();
        thread.stop();
        running.join();

        assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(2));
        assertThat(asked.isConnected()).isTrue();
        assertThat(made).hasValue(0);
      }
    }
  }

  @Test
  void afterAStopNobodyIsAsked() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Peers peers = new Peers(CONFIG.withBootstrapServers("127.0.0.1:" + mute.getLocalPort()));
      peers.stop();
      Peers.Look look = peers.look();
      mute.setSoTimeout(1);

      assertThat(look.strangers()).isFalse();
      assertThatThrownBy(mute::accept).isInstanceOf(SocketTimeoutException.class);
    }
  }
}
