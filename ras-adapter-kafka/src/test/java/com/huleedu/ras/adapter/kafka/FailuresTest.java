package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.adapter.kafka.security.Sasl;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.tls.Secret;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What the client says of a failure, without its advice to lose messages. */
class FailuresTest {
  private static final String ADVICE =
      " If needed, please seek past the record to continue consumption.";

  @Test
  void aWrapperSaysItsCauseAndGivesNoAdvice() {
    Throwable library = new UnsatisfiedLinkError("no snappyjava in java.library.path");
    KafkaException wrapped =
        new KafkaException(
            "Received exception when fetching the next record from a-0." + ADVICE,
            new KafkaException(library));
    assertThat(Failures.reason(wrapped))
        .isEqualTo(
            "Received exception when fetching the next record from a-0. Cause:"
                + " UnsatisfiedLinkError: no snappyjava in java.library.path");
  }

  @Test
  void soDoesARecordThatCannotBeRead() {
    RecordDeserializationException unread =
        new RecordDeserializationException(
            RecordDeserializationException.DeserializationExceptionOrigin.VALUE,
            new TopicPartition("a", 0),
            7,
            0,
            TimestampType.CREATE_TIME,
            null,
            null,
            null,
            "Error deserializing VALUE for partition a-0 at offset 7." + ADVICE,
            new IllegalStateException("4 bytes are missing"));
    assertThat(Failures.reason(unread))
        .isEqualTo(
            "Error deserializing VALUE for partition a-0 at offset 7. Cause: 4 bytes are missing");
  }

  @Test
  void whatIsRefusedNamesTheSettings() {
    Secret secret = new Secret("KAFKA_SASL_PASSWORD", "hidden");
    KafkaSecurity user =
        new KafkaSecurity(Optional.empty(), Optional.of(new Sasl.Password("PLAIN", "ras", secret)));
    assertThat(
            Failures.reason(
                new KafkaException(new SaslAuthenticationException("no such user")), user))
        .isEqualTo(
            "Kafka refuses the sign-in: no such user (KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME,"
                + " KAFKA_SASL_PASSWORD)");
    assertThat(Failures.reason(new TopicAuthorizationException(Set.of("a")), user))
        .isEqualTo(
            "Kafka forbids it: Not authorized to access topics: [a] (whoever KAFKA_SASL_MECHANISM,"
                + " KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD stands for needs the right to)");
    assertThat(Failures.reason(new TopicAuthorizationException(Set.of("a"))))
        .contains("KAFKA_SECURITY_PROTOCOL");
    assertThat(
            Failures.reason(
                new SslAuthenticationException(
                    "SSL handshake failed",
                    new SSLHandshakeException("Received fatal alert: certificate_required"))))
        .isEqualTo(
            "TLS with Kafka fails: the other side wants a certificate, and got none: set"
                + " KAFKA_SSL_KEYSTORE_LOCATION");
    assertThat(user.toString()).doesNotContain("hidden");
  }

  @Test
  void whatSaysItAllIsLeftAsItIs() {
    assertThat(Failures.reason(new TimeoutException("no leader within 1 s")))
        .isEqualTo("no leader within 1 s");
    assertThat(
            Failures.reason(
                new UnavailableException("PostgreSQL", "gone", new IllegalStateException("deep"))))
        .isEqualTo("PostgreSQL is unavailable: gone");
    assertThat(Failures.reason(new OutOfMemoryError("Java heap space")))
        .isEqualTo("OutOfMemoryError: Java heap space");
    assertThat(Failures.reason(new IllegalStateException())).isEqualTo("IllegalStateException");
  }
}
