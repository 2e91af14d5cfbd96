package com.huleedu.ras.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledIfSystemProperty(
    named = "ras.long",
    matches = "true",
    disabledReason =
        "each of its listeners is met by the adapter's SecuredKafkaTest: -Dras.long=true")
class KafkaSecurityTest {
  private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  /** Whatever JAAS and the storage tool may stumble over. */
  private static final String PASSWORD = "\"s3,cr=3t\\; ";

  @TempDir private static Path files;
  private static TestAuthority authority;
  private static TestAuthority other;
  private static TokenEndpoint tokens;
  private static KafkaBroker broker;

  @BeforeAll
  static void start() {
    authority = TestAuthority.create(files);
    other = TestAuthority.create(files);
    tokens = TokenEndpoint.startSecured(authority.server()).allow("ras", "s3cr3t");
    broker =
        KafkaBroker.startSecured(
            KafkaSecurity.of(authority).withUser("ras", PASSWORD).with(tokens));
  }

  @AfterAll
  static void stop() {
    System.clearProperty(ALLOWED_URLS);
    broker.close();
    tokens.close();
  }

  @Test
  void whoTrustsItsAuthorityIsServedOverTls() throws Exception {
    connect(trusting(KafkaListener.TLS, authority));
    Map<String, Object> settings = trusting(KafkaListener.TLS, other);
    assertThatThrownBy(() -> connect(settings))
        .hasCauseInstanceOf(SslAuthenticationException.class);
  }

  @ParameterizedTest
  @CsvSource({"PKCS12", "JKS"})
  void storesOfJavaServeAsWell(String type) throws Exception {
    IssuedCertificate own = authority.client("ras");
    boolean jks = type.equals("JKS");
    Map<String, Object> settings = trusting(KafkaListener.MUTUAL_TLS, authority);
    settings.put("ssl.truststore.type", type);
    settings.put(
        "ssl.truststore.location",
        (jks ? authority.trustedJks() : authority.trustedPkcs12()).toString());
    settings.put("ssl.truststore.password", TestAuthority.PASSWORD);
    settings.put("ssl.keystore.type", type);
    settings.put("ssl.keystore.location", (jks ? own.jks() : own.pkcs12()).toString());
    settings.put("ssl.keystore.password", TestAuthority.PASSWORD);
    settings.put("ssl.key.password", TestAuthority.PASSWORD);
    connect(settings);
  }

  @Test
  void aClientHasToShowACertificateWhereThatIsRequired() throws Exception {
    IssuedCertificate own = authority.client("ras");
    connect(showing(own.keyAndChain()));
    Map<String, Object> encrypted = showing(own.encryptedKeyAndChain());
    encrypted.put("ssl.key.password", TestAuthority.PASSWORD);
    connect(encrypted);
    assertThatThrownBy(() -> connect(trusting(KafkaListener.MUTUAL_TLS, authority)))
        .hasCauseInstanceOf(SslAuthenticationException.class);
    assertThatThrownBy(() -> connect(showing(other.client("ras").keyAndChain())))
        .hasCauseInstanceOf(SslAuthenticationException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "SASL_PLAIN, PLAIN",
    "SASL_SCRAM, SCRAM-SHA-256",
    "SASL_SCRAM, SCRAM-SHA-512",
    "SASL_SCRAM_IN_CLEAR, SCRAM-SHA-256",
    "SASL_SCRAM_IN_CLEAR, SCRAM-SHA-512"
  })
  void aUserComesInByItsPassword(KafkaListener listener, String mechanism) throws Exception {
    connect(signingIn(listener, mechanism, "ras", PASSWORD));
    assertThatThrownBy(() -> connect(signingIn(listener, mechanism, "ras", "wrong")))
        .hasCauseInstanceOf(SaslAuthenticationException.class);
    assertThatThrownBy(() -> connect(signingIn(listener, mechanism, "somebody", PASSWORD)))
        .hasCauseInstanceOf(SaslAuthenticationException.class);
  }

