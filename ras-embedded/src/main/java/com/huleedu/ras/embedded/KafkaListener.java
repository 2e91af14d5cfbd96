package com.huleedu.ras.embedded;

import java.util.List;
import java.util.Locale;

/** A listener of a secured {@link KafkaBroker} beside the plain one. */
public enum KafkaListener {
  /** TLS; no certificate of clients is asked for. */
  TLS("SSL"),
  /** TLS; a client has to show a certificate of the authority. */
  MUTUAL_TLS("SSL"),
  /** A user's password, over TLS. */
  SASL_PLAIN("SASL_SSL", "PLAIN"),
  /** A user's password, never sent, over TLS. */
  SASL_SCRAM("SASL_SSL", "SCRAM-SHA-256", "SCRAM-SHA-512"),
  /** A token of the {@link TokenEndpoint}, over TLS. */
  SASL_OAUTH("SASL_SSL", "OAUTHBEARER"),
  /** A user's password, never sent, without TLS. */
  SASL_SCRAM_IN_CLEAR("SASL_PLAINTEXT", "SCRAM-SHA-256", "SCRAM-SHA-512");

  private final String securityProtocol;
  private final String mechanisms;

  KafkaListener(String securityProtocol, String... mechanisms) {
    this.securityProtocol = securityProtocol;
    this.mechanisms = String.join(",", mechanisms);
  }

  /** For {@code security.protocol}. */
  public String securityProtocol() {
    return securityProtocol;
  }

  /** Each of them for {@code sasl.mechanism}; none without SASL. */
  public List<String> mechanisms() {
    return mechanisms.isEmpty() ? List.of() : List.of(mechanisms.split(","));
  }

  boolean hasCertificate() {
    return securityProtocol.endsWith("SSL");
  }

  /** The name of a setting of this listener alone. */
  String setting(String name) {
    return "listener.name." + name().toLowerCase(Locale.ROOT) + "." + name;
  }
}
