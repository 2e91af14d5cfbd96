package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.adapter.kafka.security.Sasl;
import com.huleedu.ras.adapter.kafka.security.TokenEndpoint;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.tls.ForeignText;
import java.util.Optional;
import javax.security.auth.login.LoginException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** What a failure of Kafka's clients says (docs/failures.md). */
final class Failures {
  /** What the client wraps around whatever keeps it from reading; whoever obeys loses messages. */
  private static final String ADVICE = "(?i)\\s*If needed, please seek past the record[^.]*\\.?";

  private Failures() {}

  /** The same, where nothing is known of how Kafka is spoken to. */
  static String reason(Throwable failure) {
    return reason(failure, KafkaSecurity.PLAINTEXT);
  }

  /**
   * In one line, with the cause at the root, which the client's wrappers don't name.
   *
   * @param security whose settings are named where they are what is refused
   */
  static String reason(Throwable failure, KafkaSecurity security) {
    if (failure instanceof RasException) {
      return words(failure); // in our own words already
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<String> refused = ofSecurity(cause, security);
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String said = words(failure).replaceAll(ADVICE, "").strip();
    String cause = words(root).replaceAll(ADVICE, "").strip();
    return said.contains(cause) ? said : said + " Cause: " + cause;
  }

  private static Optional<String> ofSecurity(Throwable cause, KafkaSecurity security) {
    return switch (cause) {
      case SslAuthenticationException refused ->
          Optional.of(
              "TLS with Kafka fails: " + security.explained(refused).orElse(foreign(cause)));
      case AuthenticationException refused ->
          Optional.of(
              "Kafka refuses the sign-in: %s (%s)".formatted(foreign(refused), settings(security)));
      case AuthorizationException forbidden ->
          Optional.of(
              "Kafka forbids it: %s (whoever %s stands for needs the right to)"
                  .formatted(foreign(forbidden), settings(security)));
      default -> Optional.empty();
    };
  }

  /** By which settings Kafka knows who asks. */
  private static String settings(KafkaSecurity security) {
    return security
        .sasl()
        .map(sasl ->
            switch (sasl) {
              case Sasl.Password _ ->
                  "KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD";
              case Sasl.Jaas _ -> "KAFKA_SASL_MECHANISM, KAFKA_SASL_JAAS_CONFIG";
              case Sasl.ClientCredentials _ -> TokenEndpoint.CREDENTIALS;
            })
        .orElse(security.tls().isPresent() ? KafkaSecurity.IDENTITY : "KAFKA_SECURITY_PROTOCOL");
  }

  /** That a client could not be made, since it did not sign in; empty if it was something else. */
  static Optional<String> ofSignIn(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LoginException) {
        return Optional.of("no sign-in: " + foreign(cause).replaceFirst("^LoginException: ", ""));
      }
    }
    return Optional.empty();
  }

  /** The broker's own words are among these. */
  private static String foreign(Throwable failure) {
    return ForeignText.shown(words(failure));
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    String first = message == null ? "" : message.lines().findFirst().orElse("");
    boolean speaksForItself = failure instanceof RuntimeException;
    if (first.isEmpty()) {
      return failure.getClass().getSimpleName();
    }
    return speaksForItself ? first : failure.getClass().getSimpleName() + ": " + first;
  }

  /** Whether it is known that Kafka has no part in it. */
  static boolean isOfAnother(RuntimeException failure) {
    return failure instanceof RasException
        && !(failure instanceof UnavailableException away && away.server().equals("Kafka"));
  }
}
