package com.huleedu.ras.tls;

import java.security.cert.CertificateException;

/** A certificate that this side does not believe; the message is for an operator. */
final class RefusedCertificateException extends CertificateException {
  private static final long serialVersionUID = 1L;

  /** Why, apart from the words, in which strangers have a say. */
  enum Reason {
    EXPIRED,
    /** It will be valid, or a clock is wrong. */
    EARLY,
    OTHER_HOST,
    /** Its authority is not trusted. */
    UNTRUSTED,
    OTHER
  }

  private final Reason reason;

  RefusedCertificateException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
