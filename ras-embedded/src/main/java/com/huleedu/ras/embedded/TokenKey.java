package com.huleedu.ras.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.huleedu.ras.embedded.CertificateRequest.KeyAlgorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Signs tokens (JWT, ES256), and says with which key they are verified (JWKS). */
record TokenKey(String id, KeyPair keys) {
  private static final int COORDINATE_BYTES = 32;

  static TokenKey create() {
    try {
      return new TokenKey(UUID.randomUUID().toString(), Issuer.newKeys(KeyAlgorithm.EC));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("can't make a key", e);
    }
  }

  /** A token for a client; without a scope if that is empty, which Kafka would refuse. */
  String token(String issuer, String subject, String scope, Duration valid) {
    Instant now = Instant.now();
    String claims =
        """
        {"iss":"%s","sub":"%s","aud":"%s","jti":"%s","iat":%s,"exp":%s%s}\
        """
            .formatted(
                issuer,
                subject,
                TokenEndpoint.AUDIENCE,
                UUID.randomUUID(),
                Long.toString(now.getEpochSecond()),
                Long.toString(now.plus(valid).getEpochSecond()),
                scope.isEmpty() ? "" : ",\"scope\":\"" + scope + "\"");
    String header = "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"" + id + "\"}";
    String signed = text(header.getBytes(UTF_8)) + "." + text(claims.getBytes(UTF_8));
    return signed + "." + text(signature(signed));
  }

  /** The document that verifiers read. */
  String set() {
    ECPoint point = ((ECPublicKey) keys.getPublic()).getW();
    return """
    {"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"%s","x":"%s","y":"%s"}]}\
    """
        .formatted(id, text(coordinate(point.getAffineX())), text(coordinate(point.getAffineY())));
  }

  private byte[] signature(String signed) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("can't sign", e);
    }
  }

  /** At its full length, without the sign that Java may put before it. */
  private static byte[] coordinate(BigInteger number) {
    byte[] given = number.toByteArray();
    byte[] full = new byte[COORDINATE_BYTES];
    int length = Math.min(given.length, COORDINATE_BYTES);
    System.arraycopy(given, given.length - length, full, COORDINATE_BYTES - length, length);
    return full;
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
