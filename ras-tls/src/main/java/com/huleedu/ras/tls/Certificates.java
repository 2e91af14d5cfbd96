package com.huleedu.ras.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/** Certificates in words, for messages: strangers choose the names in them. */
final class Certificates {
  private Certificates() {}

  /** Whose it is. */
  static String named(X509Certificate certificate) {
    return ForeignText.shown(certificate.getSubjectX500Principal().getName());
  }

  /** Who vouches for it. */
  static String issuer(X509Certificate certificate) {
    return ForeignText.shown(certificate.getIssuerX500Principal().getName());
  }

  /** The hosts that it is for. */
  static String hosts(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names == null) {
        return "no host";
      }
      return ForeignText.shown(
          String.join(", ", names.stream().map(name -> String.valueOf(name.get(1))).toList()));
    } catch (CertificateParsingException broken) {
      return "hosts that can't be read";
    }
  }

  /** That it is over. */
  static String expired(X509Certificate certificate) {
    return "the certificate of %s has expired on %s"
        .formatted(named(certificate), seconds(certificate.getNotAfter().toInstant()));
  }

  /** That it is not yet. */
  static String early(X509Certificate certificate) {
    return "the certificate of %s is valid from %s on: is the clock of this machine right?"
        .formatted(named(certificate), seconds(certificate.getNotBefore().toInstant()));
  }

  static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
