package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.KafkaBroker;
import com.huleedu.ras.embedded.WrongPeer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever is no broker is named before a client of Kafka's would believe it a length. */
class PeersTest extends ConsumerTestBase {
  private static final String ADVERTISED = "advertised.listeners";

  private Peers peers(String bootstrapServers) {
    return new Peers(config("classic", bootstrapServers));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 400 Bad Request | answers HTTP, not Kafka",
        "SSH-2.0-OpenSSH_9.6 | answers SSH, not Kafka",
        "220 mail.example ESMTP | as of SMTP or FTP, not Kafka",
        "-NOAUTH Authentication required. | answers Redis's protocol, not Kafka",
        "ERROR no such thing | something unknown (it begins with the bytes 45 52 52 4f",
      })
  void whoeverAnswersSomethingElseIsNamedAndRefused(String answer, String words) {
    try (WrongPeer peer = WrongPeer.answering(answer + "\r\n")) {
      assertThatThrownBy(() -> peers(peer.address()).usable())
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining(peer.address() + " (KAFKA_BOOTSTRAP_SERVERS) ")
          .hasMessageContaining(words)
          .hasMessageNotContaining(ADVERTISED);
    }
  }

  @Test
  void aListenerForTlsIsNamedAndRefused() {
    try (WrongPeer peer = WrongPeer.tls()) {
      assertThatThrownBy(() -> peers(peer.address()).usable())
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining("answers TLS, not Kafka");
    }
  }

  @Test
  void aHugeOrMatchingLengthIsNotBelieved() {
    for (byte first : new byte[] {0x7f, -1, 0}) {
      try (WrongPeer peer = WrongPeer.answering(new byte[] {first, -1, -1, 8, 1, 2, 3, 4, 5})) {
        assertThatThrownBy(() -> peers(peer.address()).usable())
            .isInstanceOf(MisconfiguredException.class)
            .hasMessageContaining("something unknown");
      }
    }
  }

  @Test
  void silenceAClosedPortAndAnUnknownNameAreWaitedForEachInItsOwnWords() {
    try (WrongPeer peer = WrongPeer.silent()) {
      assertThatThrownBy(() -> peers(peer.address()).usable())
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining(
              peer.address() + " (KAFKA_BOOTSTRAP_SERVERS) accepts the connection")
          .hasMessageContaining("says nothing");
    }
    assertThatThrownBy(() -> peers("127.0.0.1:1").usable())
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("127.0.0.1:1 (KAFKA_BOOTSTRAP_SERVERS) refuses the connection")
        .hasMessageNotContaining(ADVERTISED);
    assertThatThrownBy(() -> peers("kafka.invalid:9092").usable())
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("the host name kafka.invalid of KAFKA_BOOTSTRAP_SERVERS is unknown");
  }

  @Test
  void oneWrongAddressAmongGoodOnesIsLeftOut() {
    String good = EmbeddedServers.kafka().bootstrapServers();
    try (WrongPeer peer = WrongPeer.http(0)) {
      Peers peers = peers(peer.address() + ", " + good);
      assertThat(peers.usable().bootstrapServers()).isEqualTo(good);
      assertThat(peers.look().words()).contains(peer.address(), "answers HTTP");
      // Not away but waited for: the other one may be a broker that is not up yet.
      assertThatThrownBy(() -> peers(peer.address() + ",127.0.0.1:1").usable())
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("answers HTTP")
          .hasMessageContaining("127.0.0.1:1 (KAFKA_BOOTSTRAP_SERVERS) refuses");
    }
  }

  @Test
  void whatABrokerAdvertisesIsAskedToo() {
    try (WrongPeer http = WrongPeer.http(0);
        WrongPeer misled = WrongPeer.broker("127.0.0.1", http.port());
        WrongPeer lost = WrongPeer.broker("127.0.0.1", 1);
        WrongPeer nameless = WrongPeer.broker("broker.invalid", 9092)) {
      assertThatThrownBy(() -> peers(misled.address()).usable())
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining(
              http.address() + ", where broker 7 sends its clients to, answers HTTP")
          .hasMessageContaining(ADVERTISED);
      assertThatThrownBy(() -> peers(lost.address()).usable())
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("127.0.0.1:1, where broker 7 sends its clients to, refuses")
          .hasMessageContaining(ADVERTISED)
          .hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS itself answers");
      assertThatThrownBy(() -> peers(nameless.address()).usable())
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining(
              "broker.invalid:9092, where broker 7 sends its clients to, has a host")
          .hasMessageContaining(ADVERTISED);
    }
  }

  @Test
  void aBrokerThatKnowsOfNoneIsWaitedForInWords() {
    String good = EmbeddedServers.kafka().bootstrapServers();
    try (WrongPeer starting = WrongPeer.brokerOfNone()) {
      assertThatThrownBy(() -> peers(starting.address()).usable())
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining(
              starting.address()
                  + " (KAFKA_BOOTSTRAP_SERVERS) answers and knows of no brokers yet");
      assertThat(peers(starting.address() + "," + good).look().verdict())
          .isEqualTo(Peers.Verdict.USABLE);
    }
  }

  @Test
  void aServiceStartsWithoutKafkaAndSaysWhichNameItWaitsFor() {
    try (KafkaAdapter adapter =
        KafkaAdapter.start(
            config("classic", "kafka.invalid:9092"),
            DECODER,
            projector,
            new SimpleMeterRegistry(),
            InstantSource.system())) {
      await()
          .untilAsserted(() ->
              assertThat(adapter.problems())
                  .anyMatch(
                      p -> p.contains("kafka.invalid of KAFKA_BOOTSTRAP_SERVERS is unknown")));
      assertThat(adapter.isAlive()).isTrue();
    }
  }

  @Test
  void addressesThatAreNoneAreRefused() {
    for (String wrong : new String[] {"no-port", "a:0", "a:70000", "a:9092,b", "a b:9092", ","}) {
      assertThatThrownBy(() -> peers(wrong))
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining("KAFKA_BOOTSTRAP_SERVERS=" + wrong);
    }
    assertThat(Address.of("PLAINTEXT://a-b.c:1, [::1]:65535,"))
        .extracting(Address::toString)
        .containsExactly("a-b.c:1", "[::1]:65535");
  }

  /** The address of a broker goes to somebody else, and comes back. */
  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void aBrokerThatBecomesSomethingElseIsNamedAndComesBack(String protocol) {
    KafkaBroker kafka = EmbeddedServers.kafka();
    try (FaultProxy way = FaultProxy.to(kafka);
        KafkaAdapter adapter =
            KafkaAdapter.start(
                config(protocol, kafka.detour()),
                DECODER,
                projector,
                new SimpleMeterRegistry(),
                InstantSource.system())) {
      publish(0, 10);
      awaitApplied(10);
      way.refuse();
      try (WrongPeer other = WrongPeer.http(way.port())) {
        await()
            .atMost(Duration.ofSeconds(40))
            .untilAsserted(() ->
                assertThat(adapter.problems())
                    .anyMatch(p -> p.contains(other.address()) && p.contains("answers HTTP")));
        publish(10, 20);
        assertThat(adapter.isAlive()).isTrue();
      }
      way.heal();
      awaitApplied(20);
      await().untilAsserted(() -> assertThat(adapter.problems()).isEmpty());
    }
  }
}
