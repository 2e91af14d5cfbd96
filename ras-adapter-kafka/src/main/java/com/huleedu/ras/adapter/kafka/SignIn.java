package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.adapter.kafka.security.Sasl;
import com.huleedu.ras.adapter.kafka.security.TokenEndpoint;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.UnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.security.JaasContext;

/**
 * Signs in once before the clients do that work: what they are refused they try again for ever, and
 * a password that is wrong is none that waiting heals.
 */
final class SignIn {
  private static final Duration WITHIN = Duration.ofSeconds(8);

  private SignIn() {}

  /**
   * Looks whether the text of an operator is one.
   *
   * @throws MisconfiguredException if Kafka's clients don't take it; without quoting it
   */
  static void checkText(Map<String, ?> parsed) {
    try {
      JaasContext.loadClientContext(parsed);
    } catch (IllegalArgumentException | KafkaException unread) {
      // Of a password with a quotation mark in the wrong place its words would show the half.
      throw new MisconfiguredException(
          "KAFKA_SASL_JAAS_CONFIG can't be read: it has the form"
              + " org.apache.kafka.common.security.….XLoginModule required username=\"…\""
              + " password=\"…\"; with \\\" for a quotation mark in a value");
    }
  }

  /**
   * Signs in, where that is set; takes some seconds at most. Where Kafka does not answer in time
   * nothing is said.
   *
   * @throws MisconfiguredException if it is refused
   * @throws UnavailableException if no token is to be had now
   */
  static void check(KafkaConfig usable) {
    Optional<Sasl> sasl = usable.security().sasl();
    if (sasl.isEmpty()) {
      return;
    }
    if (sasl.get() instanceof Sasl.ClientCredentials credentials) {
      new TokenEndpoint(credentials).token(); // in its own words, which the clients would lose
    }
    try (Admin admin = Consumers.admin(usable)) {
      ask(admin, usable.security());
      admin.close(Duration.ofSeconds(1));
    }
  }

  /** Why no token is to be had now, where one is needed. */
  static Optional<String> noToken(Sasl sasl) {
    try {
      if (sasl instanceof Sasl.ClientCredentials credentials) {
        new TokenEndpoint(credentials).token();
      }
      return Optional.empty();
    } catch (RasException none) {
      return Optional.of(String.valueOf(none.getMessage()));
    }
  }

  private static void ask(Admin admin, KafkaSecurity security) {
    try {
      admin
          .describeCluster(new DescribeClusterOptions().timeoutMs((int) WITHIN.toMillis()))
          .nodes()
          .get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof AuthenticationException
          || failed.getCause() instanceof AuthorizationException) {
        throw new MisconfiguredException(
            Failures.reason(failed.getCause(), security), failed.getCause());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("Kafka", "interrupted", stop);
    }
  }
}
