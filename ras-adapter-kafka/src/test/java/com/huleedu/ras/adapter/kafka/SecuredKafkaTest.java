package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.adapter.kafka.security.Sasl;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.embedded.CertificateRequest;
import com.huleedu.ras.embedded.KafkaListener;
import com.huleedu.ras.embedded.TokenEndpoint;
import com.huleedu.ras.tls.Secret;
import com.huleedu.ras.tls.TlsFailures;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way in, right and wrong, at a real broker. */
class SecuredKafkaTest extends SecuredTestBase {
  private boolean replaced;

  private void show(CertificateRequest request) {
    replaced = true;
    broker.replaceCertificate(authority.issue(request));
  }

  @AfterEach
  void showTheRightOne() {
    if (replaced) {
      broker.replaceCertificate(authority.server());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLS, ''",
    "MUTUAL_TLS, ''",
    "SASL_PLAIN, PLAIN",
    "SASL_SCRAM, SCRAM-SHA-256",
    "SASL_SCRAM, SCRAM-SHA-512",
    "SASL_OAUTH, OAUTHBEARER",
    "SASL_SCRAM_IN_CLEAR, SCRAM-SHA-256",
    "SASL_SCRAM_IN_CLEAR, SCRAM-SHA-512"
  })
  void whatIsRightIsConsumedAndReadByTheAudit(KafkaListener listener, String mechanism) {
    publish(0, 20);
    KafkaConfig config = config(listener, right(listener, mechanism));
    try (KafkaAdapter adapter = start(config)) {
      awaitApplied(20);
      await().untilAsserted(() -> assertThat(adapter.problems()).isEmpty());
    }
    try (MessageLog log = KafkaAdapter.log(config, ConsumerTestBase.DECODER)) {
      assertThat(log.partitions()).extracting(partition -> partition.end()).containsOnly(10L);
    }
    assertThat(lines.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "SASL_PLAIN, PLAIN",
    "SASL_SCRAM, SCRAM-SHA-256",
    "SASL_SCRAM, SCRAM-SHA-512",
    "SASL_SCRAM_IN_CLEAR, SCRAM-SHA-256",
    "SASL_SCRAM_IN_CLEAR, SCRAM-SHA-512"
  })
  void aWrongPasswordEndsTheStart(KafkaListener listener, String mechanism) {
    Sasl wrong = password(mechanism, "wrong-secret");
    KafkaConfig config =
        config(listener, new KafkaSecurity(right(listener, mechanism).tls(), Optional.of(wrong)));

    assertThat(refused(config))
        .startsWith("Kafka refuses the sign-in: ")
        .contains(mechanism.equals("PLAIN") ? "Invalid username or password" : mechanism)
        .endsWith("(KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD)");
    assertThat(misconfigured(() -> KafkaAdapter.log(config, ConsumerTestBase.DECODER).close()))
        .startsWith("Kafka refuses the sign-in: ");
  }

  @Test
  void whatAnOperatorWroteIsTakenAndAWrongOneNamed() {
    String module = "org.apache.kafka.common.security.plain.PlainLoginModule required ";
    publish(0, 2);
    String right = module + "username=\"ras\" password=\"pa\\\"ss\\\\w;or=d,{}\";";
    try (KafkaAdapter _ = start(config(KafkaListener.SASL_PLAIN, written(right)))) {
      awaitApplied(2);
    }

    String wrong = module + "username=\"ras\" password=\"wrong-secret\";";
    assertThat(refused(KafkaListener.SASL_PLAIN, written(wrong)))
        .endsWith("(KAFKA_SASL_MECHANISM, KAFKA_SASL_JAAS_CONFIG)");
    String broken = module + "username=\"ras\" password=\"a\"wrong-secret\";";
    assertThat(refused(KafkaListener.SASL_PLAIN, written(broken)))
        .startsWith("KAFKA_SASL_JAAS_CONFIG can't be read");
  }

  private static KafkaSecurity written(String text) {
    return over(
        trusting(authority), new Sasl.Jaas("PLAIN", new Secret("KAFKA_SASL_JAAS_CONFIG", text)));
  }

  @Test
  void aTokenThatIsRefusedEndsTheStart() {
    assertThat(
            refused(
                KafkaListener.SASL_OAUTH,
                over(trusting(authority), token(tokens.tokenUri(), "wrong-secret"))))
        .isEqualTo(
            tokens.tokenUri()
                + " refuses a token for Kafka with 401 (invalid_client): correct"
                + " KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID, _SECRET");
  }