  @Test
  void aClientComesInByATokenOfTheEndpointOfTheBroker() throws Exception {
    int before = tokens.issued();
    connect(asking(tokens, "s3cr3t"));
    assertThat(tokens.issued()).isGreaterThan(before);
    assertThatThrownBy(() -> connect(asking(tokens, "wrong")))
        .isInstanceOf(KafkaException.class)
        .hasStackTraceContaining("invalid_client");
    try (TokenEndpoint stranger = TokenEndpoint.start().allow("ras", "s3cr3t")) {
      assertThatThrownBy(() -> connect(asking(stranger, "s3cr3t")))
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  void aReplacedCertificateIsShownToWhoeverConnectsNext() throws Exception {
    Map<String, Object> settings = trusting(KafkaListener.TLS, authority);
    broker.replaceCertificate(authority.issue(CertificateRequest.server().rsa()));
    connect(settings);
    broker.replaceCertificate(authority.issue(CertificateRequest.server("elsewhere.example")));
    assertThatThrownBy(() -> connect(settings)).hasStackTraceContaining("127.0.0.1");
    broker.replaceCertificate(authority.issue(CertificateRequest.server().expired()));
    assertThatThrownBy(() -> connect(settings)).hasStackTraceContaining("validity");
    broker.restart();
    assertThatThrownBy(() -> connect(settings)).hasStackTraceContaining("validity");
    broker.replaceCertificate(authority.server());
    connect(settings);
  }

  private static Map<String, Object> on(KafkaListener listener) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker.bootstrapServers(listener));
    settings.put("security.protocol", listener.securityProtocol());
    return settings;
  }

  private static Map<String, Object> trusting(KafkaListener listener, TestAuthority trusted) {
    Map<String, Object> settings = on(listener);
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", trusted.trustedPem().toString());
    return settings;
  }

  private static Map<String, Object> showing(Path keyAndChain) {
    Map<String, Object> settings = trusting(KafkaListener.MUTUAL_TLS, authority);
    settings.put("ssl.keystore.type", "PEM");
    settings.put("ssl.keystore.location", keyAndChain.toString());
    return settings;
  }

  private static Map<String, Object> signingIn(
      KafkaListener listener, String mechanism, String user, String password) {
    String module = mechanism.equals("PLAIN") ? "plain.Plain" : "scram.Scram";
    Map<String, Object> settings = trusting(listener, authority);
    settings.put("sasl.mechanism", mechanism);
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security."
            + module
            + "LoginModule required username=\""
            + user
            + "\" password=\""
            + password.replace("\\", "\\\\").replace("\"", "\\\"")
            + "\";");
    return settings;
  }

  private static Map<String, Object> asking(TokenEndpoint endpoint, String secret) {
    System.setProperty(ALLOWED_URLS, endpoint.tokenUri().toString());
    String oauth = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLogin";
    Map<String, Object> settings = trusting(KafkaListener.SASL_OAUTH, authority);
    settings.put("sasl.mechanism", "OAUTHBEARER");
    settings.put("sasl.login.callback.handler.class", oauth + "CallbackHandler");
    settings.put("sasl.oauthbearer.token.endpoint.url", endpoint.tokenUri().toString());
    settings.put("sasl.oauthbearer.client.credentials.client.id", "ras");
    settings.put("sasl.oauthbearer.client.credentials.client.secret", secret);
    settings.put(
        "sasl.jaas.config",
        oauth
            + "Module required ssl.truststore.type=\"PEM\" ssl.truststore.location=\""
            + authority.trustedPem()
            + "\";");
    return settings;
  }

  private static void connect(Map<String, Object> settings) throws Exception {
    try (Admin admin = Admin.create(settings)) {
      assertThat(admin.describeCluster().nodes().get()).hasSize(1);
    }
  }
}
