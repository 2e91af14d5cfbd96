package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.adapter.kafka.security.Sasl;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.KafkaBroker;
import com.huleedu.ras.embedded.KafkaListener;
import com.huleedu.ras.embedded.TestAuthority;
import com.huleedu.ras.embedded.TokenEndpoint;
import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.Trust;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One secured broker for all tests of a class, and a topic of its own for each of them. */
abstract class SecuredTestBase {
  /** Whatever a text of JAAS may stumble over; also what no line of the log may show. */
  static final String PASSWORD = "pa\"ss\\w;or=d,{}";

  static final String SECRET = "s3cr3t-of-the-client";

  @TempDir static Path files;
  static TestAuthority authority;
  static TestAuthority other;
  static TokenEndpoint tokens;
  static KafkaBroker broker;

  final String name = "s" + UUID.randomUUID().toString().substring(0, 8);
  final RecordingProjector projector = new RecordingProjector();
  final Lines lines = Lines.listen();

  @BeforeAll
  static void startServers() {
    authority = TestAuthority.create(files);
    other = TestAuthority.create(files);
    tokens = TokenEndpoint.startSecured(authority.server()).allow("ras", SECRET);
    broker =
        KafkaBroker.startSecured(
            com.huleedu.ras.embedded.KafkaSecurity.of(authority)
                .withUser("ras", PASSWORD)
                .with(tokens));
  }

  @AfterAll
  static void stopServers() {
    broker.close();
    tokens.close();
  }

  @BeforeEach
  void createTopic() {
    broker.createTopic(name, 2);
  }

  @AfterEach
  void nothingWasPassedOverAndNoSecretTold() {
    lines.close();
    assertThat(projector.violations).isEmpty();
    assertThat(lines.all())
        .noneMatch(line ->
            line.contains(PASSWORD)
                || line.contains("pa\\\"ss")
                || line.contains(SECRET)
                || line.contains("wrong-secret"));
  }

  static Tls trusting(TestAuthority trusted) {
    return Tls.load("kafka", trust(trusted), new Identity.None());
  }

  static Tls showing(IssuedCertificate own) {
    return Tls.load(
        "kafka",
        trust(authority),
        new Identity.Pem(
            Material.file(KafkaSecurity.IDENTITY, own.chain()),
            Material.file(KafkaSecurity.IDENTITY, own.key()),
            new Secret("KAFKA_SSL_KEY_PASSWORD", "")));
  }

  private static Trust trust(TestAuthority trusted) {
    return new Trust.Pem(Material.file(KafkaSecurity.TRUST, trusted.trustedPem()));
  }

  static Sasl password(String mechanism, String password) {
    return new Sasl.Password(mechanism, "ras", new Secret("KAFKA_SASL_PASSWORD", password));
  }

  static Sasl token(URI endpoint, String secret) {
    return new Sasl.ClientCredentials(
        endpoint,
        "ras",
        new Secret("KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET", secret),
        Optional.of("read:events"),
        endpoint.getScheme().equals("https")
            ? Optional.of(
                Material.file("KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_CA", authority.trustedPem()))
            : Optional.empty(),
        InstantSource.system());
  }

  /** The right way in at a listener. */
  static KafkaSecurity right(KafkaListener listener, String mechanism) {
    return switch (listener) {
      case TLS -> over(trusting(authority));
      case MUTUAL_TLS -> over(showing(authority.client("ras")));
      case SASL_PLAIN, SASL_SCRAM -> over(trusting(authority), password(mechanism, PASSWORD));
      case SASL_OAUTH -> over(trusting(authority), token(tokens.tokenUri(), SECRET));
      case SASL_SCRAM_IN_CLEAR -> inClear(password(mechanism, PASSWORD));
    };
  }

  static KafkaSecurity over(Tls tls) {
    return new KafkaSecurity(Optional.of(tls), Optional.empty());
  }

  static KafkaSecurity over(Tls tls, Sasl sasl) {
    return new KafkaSecurity(Optional.of(tls), Optional.of(sasl));
  }

  static KafkaSecurity inClear(Sasl sasl) {
    return new KafkaSecurity(Optional.empty(), Optional.of(sasl));
  }

  KafkaConfig config(KafkaListener listener, KafkaSecurity security) {
    return config(broker.bootstrapServers(listener), security, "classic");
  }

  KafkaConfig config(String bootstrapServers, KafkaSecurity security, String protocol) {
    return new KafkaConfig(
        bootstrapServers,
        name,
        List.of(name),
        Set.of(name),
        true,
        10,
        Duration.ofSeconds(6),
        protocol,
        Optional.empty(),
        Duration.ofSeconds(30),
        security);
  }

  KafkaAdapter start(KafkaConfig config) {
    return KafkaAdapter.start(
        config,
        ConsumerTestBase.DECODER,
        projector,
        new SimpleMeterRegistry(),
        InstantSource.system());
  }

  /** What a start says that ends. */
  String refused(KafkaListener listener, KafkaSecurity security) {
    return refused(config(listener, security));
  }

  String refused(KafkaConfig config) {
    return misconfigured(() -> start(config).close());
  }

  static String misconfigured(ThrowingCallable start) {
    Throwable ended = catchThrowable(start);
    assertThat(ended).isInstanceOf(MisconfiguredException.class);
    String said = String.valueOf(ended.getMessage());
    assertThat(said.lines()).hasSize(1);
    assertThat(said).doesNotContain(PASSWORD).doesNotContain(SECRET).doesNotContain("wrong-secret");
    return said;
  }

  void publish(int from, int to) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = from; i < to; i++) {
        byte[] value = ("message " + i).getBytes(StandardCharsets.UTF_8);
        var ignored = producer.send(new ProducerRecord<>(name, i % 2, null, value));
      }
    }
  }

  void awaitApplied(int messages) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(new HashSet<>(projector.applied)).hasSize(messages));
  }
}
