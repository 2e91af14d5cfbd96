package com.huleedu.ras.adapter.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Who may ask. Keys and services are compared by their digests, with every valid one and in
 * constant time, so that neither how much of a key is right nor which of the two is wrong can be
 * told from the time that an answer takes.
 */
final class Credentials {
  private final List<byte[]> keys;
  private final List<byte[]> services;

  Credentials(HttpConfig config) {
    keys = digests(config.apiKeys());
    services = digests(config.allowedServiceIds());
  }

  /**
   * What is wrong with the credentials; empty if nothing is.
   *
   * @param key the values of the header X-Internal-API-Key
   * @param service the values of the header X-Service-ID
   */
  Optional<ErrorType> check(List<String> key, List<String> service) {
    if (isMissing(key) || isMissing(service)) {
      return Optional.of(ErrorType.MISSING_AUTHENTICATION);
    }
    // Both are always compared.
    boolean keyIsValid = isOneOf(keys, key);
    boolean serviceIsKnown = isOneOf(services, service);
    return keyIsValid && serviceIsKnown
        ? Optional.empty()
        : Optional.of(ErrorType.INVALID_CREDENTIALS);
  }

  private static boolean isMissing(List<String> header) {
    return header.stream().allMatch(String::isBlank);
  }

  /** A header given twice is joined, as HTTP has it, and so is no valid one. */
  private static boolean isOneOf(List<byte[]> valid, List<String> header) {
    byte[] given = digest(String.join(",", header).strip());
    boolean found = false;
    for (byte[] candidate : valid) {
      found |= MessageDigest.isEqual(candidate, given);
    }
    return found;
  }

  private static List<byte[]> digests(Collection<String> values) {
    return values.stream().map(Credentials::digest).toList();
  }

  private static byte[] digest(String value) {
    return Sha256.of(value.getBytes(StandardCharsets.UTF_8));
  }
}
