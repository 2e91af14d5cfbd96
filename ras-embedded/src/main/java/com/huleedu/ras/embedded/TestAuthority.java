package com.huleedu.ras.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority for tests, made when it is asked for and trusted by nobody else. Its root
 * is what to trust; below it an issuer of its own signs, so that a peer has to show a chain.
 *
 * <p>Another one is another instance.
 */
public final class TestAuthority {
  /** Of all stores and encrypted keys. They live as long as a test. */
  public static final String PASSWORD = "for-tests-only";

  private final Path directory;
  private final Issuer issuer;
  private final X509Certificate intermediate;

  private TestAuthority(Path directory) throws GeneralSecurityException, IOException {
    this.directory = directory;
    // Two authorities must differ in their names, too: a client may choose by the name alone.
    String name = "RAS test authority " + UUID.randomUUID();
    Issuer top = Issuer.named(name);
    issuer = Issuer.named(name + " issuer");
    intermediate = top.certify(issuer);
    Stores.write(this, top.certify(top));
  }

  /**
   * A new one.
   *
   * @param directory gets its files, in a directory of their own; created if need be
   */
  public static TestAuthority create(Path directory) {
    try {
      return new TestAuthority(
          Files.createTempDirectory(Files.createDirectories(directory), "authority-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("can't make an authority", e);
    }
  }

  /** The root's certificate; PEM. */
  public Path trustedPem() {
    return directory.resolve("trusted.pem");
  }

  /** The root's certificate as a PKCS#12 trust store. */
  public Path trustedPkcs12() {
    return directory.resolve("trusted.p12");
  }

  /** The root's certificate as a JKS trust store. */
  public Path trustedJks() {
    return directory.resolve("trusted.jks");
  }

  /** Issues what is requested, with a key of its own, into a directory of its own. */
  public IssuedCertificate issue(CertificateRequest request) {
    try {
      KeyPair keys = Issuer.newKeys(request.keyAlgorithm());
      var issued = new IssuedCertificate(Files.createTempDirectory(directory, "issued-"));
      Stores.write(issued, keys, issuer.certify(request, keys.getPublic()), intermediate);
      return issued;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("can't issue " + request, e);
    }
  }

  /** As {@link CertificateRequest#server()} requests. */
  public IssuedCertificate server() {
    return issue(CertificateRequest.server());
  }

  /** As {@link CertificateRequest#client} requests. */
  public IssuedCertificate client(String commonName) {
    return issue(CertificateRequest.client(commonName));
  }

  /** For clients that trust this authority alone, and show no certificate. */
  public SSLContext context() {
    return contextWith(null);
  }

  /** For clients that trust this authority alone, and show a certificate if asked for one. */
  public SSLContext context(IssuedCertificate client) {
    return contextWith(client);
  }

  private SSLContext contextWith(@Nullable IssuedCertificate client) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          client == null ? null : Stores.keyManagers(client), Stores.trustManagers(this), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("can't use " + directory, e);
    }
  }
}
