package com.huleedu.ras.adapter.postgres.database;

import java.security.cert.X509Certificate;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.postgresql.ssl.PGjdbcHostnameVerifier;

/** The driver's own judgement on the host of a certificate ({@code verify-full}), in our words. */
public final class DriverHosts implements HostnameVerifier {
  /**
   * Says on standard error, for each attempt, what is said once. Held, or it would be forgotten.
   */
  private static final Logger DRIVERS = Logger.getLogger(PGjdbcHostnameVerifier.class.getName());

  static {
    DRIVERS.setLevel(Level.OFF);
  }

  private final HandedTls handed;

  /**
   * As the driver asks for it.
   *
   * @param driver what it was told of its connection
   */
  public DriverHosts(Properties driver) {
    handed = HandedTls.of(driver);
  }

  @Override
  public boolean verify(String host, SSLSession session) {
    if (PGjdbcHostnameVerifier.INSTANCE.verify(host, session)) {
      return true;
    }
    try {
      handed.refuse((X509Certificate) session.getPeerCertificates()[0], host);
    } catch (SSLPeerUnverifiedException none) {
      throw new IllegalStateException("a handshake without a certificate", none);
    }
    return false;
  }
}
