package com.huleedu.ras.adapter.kafka.security;

import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.TlsFailures;
import java.util.Optional;

/**
 * How brokers are spoken to.
 *
 * @param tls empty: in clear
 * @param sasl empty: as nobody, or as whom the certificate names
 */
public record KafkaSecurity(Optional<Tls> tls, Optional<Sasl> sasl) {
  /** In clear, as nobody. */
  public static final KafkaSecurity PLAINTEXT =
      new KafkaSecurity(Optional.empty(), Optional.empty());

  /** Where an operator says whose certificates are believed. */
  public static final String TRUST = "KAFKA_SSL_TRUSTSTORE_LOCATION";

  /** Where an operator says which certificate is shown. */
  public static final String IDENTITY = "KAFKA_SSL_KEYSTORE_LOCATION";

  /** What a failed handshake means, in the words of these settings; empty if it is none. */
  public Optional<String> explained(Throwable failure) {
    return tls.map(one -> TlsFailures.explain(failure, one, TRUST, IDENTITY))
        .orElseGet(() -> TlsFailures.explain(failure, TRUST, IDENTITY));
  }

  /** As Kafka's clients name it. */
  public String protocol() {
    String transport = tls.isPresent() ? "SSL" : "PLAINTEXT";
    return sasl.isPresent() ? "SASL_" + transport : transport;
  }
}
