package com.huleedu.ras.bootstrap.configuration;

import static com.huleedu.ras.bootstrap.configuration.Setting.open;
import static com.huleedu.ras.bootstrap.configuration.Setting.secret;

import com.huleedu.ras.bootstrap.configuration.Setting.Accepts;
import com.huleedu.ras.bootstrap.configuration.Setting.Section;
import java.util.List;

/** TLS and SASL towards Kafka. */
final class SettingsOfKafkaSecurity {
  static final List<Setting> ALL =
      List.of(
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SECURITY_PROTOCOL",
              "kafka.security-protocol",
              Accepts.words("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
              "PLAINTEXT",
              "`PLAINTEXT`, `SSL`, `SASL_PLAINTEXT` or `SASL_SSL`"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SSL_TRUSTSTORE_LOCATION",
              "kafka.ssl.truststore-location",
              Accepts.PEM,
              "",
              "the authorities of the brokers: a PEM file or a store; unset: those that the "
                  + "JVM knows"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SSL_TRUSTSTORE_TYPE",
              "kafka.ssl.truststore-type",
              Accepts.words("PEM", "PKCS12", "JKS"),
              "",
              "`PEM`, `PKCS12` or `JKS`; unset: as the file shows"),
          secret(
              Section.KAFKA_SECURITY,
              "KAFKA_SSL_TRUSTSTORE_PASSWORD",
              "kafka.ssl.truststore-password",
              Accepts.TEXT,
              "",
              "of a store"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SSL_TRUSTSTORE_CERTIFICATES",
              "kafka.ssl.truststore-certificates",
              Accepts.PEM,
              "",
              "the authorities in PEM, in place of a location"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SSL_KEYSTORE_LOCATION",
              "kafka.ssl.keystore-location",
              Accepts.PEM,
              "",
              "the certificate that RAS shows, with its key: a PEM file of both, or a store"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SSL_KEYSTORE_TYPE",
              "kafka.ssl.keystore-type",
              Accepts.words("PEM", "PKCS12", "JKS"),
              "",
              "`PEM`, `PKCS12` or `JKS`; unset: as the file shows"),
          secret(
              Section.KAFKA_SECURITY,
              "KAFKA_SSL_KEYSTORE_PASSWORD",
              "kafka.ssl.keystore-password",
              Accepts.TEXT,
              "",
              "of a store"),
          secret(
              Section.KAFKA_SECURITY,
              "KAFKA_SSL_KEY_PASSWORD",
              "kafka.ssl.key-password",
              Accepts.TEXT,
              "",
              "of the key in it, if it is another, or of an encrypted key in PEM"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN",
              "kafka.ssl.keystore-certificate-chain",
              Accepts.PEM,
              "",
              "the certificate in PEM, in place of a location"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SSL_KEYSTORE_KEY",
              "kafka.ssl.keystore-key",
              Accepts.PEM,
              "",
              "its key in PEM"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM",
              "kafka.ssl.endpoint-identification-algorithm",
              Accepts.TEXT,
              "",
              "`https`, as it always is: names of hosts are verified"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SASL_MECHANISM",
              "kafka.sasl.mechanism",
              Accepts.words("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"),
              "",
              "`PLAIN`, `SCRAM-SHA-256`, `SCRAM-SHA-512` or `OAUTHBEARER`"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SASL_USERNAME",
              "kafka.sasl.username",
              Accepts.TEXT,
              "",
              "for `PLAIN` and `SCRAM-…`"),
          secret(
              Section.KAFKA_SECURITY,
              "KAFKA_SASL_PASSWORD",
              "kafka.sasl.password",
              Accepts.TEXT,
              "",
              "for `PLAIN` and `SCRAM-…`"),
          secret(
              Section.KAFKA_SECURITY,
              "KAFKA_SASL_JAAS_CONFIG",
              "kafka.sasl.jaas-config",
              Accepts.TEXT,
              "",
              "in place of user and password: the text that Kafka's clients read"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL",
              "kafka.sasl.oauthbearer-token-endpoint-url",
              Accepts.URL,
              "",
              "where tokens are had"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_CA",
              "kafka.sasl.oauthbearer-token-endpoint-ca",
              Accepts.PEM,
              "",
              "the authority of an `https` endpoint, in PEM; unset: those that the JVM knows"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_ID",
              "kafka.sasl.oauthbearer-client-credentials-client-id",
              Accepts.TEXT,
              "",
              "as whom tokens are asked for"),
          secret(
              Section.KAFKA_SECURITY,
              "KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET",
              "kafka.sasl.oauthbearer-client-credentials-client-secret",
              Accepts.TEXT,
              "",
              "the secret of that client"),
          open(
              Section.KAFKA_SECURITY,
              "KAFKA_SASL_OAUTHBEARER_SCOPE",
              "kafka.sasl.oauthbearer-scope",
              Accepts.TEXT,
              "",
              "what the tokens are for, if the endpoint asks"));

  private SettingsOfKafkaSecurity() {}
}
