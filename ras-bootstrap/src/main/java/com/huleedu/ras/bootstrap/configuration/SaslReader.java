package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.adapter.kafka.security.Sasl;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** As whom Kafka is spoken to. */
final class SaslReader {
  private static final String MECHANISM = "KAFKA_SASL_MECHANISM";
  private static final String JAAS = "KAFKA_SASL_JAAS_CONFIG";
  private static final String USER = "KAFKA_SASL_USERNAME";
  private static final String PASSWORD = "KAFKA_SASL_PASSWORD";
  private static final String OAUTH = "KAFKA_SASL_OAUTHBEARER_";
  private static final String ENDPOINT = OAUTH + "TOKEN_ENDPOINT_URL";
  private static final String ENDPOINT_CA = OAUTH + "TOKEN_ENDPOINT_CA";
  private static final String CLIENT_ID = OAUTH + "CLIENT_CREDENTIALS_CLIENT_ID";
  private static final String CLIENT_SECRET = OAUTH + "CLIENT_CREDENTIALS_CLIENT_SECRET";
  private static final String SCOPE = OAUTH + "SCOPE";
  private static final String BEARER = "OAUTHBEARER";
  private static final String[] OF_TOKENS = {
    ENDPOINT, ENDPOINT_CA, CLIENT_ID, CLIENT_SECRET, SCOPE
  };

  private final Settings settings;

  SaslReader(Settings settings) {
    this.settings = settings;
  }

  /**
   * Reads all of it.
   *
   * @param wanted whether the protocol has it
   */
  Optional<Sasl> read(boolean wanted) {
    String mechanism = settings.oneOf(MECHANISM);
    Optional<String> jaas = settings.find(JAAS);
    Optional<String> user = settings.find(USER);
    Optional<String> password = settings.find(PASSWORD);
    Optional<Sasl> token = token(wanted && jaas.isEmpty() && mechanism.equals(BEARER));
    if (!wanted) {
      ofNoUse(
          "%s has to be SASL_SSL or SASL_PLAINTEXT".formatted(KafkaSecurityReader.PROTOCOL),
          MECHANISM,
          JAAS,
          USER,
          PASSWORD);
      ofNoUse("there is no sign-in", OF_TOKENS);
      return Optional.empty();
    }
    if (mechanism.isEmpty()) {
      settings.required(MECHANISM, "PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER");
      return Optional.empty();
    }
    if (jaas.isPresent() && mechanism.equals(BEARER)) {
      settings.mistake(
          JAAS, "does not say where tokens are had: set %s and the others".formatted(ENDPOINT));
      return Optional.empty();
    }
    if (jaas.isPresent()) {
      ofNoUse("%s says it all".formatted(JAAS), USER, PASSWORD);
      ofNoUse("%s says it all".formatted(JAAS), OF_TOKENS);
      return Optional.of(new Sasl.Jaas(mechanism, new Secret(JAAS, jaas.get())));
    }
    if (mechanism.equals(BEARER)) {
      ofNoUse("with OAUTHBEARER it is %s".formatted(CLIENT_ID), USER, PASSWORD);
      return token;
    }
    ofNoUse("%s is not OAUTHBEARER".formatted(MECHANISM), OF_TOKENS);
    return password(mechanism, user, password);
  }

  private Optional<Sasl> password(
      String mechanism, Optional<String> user, Optional<String> password) {
    if (user.isEmpty()) {
      settings.required(USER, "the user for %s (or %s)".formatted(mechanism, JAAS));
    }
    if (password.isEmpty()) {
      settings.required(PASSWORD, "the password for %s (or %s)".formatted(mechanism, JAAS));
    }
    return user.flatMap(name ->
        password.map(word -> new Sasl.Password(mechanism, name, new Secret(PASSWORD, word))));
  }

  private Optional<Sasl> token(boolean wanted) {
    Optional<String> endpoint = settings.find(ENDPOINT);
    Optional<String> id = settings.find(CLIENT_ID);
    Optional<String> secret = settings.find(CLIENT_SECRET);
    Optional<String> scope = settings.find(SCOPE);
    Optional<Material> authority = settings.material(ENDPOINT_CA);
    if (!wanted) {
      return Optional.empty();
    }
    if (endpoint.isEmpty()) {
      settings.required(ENDPOINT, "where tokens for Kafka are had, as https://host/path");
    }
    if (id.isEmpty()) {
      settings.required(CLIENT_ID, "as whom tokens are asked for");
    }
    if (secret.isEmpty()) {
      settings.required(CLIENT_SECRET, "the secret of that client");
    }
    URI url = endpoint.map(this::url).orElse(null);
    if (url != null && authority.isPresent() && url.getScheme().equalsIgnoreCase("http")) {
      settings.mistake(ENDPOINT_CA, "is of no use: %s begins with http://".formatted(ENDPOINT));
    }
    return url == null || id.isEmpty() || secret.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Sasl.ClientCredentials(
                url,
                id.get(),
                new Secret(CLIENT_SECRET, secret.get()),
                scope,
                authority,
                InstantSource.system()));
  }

  /** Null if it is none. */
  private @Nullable URI url(String endpoint) {
    try {
      URI url = URI.create(endpoint);
      if (url.getHost() != null
          && url.getRawUserInfo() == null
          && Stream.of("http", "https")
              .anyMatch(scheme -> scheme.equalsIgnoreCase(url.getScheme()))) {
        return url;
      }
    } catch (IllegalArgumentException noUrl) {
      // Named below, and not quoted: a secret may stand in it.
    }
    settings.mistake(ENDPOINT, "has to be a URL, as https://host/path, without a user");
    return null;
  }

  private void ofNoUse(String why, String... keys) {
    Stream.of(keys)
        .filter(settings::isSet)
        .forEach(key -> settings.mistake(key, "is of no use: " + why));
  }
}