  @Test
  void aTokenThatTheBrokerDoesNotTakeEndsTheStart() {
    try (TokenEndpoint stranger = TokenEndpoint.start().allow("ras", SECRET)) {
      assertThat(
              refused(
                  KafkaListener.SASL_OAUTH,
                  over(trusting(authority), token(stranger.tokenUri(), SECRET))))
          .startsWith("Kafka refuses the sign-in: ")
          .endsWith("(KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID, _SECRET)");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "SASL_SCRAM_IN_CLEAR", mode = EnumSource.Mode.EXCLUDE)
  void anAuthorityThatIsNotTrustedEndsTheStart(KafkaListener listener) {
    KafkaSecurity right = right(listener, mechanism(listener));
    assertThat(refused(listener, new KafkaSecurity(Optional.of(trusting(other)), right.sasl())))
        .contains("(KAFKA_BOOTSTRAP_SERVERS) is there, and TLS with it fails: the certificate of")
        .contains("is not trusted: name its authority with KAFKA_SSL_TRUSTSTORE_LOCATION");
  }

  @Test
  void aCertificateForAnotherHostEndsTheStart() {
    show(CertificateRequest.server("elsewhere.example"));
    for (KafkaListener listener : withCertificate()) {
      assertThat(refused(listener, right(listener, mechanism(listener))))
          .contains("is for elsewhere.example, and not for 127.0.0.1");
    }
  }

  @Test
  void aCertificateThatHasExpiredEndsTheStart() {
    show(CertificateRequest.server().expired());
    for (KafkaListener listener : withCertificate()) {
      assertThat(refused(listener, right(listener, mechanism(listener))))
          .contains("the certificate of CN=localhost has expired on ");
    }
  }

  private static List<KafkaListener> withCertificate() {
    return Arrays.stream(KafkaListener.values())
        .filter(listener -> listener != KafkaListener.SASL_SCRAM_IN_CLEAR)
        .toList();
  }

  static String mechanism(KafkaListener listener) {
    return listener.mechanisms().isEmpty() ? "" : listener.mechanisms().getFirst();
  }

  @Test
  void aCertificateOfOursThatIsMissingOrNotTakenEndsTheStart() {
    assertThat(refused(KafkaListener.MUTUAL_TLS, over(trusting(authority))))
        .contains("(KAFKA_BOOTSTRAP_SERVERS) is there, and TLS with it fails: the other side ")
        .contains("certificate")
        .contains("KAFKA_SSL_KEYSTORE_LOCATION");
    assertThat(refused(KafkaListener.MUTUAL_TLS, over(showing(other.client("ras")))))
        .contains("KAFKA_SSL_KEYSTORE_LOCATION");
    assertThat(
            refused(
                KafkaListener.MUTUAL_TLS,
                over(showing(authority.issue(CertificateRequest.client("ras").expired())))))
        .contains("KAFKA_SSL_KEYSTORE_LOCATION");
  }

  /** Who is asked something meanwhile may be kept from saying so by a reset. */
  @Test
  void whoRefusesOurCertificateSaysSoToWhoListens() {
    Address listener = Address.of(broker.bootstrapServers(KafkaListener.MUTUAL_TLS)).getFirst();
    InetSocketAddress where = new InetSocketAddress(listener.host(), listener.port());
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(
              () -> {
                try (BrokerConnection connection =
                    BrokerConnection.open(
                        listener, where, over(trusting(authority)), Duration.ofSeconds(5))) {
                  connection.hear(Duration.ofSeconds(5));
                }
              })
          .isInstanceOf(SSLException.class)
          .matches(refused -> !TlsFailures.mayPass(refused));
    }
  }

  @Test
  void aListenerForSomethingElseIsNamedWithTheSetting() {
    assertThat(refused(KafkaListener.TLS, KafkaSecurity.PLAINTEXT))
        .contains("answers TLS, not Kafka's protocol")
        .contains("KAFKA_SECURITY_PROTOCOL=PLAINTEXT");
    assertThat(refused(config(broker.bootstrapServers(), over(trusting(authority)), "classic")))
        .contains("does not speak TLS there: KAFKA_SECURITY_PROTOCOL has to be PLAINTEXT");
    assertThat(refused(KafkaListener.SASL_PLAIN, over(trusting(authority))))
        .contains("wants its clients to sign in, and KAFKA_SECURITY_PROTOCOL does not");
    assertThat(refused(KafkaListener.TLS, over(trusting(authority), password("PLAIN", PASSWORD))))
        .contains("lets nobody sign in there: KAFKA_SECURITY_PROTOCOL has to be SSL");
    assertThat(
            refused(
                KafkaListener.SASL_SCRAM, over(trusting(authority), password("PLAIN", PASSWORD))))
        .contains("lets its clients sign in by SCRAM-SHA-")
        .contains("and not by KAFKA_SASL_MECHANISM=PLAIN");
  }

  /** Who refuses beside who does not: the start must not depend on whom a client asks first. */
  @Test
  void anAddressThatRefusesIsLeftOut() {
    String well = broker.bootstrapServers(KafkaListener.TLS);
    String refusing = broker.bootstrapServers(KafkaListener.MUTUAL_TLS);
    Peers.Look look =
        new Peers(config(refusing + "," + well, over(trusting(authority)), "classic")).look();

    assertThat(look.verdict()).isEqualTo(Peers.Verdict.USABLE);
    assertThat(look.refused()).isTrue();
    assertThat(look.usable().bootstrapServers()).isEqualTo(well);
    assertThat(look.words()).contains("KAFKA_SSL_KEYSTORE_LOCATION");
  }

  /** Of a name with two addresses, at one of which nobody listens. */
  @Test
  void aRefusalSaysMoreThanAClosedPort() {
    Address address = Address.of(broker.bootstrapServers(KafkaListener.TLS)).getFirst();
    InetAddress here = InetAddress.getLoopbackAddress();
    Peer peer =
        BrokerProbe.ask(
            address,
            List.of(new InetSocketAddress(here, 1), new InetSocketAddress(here, address.port())),
            over(trusting(other)),
            Duration.ofSeconds(10));

    assertThat(peer).isInstanceOf(Peer.Refused.class);
  }

  @Test
  void aLoginModuleThatIsNoneEndsTheStart() {
    assertThat(refused(KafkaListener.SASL_PLAIN, written("no.such.Module required a=\"hidden\";")))
        .isEqualTo("KAFKA_SASL_JAAS_CONFIG names a login module that can't be used");
  }
}
