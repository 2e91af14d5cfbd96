package com.huleedu.ras.tls;

import static com.huleedu.ras.tls.HandshakeTest.pem;
import static com.huleedu.ras.tls.HandshakeTest.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.embedded.CertificateRequest;
import com.huleedu.ras.embedded.IssuedCertificate;
import com.huleedu.ras.embedded.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every form of a certificate and its key, and what is no such form. */
class TlsTest {
  private static final Secret RIGHT = new Secret("X_PASSWORD", TestAuthority.PASSWORD);
  private static final Secret WRONG = new Secret("X_PASSWORD", "s3cr3t-and-wrong");
  private static final Secret NONE = new Secret("X_PASSWORD", "");

  @TempDir private static Path directory;
  private TestAuthority authority;
  private IssuedCertificate issued;

  @BeforeEach
  void issue() {
    authority = TestAuthority.create(directory);
    issued = authority.server();
  }

  @Test
  void everyFormOfAnIdentityIsShown() {
    IssuedCertificate rsa = authority.issue(CertificateRequest.server().rsa());
    for (Identity identity :
        List.of(
            pem(issued),
            pem(rsa),
            inPem(issued.chain(), issued.encryptedKey(), RIGHT),
            inPem(rsa.chain(), rsa.encryptedKey(), RIGHT),
            inPem(issued.keyAndChain(), issued.keyAndChain(), NONE),
            inPem(issued.encryptedKeyAndChain(), issued.encryptedKeyAndChain(), RIGHT),
            new Identity.Store(file(issued.pkcs12()), "PKCS12", RIGHT, RIGHT),
            new Identity.Store(file(issued.jks()), "JKS", RIGHT, RIGHT))) {
      Tls server = Tls.load("server", new Trust.OfTheJvm(), identity);

      Handshake handshake = Handshake.between(authority.context(), server.context(), false);
      assertThat(handshake.client()).as("with %s", identity).isNull();
    }
  }

  @Test
  void everyFormOfTrustIsUsed() throws IOException {
    String text = Files.readString(authority.trustedPem());
    for (Trust trust :
        List.of(
            trusting(authority),
            new Trust.Pem(Material.text("X_CA", text)),
            new Trust.Store(file(authority.trustedPkcs12()), "PKCS12", RIGHT),
            new Trust.Store(file(authority.trustedJks()), "JKS", RIGHT))) {
      Tls client = Tls.load("client", trust, new Identity.None());
      Tls server = Tls.load("server", new Trust.OfTheJvm(), pem(issued));

      assertThat(Handshake.between(client.context(), server.context(), false).client()).isNull();
    }
  }

  @Test
  void whatIsWrongIsSaidWithItsSettingAndWithoutItsContent() throws IOException {
    IssuedCertificate other = authority.server();
    Path nothing = Files.writeString(directory.resolve("nothing.pem"), "s3cr3t");
    Path broken =
        Files.writeString(
            directory.resolve("broken.pem"),
            "-----BEGIN PRIVATE KEY-----\ns3cr3t\n-----END PRIVATE KEY-----\n");
    Path old =
        Files.writeString(
            directory.resolve("old.pem"),
            "-----BEGIN EC PRIVATE KEY-----\ns3cr3t\n-----END EC PRIVATE KEY-----\n");

    refused(inPem(nothing, issued.key(), NONE), "X_CERTIFICATE holds no certificate");
    refused(inPem(issued.chain(), nothing, NONE), "X_PRIVATE_KEY holds no private key in PEM form");
    refused(inPem(issued.chain(), broken, NONE), "X_PRIVATE_KEY holds a private key that can't");
    refused(inPem(issued.chain(), old, NONE), "in the form EC; it has to be PKCS#8: openssl pkcs8");
    refused(
        inPem(issued.chain(), other.key(), NONE),
        "X_CERTIFICATE and X_PRIVATE_KEY don't belong together");
    refused(inPem(issued.chain(), issued.encryptedKey(), NONE), "and X_PASSWORD is not set");
    refused(inPem(issued.chain(), issued.encryptedKey(), WRONG), "that X_PASSWORD does not open");
    refused(
        inPem(directory.resolve("absent"), issued.key(), NONE),
        "X_CERTIFICATE names a file that can't be read (there is none)");
    refused(store(issued.pkcs12(), "PKCS12", WRONG), "X_STORE is not opened by X_PASSWORD");
    refused(store(issued.jks(), "JKS", WRONG), "X_STORE is not opened by X_PASSWORD");
    refused(store(nothing, "PKCS12", RIGHT), "X_STORE is no key store of the type PKCS12");
    refused(store(issued.pkcs12(), "ABC", RIGHT), "the JVM knows no key store of the type ABC");
    refused(store(authority.trustedPkcs12(), "PKCS12", RIGHT), "X_STORE holds no private key");
  }

  /** A copy that was broken off, or made by hand. */
  @Test
  void aChainInAnotherOrderOrNotWholeIsNamed() throws IOException {
    String chain = Files.readString(issued.chain());
    String root = Files.readString(authority.trustedPem());
    String own = chain.substring(0, chain.indexOf("-----BEGIN", 1));
    String issuer = chain.substring(own.length());
    for (String unordered : List.of(own + root + issuer, own + own)) {
      Path file = Files.writeString(directory.resolve("unordered.pem"), unordered);
      refused(
          inPem(file, issued.key(), NONE), "X_CERTIFICATE holds a chain in which a certificate");
    }
    for (String part :
        List.of(own + issuer.substring(0, 300), own + "-----BEGIN CERTIFICATE-----")) {
      Path file = Files.writeString(directory.resolve("part.pem"), part);
      refused(inPem(file, issued.key(), NONE), "X_CERTIFICATE holds a certificate that breaks off");
    }
    assertThatThrownBy(() ->
            Tls.load(
                "any",
                new Trust.Pem(Material.text("X_CA", root + root.substring(0, root.length() / 2))),
                new Identity.None()))
        .hasMessage("X_CA holds a certificate that breaks off");
  }

  /** As openssl wrote them for twenty years. */
  @Test
  void anEncryptedKeyOfTheOldFormIsNamed() throws IOException {
    Path old =
        Files.writeString(
            directory.resolve("encrypted-old.pem"),
            """
            -----BEGIN RSA PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-256-CBC,AB

            s3cr3t
            -----END RSA PRIVATE KEY-----
            """);
    refused(inPem(issued.chain(), old, NONE), "in the form RSA; it has to be PKCS#8");
  }

  private static void refused(Identity identity, String words) {
    assertThatThrownBy(() -> Tls.load("any", new Trust.OfTheJvm(), identity))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining(words)
        .hasMessageNotContainingAny("s3cr3t", TestAuthority.PASSWORD, directory.toString());
  }

  @Test
  void noTextShowsAPassword() {
    Tls tls = Tls.load("any", trusting(authority), store(issued.pkcs12(), "PKCS12", RIGHT));

    assertThat(Stream.of(tls, RIGHT).map(String::valueOf))
        .noneMatch(text -> text.contains(TestAuthority.PASSWORD));
  }

  private static Identity inPem(Path chain, Path key, Secret password) {
    return new Identity.Pem(
        Material.file("X_CERTIFICATE", chain), Material.file("X_PRIVATE_KEY", key), password);
  }

  private static Identity store(Path path, String type, Secret password) {
    return new Identity.Store(file(path), type, password, password);
  }

  private static Material file(Path path) {
    return Material.file("X_STORE", path);
  }
}
