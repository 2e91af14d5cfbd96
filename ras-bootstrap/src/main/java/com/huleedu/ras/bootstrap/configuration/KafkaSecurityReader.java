package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Material;
import com.huleedu.ras.tls.Secret;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.Trust;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How Kafka is spoken to: by the names that Kafka's clients have for it, as variables. Each that is
 * set is used, or refused by name.
 */
final class KafkaSecurityReader {
  static final String PROTOCOL = "KAFKA_SECURITY_PROTOCOL";
  private static final String HOST_NAMES = "KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM";

  private final Settings settings;
  private final TlsReader tls;

  KafkaSecurityReader(Settings settings) {
    this.settings = settings;
    this.tls = new TlsReader(settings);
  }

  KafkaSecurity read() {
    String protocol = settings.oneOf(PROTOCOL);
    boolean encrypted = protocol.endsWith("SSL");
    boolean authenticated = protocol.startsWith("SASL_");
    hostNames();
    return new KafkaSecurity(tls(encrypted), new SaslReader(settings).read(authenticated));
  }

  /** They are verified whatever is said here, which is what the clients do by default. */
  private void hostNames() {
    if (!settings.text(HOST_NAMES, "https").equalsIgnoreCase("https")) {
      settings.mistake(HOST_NAMES, "has to be https: names of hosts are always verified");
    }
  }

  private Optional<Tls> tls(boolean encrypted) {
    Optional<Trust> trust = trust();
    Optional<Identity> identity = identity();
    if (!encrypted) {
      Stream.of(
              "KAFKA_SSL_TRUSTSTORE_LOCATION",
              "KAFKA_SSL_TRUSTSTORE_CERTIFICATES",
              "KAFKA_SSL_KEYSTORE_LOCATION",
              "KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN",
              "KAFKA_SSL_KEYSTORE_KEY",
              "KAFKA_SSL_TRUSTSTORE_TYPE",
              "KAFKA_SSL_TRUSTSTORE_PASSWORD",
              "KAFKA_SSL_KEYSTORE_TYPE",
              "KAFKA_SSL_KEYSTORE_PASSWORD",
              "KAFKA_SSL_KEY_PASSWORD")
          .filter(settings::isSet)
          .forEach(key ->
              settings.mistake(
                  key, "is of no use: %s has to be SSL or SASL_SSL for TLS".formatted(PROTOCOL)));
      return Optional.empty();
    }
    if (trust.isEmpty()) {
      withoutStore("KAFKA_SSL_TRUSTSTORE_LOCATION", "TRUSTSTORE_TYPE", "TRUSTSTORE_PASSWORD");
    }
    if (identity.isEmpty()) {
      withoutStore(
          "KAFKA_SSL_KEYSTORE_LOCATION", "KEYSTORE_TYPE", "KEYSTORE_PASSWORD", "KEY_PASSWORD");
    }
    return tls.load(
        "kafka", trust.orElseGet(Trust.OfTheJvm::new), identity.orElseGet(Identity.None::new));
  }

  private void withoutStore(String store, String... others) {
    Stream.of(others)
        .map("KAFKA_SSL_"::concat)
        .filter(settings::isSet)
        .forEach(key -> settings.mistake(key, "is of no use without " + store));
  }

  private Optional<Trust> trust() {
    Optional<Material> certificates = settings.material("KAFKA_SSL_TRUSTSTORE_CERTIFICATES");
    Optional<Material> location = settings.material("KAFKA_SSL_TRUSTSTORE_LOCATION");
    String type = type("KAFKA_SSL_TRUSTSTORE_TYPE", location);
    Secret password = settings.secret("KAFKA_SSL_TRUSTSTORE_PASSWORD");
    if (certificates.isPresent() && location.isPresent()) {
      settings.mistake(
          "KAFKA_SSL_TRUSTSTORE_CERTIFICATES",
          "and KAFKA_SSL_TRUSTSTORE_LOCATION are both set; set one of them");
    }
    return certificates
        .<Trust>map(Trust.Pem::new)
        .or(() ->
            location.map(store ->
                type.equals("PEM")
                    ? new Trust.Pem(store)
                    : new Trust.Store(store, type, password)));
  }

  private Optional<Identity> identity() {
    Optional<Material> chain = settings.material("KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN");
    Optional<Material> key = settings.material("KAFKA_SSL_KEYSTORE_KEY");
    Optional<Material> location = settings.material("KAFKA_SSL_KEYSTORE_LOCATION");
    String type = type("KAFKA_SSL_KEYSTORE_TYPE", location);
    Secret password = settings.secret("KAFKA_SSL_KEYSTORE_PASSWORD");
    Secret keyPassword = settings.secret("KAFKA_SSL_KEY_PASSWORD");
    if (location.isPresent() && (chain.isPresent() || key.isPresent())) {
      settings.mistake(
          "KAFKA_SSL_KEYSTORE_LOCATION",
          "and KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN or KAFKA_SSL_KEYSTORE_KEY are both set; set"
              + " the one or the others");
    }
    if (chain.isPresent() != key.isPresent()) {
      settings.mistake(
          chain.isPresent() ? "KAFKA_SSL_KEYSTORE_KEY" : "KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN",
          "is not set: a certificate and its key belong together");
    }
    if (chain.isPresent() && key.isPresent()) {
      return Optional.of(new Identity.Pem(chain.get(), key.get(), keyPassword));
    }
    // Kafka's clients take the store's password for the key where it has none of its own.
    return location.map(store ->
        type.equals("PEM")
            ? new Identity.Pem(store, store, keyPassword)
            : new Identity.Store(
                store, type, password, keyPassword.value().isEmpty() ? password : keyPassword));
  }

  /** As the clients name them; of a store in PEM it need not be said. */
  private String type(String key, Optional<Material> store) {
    String otherwise = store.filter(TlsReader::isPem).isPresent() ? "PEM" : "JKS";
    return settings.oneOf(key, otherwise).toUpperCase(Locale.ROOT);
  }
}
