package com.huleedu.ras.tls;

import com.huleedu.ras.domain.MisconfiguredException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trust and identity as they were at one moment, read whole and found to be of use. */
public final class TlsMaterial {
  private final SSLContext context;
  private final @Nullable KeyManagerFactory keys;
  private final X509ExtendedTrustManager trust;
  private final @Nullable X509Certificate own;

  private TlsMaterial(
      SSLContext context,
      @Nullable KeyManagerFactory keys,
      X509ExtendedTrustManager trust,
      @Nullable X509Certificate own) {
    this.context = context;
    this.keys = keys;
    this.trust = trust;
    this.own = own;
  }

  /**
   * Reads both.
   *
   * @throws MisconfiguredException naming the setting and what is wrong
   */
  static TlsMaterial of(Trust trust, Identity identity) {
    KeyStore trusted = KeyStores.of(trust);
    KeyStore key = KeyStores.of(identity);
    try {
      KeyManagerFactory keys = key == null ? null : keys(key);
      X509ExtendedTrustManager believing = new ExplainingTrustManager(believing(trusted));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          keys == null ? null : keys.getKeyManagers(), new TrustManager[] {believing}, null);
      return new TlsMaterial(context, keys, believing, key == null ? null : KeyStores.own(key));
    } catch (GeneralSecurityException unusable) {
      throw new MisconfiguredException("TLS can't be set up: " + unusable.getMessage(), unusable);
    }
  }

  private static KeyManagerFactory keys(KeyStore key) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(key, KeyStores.INNER_PASSWORD);
    return keys;
  }

  private static X509ExtendedTrustManager believing(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory believing =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    believing.init(trusted);
    return Arrays.stream(believing.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** Of which each connection can be made; it stays what it is when the files change. */
  public SSLContext context() {
    return context;
  }

  /** Empty if this side shows nothing. */
  public Optional<KeyManagerFactory> keys() {
    return Optional.ofNullable(keys);
  }

  /** Says in its refusals what is wrong, and with which certificate. */
  public X509ExtendedTrustManager trust() {
    return trust;
  }

  /** When the certificate of this side ends; empty if there is none. */
  public Optional<Instant> validUntil() {
    return Optional.ofNullable(own).map(certificate -> certificate.getNotAfter().toInstant());
  }

  /** From when on it is valid; empty if there is none. */
  public Optional<Instant> validFrom() {
    return Optional.ofNullable(own).map(certificate -> certificate.getNotBefore().toInstant());
  }

  /** The certificate of this side; empty if there is none. */
  Optional<X509Certificate> own() {
    return Optional.ofNullable(own);
  }

  /** The certificate of this side in words; empty if there is none. */
  public Optional<String> ownName() {
    return Optional.ofNullable(own).map(Certificates::named);
  }
}
