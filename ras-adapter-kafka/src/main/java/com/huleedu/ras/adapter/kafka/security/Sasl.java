package com.huleedu.ras.adapter.kafka.security;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/** As whom Kafka is spoken to. */
public sealed interface Sasl {
  /** As Kafka names it. */
  String mechanism();

  /**
   * By name and password.
   *
   * @param mechanism PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512
   */
  record Password(String mechanism, String user, Secret password) implements Sasl {
    @Override
    public String toString() {
      return mechanism;
    }
  }

  /**
   * As a text says that Kafka's clients read.
   *
   * @param mechanism another than OAUTHBEARER, of which the text does not say all
   * @param config the value of {@code sasl.jaas.config}
   */
  record Jaas(String mechanism, Secret config) implements Sasl {
    public Jaas {
      if (mechanism.equals("OAUTHBEARER")) {
        throw new MisconfiguredException(
            config.setting()
                + " is of no use with OAUTHBEARER: set KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL"
                + " and KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID and _CLIENT_SECRET");
      }
    }

    @Override
    public String toString() {
      return mechanism;
    }
  }

  /**
   * By a token that is had with a name and a secret: OAUTHBEARER, grant {@code client_credentials}.
   *
   * @param authority that issued the certificate of the endpoint; empty: one that the JVM knows
   * @param clock by which a token ends
   */
  record ClientCredentials(
      URI tokenEndpoint,
      String clientId,
      Secret clientSecret,
      Optional<String> scope,
      Optional<Material> authority,
      InstantSource clock)
      implements Sasl {
    @Override
    public String mechanism() {
      return "OAUTHBEARER";
    }

    /** Whether whoever listens on the way to the endpoint hears the secret. */
    public boolean sendsInClear() {
      return tokenEndpoint.getScheme().equalsIgnoreCase("http")
          && !tokenEndpoint.getHost().matches("localhost|127\\..*|\\[::1]");
    }

    @Override
    public String toString() {
      return "%s by %s".formatted(mechanism(), tokenEndpoint.getHost());
    }
  }
}
