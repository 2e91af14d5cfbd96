package com.huleedu.ras.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestAuthorityTest {
  @TempDir private static Path files;
  private static TestAuthority authority;

  @BeforeAll
  static void create() {
    authority = TestAuthority.create(files);
  }

  @ParameterizedTest
  @EnumSource
  void allFormsHoldTheSameKeyAndChain(CertificateRequest.KeyAlgorithm algorithm) throws Exception {
    CertificateRequest request = CertificateRequest.server();
    IssuedCertificate issued =
        authority.issue(algorithm == CertificateRequest.KeyAlgorithm.RSA ? request.rsa() : request);
    List<X509Certificate> chain = chain(issued.chain());
    PrivateKey key =
        KeyFactory.getInstance(algorithm.name())
            .generatePrivate(new PKCS8EncodedKeySpec(block(issued.key())));
    for (Path store : List.of(issued.pkcs12(), issued.jks())) {
      char[] password = TestAuthority.PASSWORD.toCharArray();
      KeyStore loaded = KeyStore.getInstance(store.toFile(), password);
      String alias = loaded.aliases().nextElement();
      assertThat(loaded.getKey(alias, password)).isEqualTo(key);
      assertThat(loaded.getCertificateChain(alias)).containsExactlyElementsOf(chain);
    }
    assertThat(decrypted(block(issued.encryptedKey()))).isEqualTo(key.getEncoded());
    String pem = Files.readString(issued.chain());
    assertThat(issued.keyAndChain()).hasContent(Files.readString(issued.key()) + pem);
    assertThat(issued.encryptedKeyAndChain())
        .hasContent(Files.readString(issued.encryptedKey()) + pem);
    assertThat(chain.getFirst().getPublicKey().getAlgorithm()).isEqualTo(algorithm.name());
  }

  @Test
  void aServerIsCertifiedForItsHostsAndAClientForItsName() throws Exception {
    X509Certificate here = authority.server().certificate();
    assertThat(here.getSubjectAlternativeNames())
        .extracting(name -> name.get(1).toString())
        .containsExactly("localhost", "127.0.0.1");
    assertThat(
            authority
                .issue(CertificateRequest.server("kafka.example"))
                .certificate()
                .getSubjectAlternativeNames())
        .containsExactly(List.of(2, "kafka.example"));
    X509Certificate client = authority.client("ras").certificate();
    assertThat(client.getSubjectX500Principal().getName()).isEqualTo("CN=ras");
    assertThat(client.getExtendedKeyUsage()).isNotEqualTo(here.getExtendedKeyUsage());
  }

  @Test
  void onlyTheRootOfItsOwnAuthorityVouchesForAChain() throws Exception {
    TestAuthority other = TestAuthority.create(files);
    List<X509Certificate> chain = chain(authority.server().chain());
    assertThatCode(() -> validate(chain, authority)).doesNotThrowAnyException();
    assertThatThrownBy(() -> validate(chain, other)).isInstanceOf(CertPathValidatorException.class);
    // The root says nothing of a certificate without the one between.
    assertThatThrownBy(() -> validate(chain.subList(0, 1), authority))
        .isInstanceOf(CertPathValidatorException.class);
  }

  @Test
  void bothTrustStoresHoldTheRootAlone() throws Exception {
    for (Path store : List.of(authority.trustedPkcs12(), authority.trustedJks())) {
      KeyStore loaded = KeyStore.getInstance(store.toFile(), TestAuthority.PASSWORD.toCharArray());
      assertThat(loaded.size()).isEqualTo(1);
      assertThat(loaded.getCertificate(loaded.aliases().nextElement()))
          .isEqualTo(chain(authority.trustedPem()).getFirst());
    }
  }

  @Test
  void aCertificateEndsWhenRequested() {
    X509Certificate expired =
        authority.issue(CertificateRequest.client("late").expired()).certificate();
    assertThatThrownBy(expired::checkValidity).isInstanceOf(CertificateExpiredException.class);
    Instant end = Instant.now().plusSeconds(90).truncatedTo(ChronoUnit.SECONDS);
    assertThat(authority.issue(CertificateRequest.server().until(end)).certificate().getNotAfter())
        .isEqualTo(end);
  }

  @Test
  void aReplacedCertificateIsTheOtherInAllItsFiles() throws Exception {
    IssuedCertificate shown = authority.server();
    IssuedCertificate other = authority.server();
    assertThat(shown.certificate()).isNotEqualTo(other.certificate());
    shown.replaceWith(other);
    List<Path> names;
    try (var listed = Files.list(other.directory())) {
      names = listed.map(Path::getFileName).toList();
    }
    assertThat(names).hasSize(7);
    for (Path name : names) {
      assertThat(shown.directory().resolve(name))
          .hasSameBinaryContentAs(other.directory().resolve(name));
    }
    assertThat(shown.directory()).isDirectoryNotContaining("glob:**.new");
    assertThat(Files.getPosixFilePermissions(shown.key()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  private static void validate(List<X509Certificate> chain, TestAuthority trusted)
      throws Exception {
    var anchor = new TrustAnchor(chain(trusted.trustedPem()).getFirst(), null);
    var parameters = new PKIXParameters(Set.of(anchor));
    parameters.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX")
        .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
  }

  private static List<X509Certificate> chain(Path pem) throws Exception {
    try (InputStream in = Files.newInputStream(pem)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    }
  }

  private static byte[] block(Path pem) throws Exception {
    return Base64.getMimeDecoder().decode(Files.readString(pem).replaceAll("-----.*-----", ""));
  }

  private static byte[] decrypted(byte[] encoded) throws Exception {
    var encrypted = new EncryptedPrivateKeyInfo(encoded);
    String algorithm = encrypted.getAlgParameters().toString();
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(TestAuthority.PASSWORD.toCharArray())),
        encrypted.getAlgParameters());
    return encrypted.getKeySpec(cipher).getEncoded();
  }
}
