package com.huleedu.ras.tls;

import com.huleedu.ras.domain.MisconfiguredException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** What a PEM text holds; whatever else stands in it is passed over. */
final class PemText {
  private static final Pattern CERTIFICATE = block("(?:X509 |TRUSTED )?CERTIFICATE");
  private static final Pattern BEGINNING =
      Pattern.compile("-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----");
  private static final Pattern KEY = block("([A-Z0-9 ]*)PRIVATE KEY");

  private final Material material;
  private final String text;

  PemText(Material material) {
    this.material = material;
    this.text = new String(material.content(), StandardCharsets.ISO_8859_1);
  }

  private static Pattern block(String what) {
    return Pattern.compile(
        "-----BEGIN " + what + "-----(?<content>[^-]*(?:-(?!----)[^-]*)*)-----END ");
  }

  /**
   * All certificates, in their order.
   *
   * @throws MisconfiguredException if there is none, or one that is broken
   */
  List<X509Certificate> certificates() {
    List<X509Certificate> certificates = new ArrayList<>();
    for (MatchResult found : CERTIFICATE.matcher(text).results().toList()) {
      try {
        certificates.add(
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decoded(found))));
      } catch (CertificateException | IllegalArgumentException broken) {
        throw wrong("holds a certificate that can't be read: number " + (certificates.size() + 1));
      }
    }
    if (certificates.size() < BEGINNING.matcher(text).results().count()) {
      throw wrong("holds a certificate that breaks off");
    }
    if (certificates.isEmpty()) {
      throw wrong("holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)");
    }
    return certificates;
  }

  /**
   * The first private key.
   *
   * @param algorithm of the key, as its certificate says
   * @throws MisconfiguredException if there is none, it is of another algorithm or broken, or the
   *     password does not open it
   */
  PrivateKey key(String algorithm, Secret password) {
    Matcher key = KEY.matcher(text);
    if (!key.find()) {
      throw wrong("holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)");
    }
    String form = key.group(1).strip();
    boolean encrypted = form.equals("ENCRYPTED");
    if (!form.isEmpty() && !encrypted) {
      throw wrong(
          "holds a private key in the form %s; it has to be PKCS#8: openssl pkcs8 -topk8 -nocrypt"
              .formatted(form));
    }
    if (encrypted && password.value().isEmpty()) {
      throw wrong(
          "holds an encrypted private key, and %s is not set".formatted(password.setting()));
    }
    try {
      byte[] content = decoded(key.toMatchResult());
      KeySpec opened = encrypted ? decrypted(content, password) : new PKCS8EncodedKeySpec(content);
      return KeyFactory.getInstance(algorithm).generatePrivate(opened);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException broken) {
      // What is said of it may hold a part of it.
      throw wrong(
          encrypted
              ? "holds an encrypted private key that %s does not open".formatted(password.setting())
              : "holds a private key that can't be read, or is not the %s key of its certificate"
                  .formatted(algorithm));
    }
  }

  private static KeySpec decrypted(byte[] content, Secret password)
      throws IOException, GeneralSecurityException {
    EncryptedPrivateKeyInfo encrypted = new EncryptedPrivateKeyInfo(content);
    String algorithm = encrypted.getAlgName();
    if (algorithm.equals("PBES2")) {
      algorithm = encrypted.getAlgParameters().toString(); // the name of both its parts
    }
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(password.characters())),
        encrypted.getAlgParameters());
    return encrypted.getKeySpec(cipher);
  }

  private static byte[] decoded(MatchResult block) {
    return Base64.getMimeDecoder().decode(block.group("content"));
  }

  private MisconfiguredException wrong(String what) {
    return new MisconfiguredException(material.setting() + " " + what);
  }
}
