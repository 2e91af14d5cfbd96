package com.huleedu.ras.adapter.http;

import com.huleedu.ras.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;

/**
 * How one port is encrypted: by TLS 1.2 or 1.3.
 *
 * @param tls the certificate that is shown, and the authorities of the certificates of clients
 */
public record ListenerTls(Tls tls, ClientCertificate clientCertificate) {
  /** What is asked of clients beside their keys. */
  public enum ClientCertificate {
    /** Nothing. */
    NONE,
    /** Who shows a certificate has to show a good one. */
    OPTIONAL,
    /** Who shows none gets no connection. */
    REQUIRED
  }

  io.helidon.common.tls.Tls forHelidon() {
    return io.helidon.common.tls.Tls.builder()
        .sslContext(tls.context())
        .clientAuth(
            switch (clientCertificate) {
              case NONE -> TlsClientAuth.NONE;
              case OPTIONAL -> TlsClientAuth.OPTIONAL;
              case REQUIRED -> TlsClientAuth.REQUIRED;
            })
        .build();
  }
}
