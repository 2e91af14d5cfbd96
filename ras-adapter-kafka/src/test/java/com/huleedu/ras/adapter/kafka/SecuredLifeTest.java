package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.embedded.CertificateRequest;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.KafkaListener;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.TlsWatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What changes while a service runs. */
class SecuredLifeTest extends SecuredTestBase {
  private static final Duration OFTEN = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(60);

  private void setPassword(String password) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      "ras",
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                      password)))
          .all()
          .get();
    }
  }

  /** A broker that starts again takes most of the time of these. */
  static Stream<String> oneProtocolOrBoth() {
    return Boolean.getBoolean("ras.long") ? Stream.of("classic", "consumer") : Stream.of("classic");
  }

  static Stream<Boolean> oneWayOrBoth() {
    return Boolean.getBoolean("ras.long") ? Stream.of(true, false) : Stream.of(true);
  }

  @ParameterizedTest
  @MethodSource("oneProtocolOrBoth")
  void aPasswordThatIsNoLongerTakenIsSaidAndTriedUntilItIs(String protocol) throws Exception {
    publish(0, 10);
    KafkaSecurity security = right(KafkaListener.SASL_SCRAM, "SCRAM-SHA-512");
    try (KafkaAdapter adapter =
        start(config(broker.bootstrapServers(KafkaListener.SASL_SCRAM), security, protocol))) {
      awaitApplied(10);
      setPassword("another");
      broker.restart(); // whoever is connected stays so else
      await()
          .atMost(LONG)
          .untilAsserted(() ->
              assertThat(adapter.problems())
                  .anyMatch(p -> p.startsWith("Kafka refuses the sign-in: ")));
      assertThat(adapter.isAlive()).isTrue();
      publish(10, 20);

      setPassword(PASSWORD);
      awaitApplied(20);
      await().atMost(LONG).untilAsserted(() -> assertThat(adapter.problems()).isEmpty());
      assertThat(adapter.isAlive()).isTrue();
    }
    assertThat(lines.warnings().stream().filter(line -> line.contains("refuses the sign-in")))
        .hasSizeBetween(1, 4);
  }

  @Test
  void aTokenEndpointThatIsAwayIsWaitedFor() {
    URI real = tokens.tokenUri();
    try (FaultProxy way = FaultProxy.to(real.getPort())) {
      way.refuse();
      URI endpoint = URI.create("https://127.0.0.1:%s/token".formatted(way.port()));
      publish(0, 10);
      KafkaSecurity security = over(trusting(authority), token(endpoint, SECRET));
      try (KafkaAdapter adapter = start(config(KafkaListener.SASL_OAUTH, security))) {
        await()
            .atMost(LONG)
            .untilAsserted(() ->
                assertThat(adapter.problems())
                    .anyMatch(p ->
                        p.contains(endpoint + " (KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL)")));
        assertThat(adapter.isAlive()).isTrue();

        way.heal();
        awaitApplied(10);
        await().atMost(LONG).untilAsserted(() -> assertThat(adapter.problems()).isEmpty());
      }
      assertThat(lines.warnings()).hasSizeBetween(1, 2);
    }
  }

  /** The broker ends what was signed in by a token that has ended. */
  @Test
  void tokensAreRenewed() {
    tokens.issueFor(Duration.ofSeconds(4));
    try (KafkaAdapter adapter =
        start(config(KafkaListener.SASL_OAUTH, right(KafkaListener.SASL_OAUTH, "OAUTHBEARER")))) {
      int first = tokens.issued();
      await().atMost(LONG).until(() -> tokens.issued() > first + 2);
      publish(0, 10);
      awaitApplied(10);
      assertThat(adapter.isAlive()).isTrue();
    } finally {
      tokens.issueFor(Duration.ofMinutes(5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void certificatesAreReplacedWhileMessagesFlowAndNothingIsLost(String protocol) throws Exception {
    IssuedCertificate own = authority.client("ras");
    Tls tls = showing(own);
    AtomicInteger sent = new AtomicInteger();
    AtomicBoolean flowing = new AtomicBoolean(true);
    Thread flow =
        Thread.ofVirtual()
            .start(() -> {
              while (flowing.get()) {
                publish(sent.get(), sent.addAndGet(10));
              }
            });
    try (TlsWatch _ = TlsWatch.start(OFTEN, List.of(tls), new SimpleMeterRegistry());
        KafkaAdapter adapter =
            start(config(broker.bootstrapServers(KafkaListener.MUTUAL_TLS), over(tls), protocol))) {
      awaitSome();
      broker.replaceCertificate(authority.issue(CertificateRequest.server().rsa()));
      own.replaceWith(authority.client("ras"));
      await()
          .atMost(LONG)
          .until(() -> lines.all().stream().anyMatch(line -> line.contains("connects anew")));
      awaitSome();
      flowing.set(false);
      flow.join();
      awaitApplied(sent.get());
      await().atMost(LONG).untilAsserted(() -> assertThat(adapter.problems()).isEmpty());
      // What was slow, and is done again, says nothing of certificates.
      assertThat(lines.warnings())
          .allMatch(line -> line.contains("not committed") || line.contains("will try again"));
      assertThat(lines.all().stream().filter(line -> line.startsWith("Assigned "))).hasSize(2);
    } finally {
      flowing.set(false);
    }
  }

  private void awaitSome() {
    int before = new HashSet<>(projector.applied).size();
    await().atMost(LONG).until(() -> new HashSet<>(projector.applied).size() > before + 20);
  }

  @Test
  void aCertificateThatKafkaDoesNotTakeIsSaidAndTheConnectionsStay() throws Exception {
    IssuedCertificate own = authority.client("ras");
    Tls tls = showing(own);
    try (TlsWatch _ = TlsWatch.start(OFTEN, List.of(tls), new SimpleMeterRegistry());
        KafkaAdapter adapter = start(config(KafkaListener.MUTUAL_TLS, over(tls)))) {
      publish(0, 10);
      awaitApplied(10);
      // A pair that is none is not taken at all.
      Files.writeString(own.chain(), "broken");
      await()
          .atMost(LONG)
          .until(() -> lines.warnings().stream().anyMatch(line -> line.contains("goes on with")));
      publish(10, 20);
      awaitApplied(20);

      own.replaceWith(other.client("ras"));
      await()
          .atMost(LONG)
          .until(() ->
              lines.warnings().stream()
                  .anyMatch(line -> line.contains("The consumer keeps its connections")));
      publish(20, 30);
      awaitApplied(30);
      assertThat(adapter.problems()).isEmpty();

      own.replaceWith(authority.client("ras"));
      await()
          .atMost(LONG)
          .until(() -> lines.all().stream().anyMatch(line -> line.contains("connects anew")));
      publish(30, 40);
      awaitApplied(40);
    }
  }

  /** The clients themselves verify what is shown to them, not only whoever looks before. */
  @ParameterizedTest
  @MethodSource("oneWayOrBoth")
  void aBrokerThatComesBackAsSomebodyElseIsNotSpokenTo(boolean ofAnotherAuthority) {
    KafkaSecurity security = right(KafkaListener.TLS, "");
    try (KafkaAdapter adapter = start(config(KafkaListener.TLS, security))) {
      publish(0, 10);
      awaitApplied(10);
      broker.replaceCertificate(
          ofAnotherAuthority
              ? other.server()
              : authority.issue(CertificateRequest.server("elsewhere.example")));
      broker.restart();
      publish(10, 20);
      await()
          .atMost(LONG)
          .untilAsserted(() ->
              assertThat(adapter.problems())
                  .anyMatch(p ->
                      p.contains(
                          ofAnotherAuthority
                              ? "name its authority with KAFKA_SSL_TRUSTSTORE_LOCATION"
                              : "is for elsewhere.example, and not for 127.0.0.1")));
      assertThat(adapter.isAlive()).isTrue();
      await()
          .during(Duration.ofSeconds(2))
          .atMost(LONG)
          .until(() -> new HashSet<>(projector.applied).size() == 10);

      broker.replaceCertificate(authority.server());
      awaitApplied(20);
    }
  }

  /** Clients that are never renewed: the one that a long audit reads with. */
  @Test
  void aClientThatConnectsAgainShowsTheCertificateOfNow() throws Exception {
    Instant end = Instant.now().plusSeconds(12);
    IssuedCertificate own = authority.issue(CertificateRequest.client("ras").until(end));
    Tls tls = showing(own);
    publish(0, 2);
    try (TlsWatch _ = TlsWatch.start(OFTEN, List.of(tls), new SimpleMeterRegistry());
        MessageLog log =
            KafkaAdapter.log(
                config(KafkaListener.MUTUAL_TLS, over(tls)), ConsumerTestBase.DECODER)) {
      assertThat(log.partitions()).hasSize(2);
      IssuedCertificate next = authority.client("ras");
      own.replaceWith(next);
      await()
          .atMost(LONG)
          .until(() ->
              tls.current().validUntil().orElseThrow().isAfter(end)
                  && Instant.now().isAfter(end.plusSeconds(2)));
      broker.restart();
      await()
          .atMost(LONG)
          .ignoreException(UnavailableException.class)
          .untilAsserted(() -> assertThat(log.partitions()).hasSize(2));
    }
  }
}
