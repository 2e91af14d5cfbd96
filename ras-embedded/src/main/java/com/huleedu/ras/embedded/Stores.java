package com.huleedu.ras.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Writes the files of an authority, and reads its stores for clients within this JVM. */
final class Stores {
  private static final String ALIAS = "ras";
  private static final char[] PASSWORD = TestAuthority.PASSWORD.toCharArray();

  private Stores() {}

  static void write(TestAuthority authority, X509Certificate root)
      throws GeneralSecurityException, IOException {
    Files.writeString(authority.trustedPem(), Pem.of(root));
    Files.write(authority.trustedPkcs12(), trusting("PKCS12", root));
    Files.write(authority.trustedJks(), trusting("JKS", root));
  }

  static void write(IssuedCertificate to, KeyPair keys, X509Certificate... chain)
      throws GeneralSecurityException, IOException {
    PrivateKey key = keys.getPrivate();
    String certificates = Pem.of(chain);
    String plain = Pem.of(key);
    String encrypted = Pem.encrypted(key, TestAuthority.PASSWORD);
    Files.writeString(to.chain(), certificates);
    Files.writeString(secret(to.key()), plain);
    Files.writeString(secret(to.encryptedKey()), encrypted);
    Files.writeString(secret(to.keyAndChain()), plain + certificates);
    Files.writeString(secret(to.encryptedKeyAndChain()), encrypted + certificates);
    Files.write(secret(to.pkcs12()), holding("PKCS12", key, chain));
    Files.write(secret(to.jks()), holding("JKS", key, chain));
  }

  static KeyManager[] keyManagers(IssuedCertificate own)
      throws GeneralSecurityException, IOException {
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(own.pkcs12().toFile(), PASSWORD), PASSWORD);
    return keys.getKeyManagers();
  }

  static TrustManager[] trustManagers(TestAuthority authority)
      throws GeneralSecurityException, IOException {
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KeyStore.getInstance(authority.trustedPkcs12().toFile(), PASSWORD));
    return trust.getTrustManagers();
  }

  private static byte[] trusting(String type, X509Certificate root)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty(type);
    store.setCertificateEntry(ALIAS, root);
    return bytes(store);
  }

  private static byte[] holding(String type, PrivateKey key, X509Certificate... chain)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty(type);
    store.setKeyEntry(ALIAS, key, PASSWORD, chain);
    return bytes(store);
  }

  private static KeyStore empty(String type) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    return store;
  }

  private static byte[] bytes(KeyStore store) throws GeneralSecurityException, IOException {
    var bytes = new ByteArrayOutputStream();
    store.store(bytes, PASSWORD);
    return bytes.toByteArray();
  }

  /** PostgreSQL takes no key that others may read. */
  private static Path secret(Path file) throws IOException {
    return Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }
}
