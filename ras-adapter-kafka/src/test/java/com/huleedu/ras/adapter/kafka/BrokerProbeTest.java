package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.embedded.WrongPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A name that stands for several addresses. */
class BrokerProbeTest {
  private static final InetSocketAddress CLOSED = at(1);
  private static final Duration WITHIN = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(500);

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static List<InetSocketAddress> at(WrongPeer... peers) {
    return Arrays.stream(peers).map(peer -> at(peer.port())).toList();
  }

  private static Peer ask(List<InetSocketAddress> where, Duration within) {
    return BrokerProbe.ask(new Address("localhost", 9092), where, KafkaSecurity.PLAINTEXT, within);
  }

  @Test
  void aBrokerIsFoundWhereverItStands() {
    try (WrongPeer silent = WrongPeer.silent();
        WrongPeer broker = WrongPeer.broker("localhost", 9092)) {
      long started = System.nanoTime();
      assertThat(ask(at(silent, broker), WITHIN)).isInstanceOf(Peer.Broker.class);
      assertThat(ask(at(broker, silent), WITHIN)).isInstanceOf(Peer.Broker.class);
      assertThat(ask(at(broker), WITHIN)).isInstanceOf(Peer.Broker.class);
      // Nobody waits for the mute one, who would take the time of all.
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(WITHIN);
    }
  }

  /** The client may connect to either. */
  @Test
  void aStrangerBesideABrokerIsNamed() {
    try (WrongPeer http = WrongPeer.http(0);
        WrongPeer broker = WrongPeer.broker("localhost", 9092)) {
      assertThat(ask(at(http, broker), WITHIN)).isInstanceOf(Peer.Stranger.class);
      assertThat(ask(at(broker, http), WITHIN)).isInstanceOf(Peer.Stranger.class);
    }
  }

  @Test
  void aStrangerIsNamedBeforeOneThatIsAway() {
    try (WrongPeer silent = WrongPeer.silent();
        WrongPeer http = WrongPeer.http(0)) {
      assertThat(ask(at(silent, http), SHORT)).isInstanceOf(Peer.Stranger.class);
      assertThat(ask(at(http, silent), SHORT)).isInstanceOf(Peer.Stranger.class);
      assertThat(ask(List.of(CLOSED, at(http.port())), SHORT)).isInstanceOf(Peer.Stranger.class);
    }
  }

  @Test
  void theMuteOnesTakeTheTimeOfOne() {
    try (WrongPeer silent = WrongPeer.silent()) {
      long started = System.nanoTime();
      Peer peer = ask(at(silent, silent, silent, silent, silent, silent), SHORT);

      assertThat(peer).isInstanceOf(Peer.Away.class);
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(SHORT.multipliedBy(5));
    }
  }

  /** As one that is killed between two answers: it does not want to be signed in to. */
  @Test
  void aBrokerThatHangsUpIsAway() {
    try (WrongPeer broker = WrongPeer.brokerThatHangsUp()) {
      assertThat(ask(at(broker), WITHIN)).isInstanceOf(Peer.Away.class);
    }
  }
}
