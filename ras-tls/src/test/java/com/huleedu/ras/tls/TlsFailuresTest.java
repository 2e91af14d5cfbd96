package com.huleedu.ras.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.TestAuthority;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What waiting may heal, and in whose words it is said. */
class TlsFailuresTest {
  @TempDir private static Path directory;

  private static IOException wrapped(SSLException failure) {
    return new IOException("wrapped", failure);
  }

  private static SSLException because(Exception cause) {
    return new SSLHandshakeException(String.valueOf(cause.getMessage()), cause);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Received fatal alert: internal_error",
        "(user_canceled) Received fatal alert: user_canceled",
        "Remote host terminated the handshake"
      })
  void mayPass(String said) {
    assertThat(TlsFailures.mayPass(wrapped(new SSLException(said)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Received fatal alert: certificate_required",
        "(unknown_ca) Received fatal alert: unknown_ca",
        "Received fatal alert: protocol_version",
        "Unsupported or unrecognized SSL message",
        "the certificate of CN=x has expired on 2026-01-01T00:00:00Z",
        "the certificate of CN=x is for a, and not for b",
        "unable to find valid certification path to requested target"
      })
  void hasToBeCorrected(String said) {
    assertThat(TlsFailures.mayPass(wrapped(new SSLException(said)))).isFalse();
  }

  /** Not by its words: strangers choose the names in them. */
  @ParameterizedTest
  @EnumSource(RefusedCertificateException.Reason.class)
  void whatThisSideRefusesIsJudgedByTheReason(RefusedCertificateException.Reason reason) {
    SSLException refused =
        because(
            new RefusedCertificateException(
                reason, "the certificate of CN=x is valid from y, CN=is not trusted …"));

    assertThat(TlsFailures.mayPass(wrapped(refused)))
        .isEqualTo(reason == RefusedCertificateException.Reason.EARLY);
    assertThat(TlsFailures.explain(refused, "T", "I").orElseThrow().endsWith("with T"))
        .isEqualTo(reason == RefusedCertificateException.Reason.UNTRUSTED);
  }

  @Test
  void whoBreaksOffMayComeBack() {
    assertThat(TlsFailures.mayPass(because(new EOFException("no more")))).isTrue();
    assertThat(TlsFailures.mayPass(because(new SocketException("Connection reset")))).isTrue();
    assertThat(TlsFailures.mayPass(because(new CertificateException("no")))).isFalse();
    assertThat(TlsFailures.mayPass(new IOException("nothing of TLS"))).isTrue();
  }

  @Test
  void theSettingsAreThoseOfTheMaterial() {
    TestAuthority authority = TestAuthority.create(directory);
    Tls trusting = Tls.load("x", HandshakeTest.trusting(authority), new Identity.None());
    Tls showing =
        Tls.load(
            "x", HandshakeTest.trusting(authority), HandshakeTest.pem(authority.client("ras")));
    SSLException wanted = new SSLException("Received fatal alert: certificate_required");
    SSLException untrusted =
        because(
            new RefusedCertificateException(
                RefusedCertificateException.Reason.UNTRUSTED, "the certificate of CN=x …"));

    assertThat(TlsFailures.explain(wanted, trusting, "T", "I").orElseThrow()).endsWith("set I");
    assertThat(TlsFailures.explain(wanted, showing, "T", "I").orElseThrow())
        .endsWith("not one of the authority that issued that of X_CERTIFICATE_FILE");
    assertThat(TlsFailures.explain(untrusted, trusting, "T", "I").orElseThrow())
        .endsWith("name its authority with X_CA_FILE");
    Tls ofTheJvm = Tls.load("x", new Trust.OfTheJvm(), new Identity.None());
    assertThat(TlsFailures.explain(untrusted, ofTheJvm, "T", "I").orElseThrow())
        .endsWith("name its authority with T");
  }

  @Test
  void ofAnotherTrustManagerTheAuthorityIsNamedAsWell() {
    SSLException failure =
        new SSLException("unable to find valid certification path to requested target");
    assertThat(TlsFailures.explain(failure, "T", "I").orElseThrow())
        .isEqualTo(
            "its certificate was issued by an authority that is not trusted: name that with T");
  }

  @Test
  void whoForgetsIsToldNoMore() {
    TestAuthority authority = TestAuthority.create(directory);
    IssuedCertificate shown = authority.client("ras");
    Tls tls = Tls.load("x", HandshakeTest.trusting(authority), HandshakeTest.pem(shown));
    AtomicInteger told = new AtomicInteger();
    Runnable listener = told::incrementAndGet;
    tls.onChange(listener);
    shown.replaceWith(authority.client("ras"));
    assertThat(tls.reload()).isTrue();
    assertThat(told).hasValue(1);

    tls.forget(listener);
    shown.replaceWith(authority.client("ras"));
    assertThat(tls.reload()).isTrue();
    assertThat(told).hasValue(1);
  }
}
