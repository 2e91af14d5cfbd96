package com.huleedu.ras.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/** Certificates in words, for messages. */
final class Certificates {
  /** Of a subject, which a stranger chooses. */
  private static final int LONGEST = 200;

  private Certificates() {}

  /** Whose it is. */
  static String named(X509Certificate certificate) {
    return shortened(certificate.getSubjectX500Principal().getName());
  }

  /** Who vouches for it. */
  static String issuer(X509Certificate certificate) {
    return shortened(certificate.getIssuerX500Principal().getName());
  }

  /** The hosts that it is for. */
  static String hosts(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names == null) {
        return "no host";
      }
      return shortened(
          String.join(", ", names.stream().map(name -> String.valueOf(name.get(1))).toList()));
    } catch (CertificateParsingException broken) {
      return "hosts that can't be read";
    }
  }

  static String from(X509Certificate certificate) {
    return seconds(certificate.getNotBefore().toInstant());
  }

  static String until(X509Certificate certificate) {
    return seconds(certificate.getNotAfter().toInstant());
  }

  static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String shortened(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "…";
  }
}
