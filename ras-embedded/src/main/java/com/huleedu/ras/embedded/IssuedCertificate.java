package com.huleedu.ras.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its key, as files of every form that a server or a client may ask for. What is
 * encrypted has the password {@link TestAuthority#PASSWORD}. Keys are readable by their owner only.
 *
 * @param directory holds these files and no other
 */
public record IssuedCertificate(Path directory) {

  /** The certificate, then the one of its issuer below the root; PEM. */
  public Path chain() {
    return directory.resolve("chain.pem");
  }

  /** The private key; PKCS#8 in PEM. */
  public Path key() {
    return directory.resolve("key.pem");
  }

  /** The private key, encrypted; PKCS#8 in PEM. */
  public Path encryptedKey() {
    return directory.resolve("key-encrypted.pem");
  }

  /** The private key and the chain in one file, as Kafka wants a key store of type PEM. */
  public Path keyAndChain() {
    return directory.resolve("key-and-chain.pem");
  }

  /** The encrypted private key and the chain in one file. */
  public Path encryptedKeyAndChain() {
    return directory.resolve("key-and-chain-encrypted.pem");
  }

  /** The private key and the chain as a PKCS#12 key store. */
  public Path pkcs12() {
    return directory.resolve("key.p12");
  }

  /** The private key and the chain as a JKS key store. */
  public Path jks() {
    return directory.resolve("key.jks");
  }

  /** The certificate that the files hold now. */
  public X509Certificate certificate() {
    try (InputStream in = Files.newInputStream(chain())) {
      // Reads the first of several.
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CertificateException e) {
      throw new IllegalStateException("not a certificate: " + chain(), e);
    }
  }

  /**
   * Puts the files of another certificate in the place of these, each by a rename: whoever reads
   * one sees the old or the new. Between two of them, as key and chain, lies a moment.
   */
  public void replaceWith(IssuedCertificate other) {
    try {
      for (Path file : files()) {
        replace(file, other);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> files() {
    return List.of(
        key(), chain(), encryptedKey(), keyAndChain(), encryptedKeyAndChain(), pkcs12(), jks());
  }

  private static void replace(Path file, IssuedCertificate other) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.copy(other.directory.resolve(file.getFileName()), fresh);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
