package com.huleedu.ras.adapter.postgres.database;

import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.TlsFailures;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.WeakHashMap;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * TLS of one data source, handed to the driver: that takes names of classes and a text, and no
 * objects. It is found by that text for as long as the data source lives.
 */
final class HandedTls {
  private static final Map<HandedTls, String> NAMES =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Of the driver's parameter that holds the text. */
  private static final String NAME = "sslfactoryarg";

  private final Tls tls;

  /** What was wrong with the host of the last certificate that {@link DriverHosts} refused. */
  private volatile String ofHost = "";

  private HandedTls(Tls tls) {
    this.tls = tls;
  }

  /** Has the driver ask for it. The host is compared with the certificate if the URL says so. */
  static HandedTls to(PGSimpleDataSource source, Tls tls) {
    HandedTls handed = new HandedTls(tls);
    String name = UUID.randomUUID().toString();
    NAMES.put(handed, name);
    source.setSslfactory(DriverSockets.class.getName());
    source.setSslFactoryArg(name);
    if (source.getSslHostnameVerifier() == null) {
      source.setSslHostnameVerifier(DriverHosts.class.getName());
    }
    return handed;
  }

  /** Of the data source that the driver connects for. */
  static HandedTls of(Properties driver) {
    String name = driver.getProperty(NAME, "");
    synchronized (NAMES) {
      return NAMES.entrySet().stream()
          .filter(entry -> entry.getValue().equals(name))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("the data source is gone"));
    }
  }

  Tls tls() {
    return tls;
  }

  void refuse(X509Certificate certificate, String host) {
    ofHost = TlsFailures.ofOtherHost(certificate, host);
  }

  /** What is wrong, in the words of the settings; empty if it is not about TLS. */
  Optional<String> explain(SQLException failure) {
    return isOfHost(failure)
        ? Optional.of(ofHost)
        : TlsFailures.explain(
            failure, tls, ProbingDataSource.TRUST_SETTING, ProbingDataSource.IDENTITY_SETTING);
  }

  /** The driver says in many languages that the host was refused, and always by whom. */
  static boolean isOfHost(SQLException failure) {
    return String.valueOf(failure.getMessage()).contains(DriverHosts.class.getName());
  }
}
