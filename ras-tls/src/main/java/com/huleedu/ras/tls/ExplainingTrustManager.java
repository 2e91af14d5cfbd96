package com.huleedu.ras.tls;

import com.huleedu.ras.tls.RefusedCertificateException.Reason;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what another one refuses, and says which certificate it was and what is wrong with it:
 * the JVM speaks of paths that it could not build.
 */
final class ExplainingTrustManager extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager judge;

  ExplainingTrustManager(X509ExtendedTrustManager judge) {
    this.judge = judge;
  }

  private interface Judgement {
    void pass() throws CertificateException;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    explained(chain, null, () -> judge.checkClientTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    explained(chain, null, () -> judge.checkClientTrusted(chain, type, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    explained(chain, null, () -> judge.checkClientTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    explained(chain, null, () -> judge.checkServerTrusted(chain, type));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    String host =
        socket instanceof SSLSocket secured && secured.getHandshakeSession() != null
            ? secured.getHandshakeSession().getPeerHost()
            : null;
    explained(chain, host, () -> judge.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    explained(chain, engine.getPeerHost(), () -> judge.checkServerTrusted(chain, type, engine));
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge.getAcceptedIssuers();
  }

  private void explained(X509Certificate[] chain, @Nullable String host, Judgement judgement)
      throws CertificateException {
    try {
      judgement.pass();
    } catch (CertificateException refused) {
      // Without a cause: what is at the root is what is shown.
      throw explanation(refused, chain, host);
    }
  }

  private static RefusedCertificateException explanation(
      CertificateException refused, X509Certificate[] chain, @Nullable String host) {
    X509Certificate shown = chain[0];
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        X509Certificate expired = firstInvalid(chain);
        return new RefusedCertificateException(Reason.EXPIRED, Certificates.expired(expired));
      }
      if (cause instanceof CertificateNotYetValidException) {
        X509Certificate early = firstInvalid(chain);
        return new RefusedCertificateException(Reason.EARLY, Certificates.early(early));
      }
    }
    String said = Objects.requireNonNullElse(refused.getMessage(), "");
    if (said.startsWith("No subject alternative") || said.startsWith("No name matching")) {
      return new RefusedCertificateException(
          Reason.OTHER_HOST, TlsFailures.ofOtherHost(shown, String.valueOf(host)));
    }
    if (said.contains("unable to find valid certification path")) {
      return new RefusedCertificateException(
          Reason.UNTRUSTED,
          "the certificate of %s was issued by %s, which is not trusted"
              .formatted(Certificates.named(shown), Certificates.issuer(chain[chain.length - 1])));
    }
    return new RefusedCertificateException(
        Reason.OTHER,
        "the certificate of %s is refused: %s"
            .formatted(Certificates.named(shown), ForeignText.shown(said)));
  }

  private static X509Certificate firstInvalid(X509Certificate[] chain) {
    return Arrays.stream(chain)
        .filter(certificate -> {
          try {
            certificate.checkValidity();
            return false;
          } catch (CertificateException invalid) {
            return true;
          }
        })
        .findFirst()
        .orElse(chain[0]);
  }
}
