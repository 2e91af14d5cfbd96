package com.huleedu.ras.embedded;

import com.huleedu.ras.embedded.CertificateRequest.KeyAlgorithm;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Who signs certificates: a name and a key on P-256. */
record Issuer(X500Name name, KeyPair keys) {
  /** Far enough back for whatever is expired. */
  static final Duration BEFORE = Duration.ofDays(365);

  private static final Duration AUTHORITIES = Duration.ofDays(365);
  private static final SecureRandom RANDOM = new SecureRandom();

  static Issuer named(String commonName) throws GeneralSecurityException {
    return new Issuer(nameOf(commonName), newKeys(KeyAlgorithm.EC));
  }

  static KeyPair newKeys(KeyAlgorithm algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.name());
    switch (algorithm) {
      case EC -> generator.initialize(new ECGenParameterSpec("secp256r1"));
      case RSA -> generator.initialize(2_048);
    }
    return generator.generateKeyPair();
  }

  /** A certificate for another issuer, or for itself. */
  X509Certificate certify(Issuer other) throws GeneralSecurityException, IOException {
    PublicKey key = other.keys.getPublic();
    var builder =
        builder(other.name, key, Instant.now().minus(BEFORE), Instant.now().plus(AUTHORITIES));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return signed(builder);
  }

  X509Certificate certify(CertificateRequest request, PublicKey key)
      throws GeneralSecurityException, IOException {
    var builder =
        builder(nameOf(request.commonName()), key, request.notBefore(), request.notAfter());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(
            switch (request.keyAlgorithm()) {
              case EC -> KeyUsage.digitalSignature;
              case RSA -> KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
            }));
    boolean server = !request.hosts().isEmpty();
    builder.addExtension(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            server ? KeyPurposeId.id_kp_serverAuth : KeyPurposeId.id_kp_clientAuth));
    if (server) {
      builder.addExtension(Extension.subjectAlternativeName, false, alternatives(request));
    }
    return signed(builder);
  }

  private X509v3CertificateBuilder builder(
      X500Name subject, PublicKey key, Instant notBefore, Instant notAfter)
      throws GeneralSecurityException, IOException {
    Date begin = Date.from(notBefore);
    BigInteger serial = new BigInteger(64, RANDOM).add(BigInteger.ONE);
    var extensions = new JcaX509ExtensionUtils();
    var builder =
        new JcaX509v3CertificateBuilder(name, serial, begin, Date.from(notAfter), subject, key);
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        extensions.createAuthorityKeyIdentifier(keys.getPublic()));
    return builder;
  }

  private X509Certificate signed(X509v3CertificateBuilder builder) throws GeneralSecurityException {
    PrivateKey key = keys.getPrivate();
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static GeneralNames alternatives(CertificateRequest request) {
    return new GeneralNames(
        request.hosts().stream()
            .map(host ->
                new GeneralName(
                    host.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, host))
            .toArray(GeneralName[]::new));
  }

  private static X500Name nameOf(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }
}
