package com.huleedu.ras.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.embedded.CertificateRequest;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.TestAuthority;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, and in which words. */
class HandshakeTest {
  @TempDir private static Path directory;
  private TestAuthority authority;

  @BeforeEach
  void makeAuthority() {
    authority = TestAuthority.create(directory);
  }

  private Tls client() {
    return Tls.load("client", trusting(authority), new Identity.None());
  }

  private Tls client(IssuedCertificate shown) {
    return Tls.load("client", trusting(authority), pem(shown));
  }

  private static Tls server(TestAuthority trusted, IssuedCertificate shown) {
    return Tls.load("server", trusting(trusted), pem(shown));
  }

  static Trust trusting(TestAuthority authority) {
    return new Trust.Pem(Material.file("X_CA_FILE", authority.trustedPem()));
  }

  static Identity pem(IssuedCertificate issued) {
    return new Identity.Pem(
        Material.file("X_CERTIFICATE_FILE", issued.chain()),
        Material.file("X_PRIVATE_KEY_FILE", issued.key()),
        new Secret("X_PRIVATE_KEY_PASSWORD", ""));
  }

  private static String said(Tls client, Tls server, boolean clientHasToShowOne) {
    Handshake handshake = Handshake.between(client.context(), server.context(), clientHasToShowOne);
    return explained(handshake.client());
  }

  private static String explained(Throwable failure) {
    return TlsFailures.explain(Objects.requireNonNull(failure), "X_CA", "X_CERTIFICATE")
        .orElseThrow();
  }

  @Test
  void whoIsTrustedGetsThrough() {
    Handshake handshake =
        Handshake.between(
            client(authority.client("ras")).context(),
            server(authority, authority.server()).context(),
            true);

    assertThat(handshake.client()).isNull();
    assertThat(handshake.server()).isNull();
  }

  @Test
  void anAuthorityThatIsNotTrusted() {
    TestAuthority other = TestAuthority.create(directory);

    assertThat(said(client(), server(other, other.server()), false))
        .startsWith("the certificate of CN=localhost was issued by CN=RAS test authority")
        .endsWith("which is not trusted: name its authority with X_CA");
  }

  @Test
  void aCertificateThatHasExpired() {
    IssuedCertificate old = authority.issue(CertificateRequest.server().expired());

    assertThat(said(client(), server(authority, old), false))
        .matches("the certificate of CN=localhost has expired on 20\\d\\d-.*Z");
  }

  @Test
  void aCertificateOfAnotherHost() {
    IssuedCertificate elsewhere = authority.issue(CertificateRequest.server("db.example.org"));

    assertThat(said(client(), server(authority, elsewhere), false))
        .isEqualTo(
            "the certificate of CN=db.example.org is for db.example.org, and not for 127.0.0.1");
  }

  @Test
  void aClientWithoutTheCertificateThatIsWanted() {
    assertThat(said(client(), server(authority, authority.server()), true))
        .isEqualTo("the other side wants a certificate, and got none: set X_CERTIFICATE");
  }

  @Test
  void aClientWhoseCertificateIsNotTrusted() {
    TestAuthority other = TestAuthority.create(directory);
    Handshake handshake =
        Handshake.between(
            client(other.client("stranger")).context(),
            server(authority, authority.server()).context(),
            true);

    // JSSE shows a certificate only to who trusts its issuer.
    assertThat(explained(handshake.client())).contains("X_CERTIFICATE");
    assertThat(handshake.server()).isNotNull();
  }

  @Test
  void aClientWhoseCertificateHasExpired() {
    IssuedCertificate old = authority.issue(CertificateRequest.client("ras").expired());
    Handshake handshake =
        Handshake.between(
            client(old).context(), server(authority, authority.server()).context(), true);

    assertThat(explained(handshake.server()))
        .matches("the certificate of CN=ras has expired on 20\\d\\d-.*Z");
    assertThat(explained(handshake.client())).contains("X_CERTIFICATE");
  }
}
