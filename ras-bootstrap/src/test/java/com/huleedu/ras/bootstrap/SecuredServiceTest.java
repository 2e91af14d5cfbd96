package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.KafkaBroker;
import com.huleedu.ras.embedded.KafkaListener;
import com.huleedu.ras.embedded.KafkaSecurity;
import com.huleedu.ras.embedded.PostgresServer;
import com.huleedu.ras.embedded.PostgresTls;
import com.huleedu.ras.embedded.RedisServer;
import com.huleedu.ras.embedded.RedisTls;
import com.huleedu.ras.embedded.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service with everything encrypted, and all its certificates replaced on the way. */
class SecuredServiceTest {
  private static final String KEY = "test-key-of-the-secured-service";
  private static final String PASSWORD = "a password \"of\" Kafka";

  @TempDir private static Path directory;
  private final TestAuthority authority = TestAuthority.create(directory);
  private final IssuedCertificate own = authority.server();
  private final IssuedCertificate asClient = authority.client("ras");

  @Test
  void everythingIsEncryptedAndCertificatesAreReplacedOnTheWay() throws Exception {
    try (KafkaBroker kafka =
            KafkaBroker.startSecured(KafkaSecurity.of(authority).withUser("ras", PASSWORD));
        PostgresServer postgres = PostgresServer.startSecured(PostgresTls.of(authority));
        RedisServer redis =
            RedisServer.startSecured(
                RedisTls.of(authority).with(RedisTls.ClientCertificates.YES))) {
      kafka.createTopics(Topics.DEFAULT.names(), 2);
      Map<String, String> environment = environment(kafka, postgres, redis);
      try (RasService service = RasService.start(RasConfiguration.fromEnvironment(environment))) {
        register(kafka, "before");
        await().atMost(Duration.ofMinutes(1)).until(() -> status(service, "before") == 200);
        assertThat(get(service.metricsPort(), "/readyz").statusCode()).isEqualTo(200);

        IssuedCertificate next = authority.server();
        own.replaceWith(next);
        asClient.replaceWith(authority.client("ras"));
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> {
              assertThat(status(service, "before")).isEqualTo(200);
              return shown(service.port()).equals(next.certificate());
            });
        register(kafka, "after");
        await().atMost(Duration.ofMinutes(1)).until(() -> status(service, "after") == 200);
        assertThat(get(service.metricsPort(), "/metrics").body())
            .contains("ras_tls_reload_failed{connection=\"kafka\"} 0.0")
            .contains("ras_tls_reload_failed{connection=\"postgresql\"} 0.0")
            .contains("ras_tls_reload_failed{connection=\"redis\"} 0.0")
            .contains("ras_tls_reload_failed{connection=\"http\"} 0.0");
      }
    }
  }

  /** One certificate for all its ports, and one for all servers. */
  private Map<String, String> environment(
      KafkaBroker kafka, PostgresServer postgres, RedisServer redis) {
    String trusted = authority.trustedPem().toString();
    Map<String, String> environment = new HashMap<>();
    for (String port : new String[] {"PORT", "METRICS_PORT", "ADMIN_PORT"}) {
      environment.put(port, "0");
    }
    environment.put("HOST", "127.0.0.1");
    environment.put("INTERNAL_API_KEY", KEY);
    for (String prefix : new String[] {"HTTP", "METRICS", "ADMIN"}) {
      environment.put(prefix + "_TLS_CERTIFICATE_FILE", own.chain().toString());
      environment.put(prefix + "_TLS_PRIVATE_KEY", own.key().toString());
    }
    environment.put("REDIS_TLS_CERTIFICATE", asClient.chain().toString());
    environment.put("REDIS_TLS_PRIVATE_KEY_FILE", asClient.key().toString());
    environment.put("REDIS_URL", redis.uri());
    environment.put("REDIS_TLS_CA", trusted);
    environment.put("DATABASE_URL", postgres.createDatabase("secured"));
    environment.put("DATABASE_SSLMODE", "verify-full");
    environment.put("DATABASE_SSLROOTCERT_FILE", trusted);
    environment.put("DATABASE_SSLCERT", asClient.chain().toString());
    environment.put("DATABASE_SSLKEY", asClient.key().toString());
    environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(KafkaListener.SASL_SCRAM));
    environment.put("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
    environment.put("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512");
    environment.put("KAFKA_SASL_USERNAME", "ras");
    environment.put("KAFKA_SASL_PASSWORD", PASSWORD);
    environment.put("KAFKA_SSL_TRUSTSTORE_LOCATION", trusted);
    environment.put("KAFKA_SSL_KEYSTORE_LOCATION", asClient.keyAndChain().toString());
    return environment;
  }

  private static void register(KafkaBroker kafka, String batch) {
    String event =
        """
        {"event_type": "t", "event_timestamp": "2026-11-26T08:00:00Z", "source_service": "s",
         "schema_version": 1, "data": {"batch_id": "%1$s", "expected_essay_count": 1,
         "essay_ids": ["%1$s-1"], "course_code": "c", "essay_instructions": "i", "user_id": "u",
         "metadata": {"entity": {"entity_id": "%1$s", "entity_type": "batch", "parent_id": null}}}}
        """
            .formatted(batch);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  Topics.DEFAULT.first(EventKind.BATCH_REGISTERED),
                  event.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private int status(RasService service, String batch) throws IOException, InterruptedException {
    return get(service.port(), "/internal/v1/batches/" + batch + "/status").statusCode();
  }

  private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().sslContext(authority.context()).build()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
              .header("X-Internal-API-Key", KEY)
              .header("X-Service-ID", "api-gateway-service")
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private X509Certificate shown(int port) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) authority.context().getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }
}
