package com.huleedu.ras.adapter.kafka.security;

import java.util.HashMap;
import java.util.Map;

/** {@link KafkaSecurity} as Kafka's clients want to be told. */
public final class SecuritySettings {
  private static final String MODULES = "org.apache.kafka.common.security.";

  private SecuritySettings() {}

  /** The entries that differ from those of clients in clear. */
  public static Map<String, Object> of(KafkaSecurity security) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("security.protocol", security.protocol());
    security
        .tls()
        .ifPresent(tls -> {
          settings.put("ssl.engine.factory.class", LiveEngines.class);
          settings.put(LiveEngines.TLS, tls);
        });
    security
        .sasl()
        .ifPresent(sasl -> {
          settings.put("sasl.mechanism", sasl.mechanism());
          settings.put("sasl.jaas.config", jaas(sasl));
          if (sasl instanceof Sasl.ClientCredentials) {
            settings.put("sasl.login.callback.handler.class", TokenSignIn.class);
            settings.put(TokenSignIn.CREDENTIALS, sasl);
          }
        });
    return settings;
  }

  private static String jaas(Sasl sasl) {
    return switch (sasl) {
      case Sasl.Jaas given -> given.config().value();
      case Sasl.Password given ->
          "%s%s required username=%s password=%s;"
              .formatted(
                  MODULES,
                  given.mechanism().equals("PLAIN")
                      ? "plain.PlainLoginModule"
                      : "scram.ScramLoginModule",
                  quoted(given.user()),
                  quoted(given.password().value()));
      // Clients whose text is the same have one token in common; nobody reads what it says.
      case Sasl.ClientCredentials given ->
          "%soauthbearer.OAuthBearerLoginModule required credentials=\"%s\";"
              .formatted(MODULES, Integer.toHexString(given.hashCode()));
    };
  }

  /** As the reader of such texts takes apart again, whatever a password is made of. */
  private static String quoted(String value) {
    return '"'
        + value
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
        + '"';
  }
}
