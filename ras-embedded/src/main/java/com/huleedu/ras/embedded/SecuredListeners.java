package com.huleedu.ras.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;

/**
 * The listeners of a broker for clients that have to prove something, each on a port of its own.
 */
final class SecuredListeners {
  private static final String LOGIN = "org.apache.kafka.common.security.";
  private static final String KEY_STORE = "ssl.keystore.location";

  private final KafkaSecurity security;
  private final Map<KafkaListener, Integer> ports = new EnumMap<>(KafkaListener.class);

  SecuredListeners(KafkaSecurity security) {
    this.security = security;
    for (KafkaListener listener : KafkaListener.values()) {
      if (listener != KafkaListener.SASL_OAUTH || security.tokens() != null) {
        ports.put(listener, Ports.free());
      }
    }
  }

  String address(KafkaListener listener) {
    return "127.0.0.1:" + port(listener);
  }

  IssuedCertificate certificate() {
    return security.certificate();
  }

  /** Whether somebody listens on each of them: Kafka opens one after the other. */
  boolean areOpen() {
    return ports.values().stream().allMatch(Ports::isOpen);
  }

  /** Adds the listeners to the settings of a broker. */
  void addTo(Properties settings) {
    ports
        .keySet()
        .forEach(listener -> {
          String address = listener + "://" + address(listener);
          append(settings, "listeners", address);
          append(settings, "advertised.listeners", address);
          append(
              settings,
              "listener.security.protocol.map",
              listener + ":" + listener.securityProtocol());
          settings.put(listener.setting("num.network.threads"), "1");
          if (!listener.mechanisms().isEmpty()) {
            settings.put(
                listener.setting("sasl.enabled.mechanisms"),
                String.join(",", listener.mechanisms()));
          }
        });
    settings.put("ssl.keystore.type", "PEM");
    settings.put(KEY_STORE, certificate().keyAndChain().toString());
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", security.authority().trustedPem().toString());
    // A test may put any certificate in the place of another, also one for another host.
    settings.put("ssl.allow.dn.changes", "true");
    settings.put("ssl.allow.san.changes", "true");
    settings.put(KafkaListener.MUTUAL_TLS.setting("ssl.client.auth"), "required");
    addPasswords(settings);
    addRights(settings);
    if (security.tokens() != null) {
      addTokens(settings, security.tokens());
    }
  }

  private void addPasswords(Properties settings) {
    String users =
        security.users().entrySet().stream()
            .map(user -> " user_" + user.getKey() + "=" + quoted(user.getValue()))
            .collect(Collectors.joining());
    settings.put(
        KafkaListener.SASL_PLAIN.setting("plain.sasl.jaas.config"),
        LOGIN + "plain.PlainLoginModule required" + users + ";");
    for (var listener : List.of(KafkaListener.SASL_SCRAM, KafkaListener.SASL_SCRAM_IN_CLEAR)) {
      for (String kind : List.of("scram-sha-256", "scram-sha-512")) {
        settings.put(
            listener.setting(kind + ".sasl.jaas.config"),
            LOGIN + "scram.ScramLoginModule required;");
      }
    }
  }

  /** Whoever comes over the plain listener may do all; others too, but for what an ACL is about. */
  private void addRights(Properties settings) {
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:ANONYMOUS");
    settings.put("allow.everyone.if.no.acl.found", String.valueOf(!security.aclsDecide()));
  }

  private void addTokens(Properties settings, TokenEndpoint tokens) {
    KafkaListener listener = KafkaListener.SASL_OAUTH;
    settings.put(
        listener.setting("oauthbearer.sasl.jaas.config"),
        LOGIN
            + "oauthbearer.OAuthBearerLoginModule required"
            // A broker signs in itself at each of its listeners, if only to itself.
            + " unsecuredLoginStringClaim_sub=\"broker\""
            + " ssl.truststore.type=\"PEM\" ssl.truststore.location="
            + quoted(security.authority().trustedPem().toString())
            + ";");
    settings.put(
        listener.setting("oauthbearer.sasl.server.callback.handler.class"),
        LOGIN + "oauthbearer.OAuthBearerValidatorCallbackHandler");
    settings.put(
        listener.setting("sasl.oauthbearer.jwks.endpoint.url"), tokens.jwksUri().toString());
    settings.put(listener.setting("sasl.oauthbearer.expected.issuer"), tokens.issuer());
    settings.put(listener.setting("sasl.oauthbearer.expected.audience"), TokenEndpoint.AUDIENCE);
  }

  /** What the broker's JVM has to be told beside. */
  List<String> flags() {
    return security.tokens() == null
        ? List.of()
        : List.of(
            "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + security.tokens().jwksUri());
  }

  /** Writes down whom SCRAM knows, for {@link KafkaMain}. */
  void writeUsers(Path file) throws IOException {
    Files.write(file, Scram.arguments(security.users()));
  }

  /** What makes a running broker read its certificate again: the same name, set once more. */
  List<AlterConfigOp> reload() {
    String store = certificate().keyAndChain().toString();
    return secured().stream()
        .map(listener -> new ConfigEntry(listener.setting(KEY_STORE), store))
        .map(entry -> new AlterConfigOp(entry, AlterConfigOp.OpType.SET))
        .toList();
  }

  /** Whether each of them shows this certificate. */
  boolean show(X509Certificate certificate) {
    return secured().stream()
        .allMatch(listener -> {
          try {
            return TlsProbe.certificateOn(port(listener)).equals(certificate);
          } catch (IOException notNow) {
            return false;
          }
        });
  }

  private List<KafkaListener> secured() {
    return ports.keySet().stream().filter(KafkaListener::hasCertificate).toList();
  }

  private int port(KafkaListener listener) {
    Integer port = ports.get(listener);
    if (port == null) {
      throw new IllegalStateException("this broker has no listener " + listener);
    }
    return port;
  }

  private static void append(Properties settings, String name, String value) {
    settings.merge(name, value, (before, more) -> before + "," + more);
  }

  /** As a value of JAAS. */
  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
