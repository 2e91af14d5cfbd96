package com.huleedu.ras.embedded;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Users as Kafka's storage tool takes them; salted here, since it takes not every password. */
final class Scram {
  private static final int ITERATIONS = 4_096;
  private static final int SALT_BYTES = 16;

  private record Mechanism(String name, String function, int bits) {}

  private static final List<Mechanism> MECHANISMS =
      List.of(
          new Mechanism("SCRAM-SHA-256", "PBKDF2WithHmacSHA256", 256),
          new Mechanism("SCRAM-SHA-512", "PBKDF2WithHmacSHA512", 512));

  private Scram() {}

  /** An argument of {@code --add-scram} for each user and mechanism. */
  static List<String> arguments(Map<String, String> users) {
    return users.entrySet().stream()
        .flatMap(user ->
            MECHANISMS.stream()
                .map(mechanism -> argument(mechanism, user.getKey(), user.getValue())))
        .toList();
  }

  private static String argument(Mechanism mechanism, String user, String password) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return "%s=[name=%s,iterations=%s,salt=\"%s\",saltedpassword=\"%s\"]"
        .formatted(
            mechanism.name, user, ITERATIONS, text(salt), text(salted(mechanism, password, salt)));
  }

  private static byte[] salted(Mechanism mechanism, String password, byte[] salt) {
    try {
      var spec = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, mechanism.bits);
      return SecretKeyFactory.getInstance(mechanism.function).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no " + mechanism.function, e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
