package com.huleedu.ras.adapter.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who may ask. Service and key are compared as one, by a digest of both, with every pair that is
 * valid and in constant time: neither how much of a key is right nor which of the two is wrong can
 * be told from the time that an answer takes.
 */
final class Credentials {
  private static final HeaderName KEY = HeaderNames.create("X-Internal-API-Key");
  private static final HeaderName SERVICE = HeaderNames.create("X-Service-ID");

  private final List<KeyUse> keys;
  private final InstantSource clock;

  /**
   * @param registry gets {@code ras.key.last.used}
   */
  Credentials(HttpConfig.Access access, MeterRegistry registry, InstantSource clock) {
    this.clock = clock;
    Stream<KeyUse> shared =
        access.serviceIds().stream()
            .flatMap(service ->
                access.sharedKeys().stream().map(key -> watched(service, key, registry)));
    Stream<KeyUse> own =
        access.ownKeys().entrySet().stream()
            .flatMap(of -> of.getValue().stream().map(key -> watched(of.getKey(), key, registry)));
    keys = Stream.concat(shared, own).toList();
  }

  private static KeyUse watched(String service, String key, MeterRegistry registry) {
    return KeyUse.of(service, key, digest(service, key), registry);
  }

  /** The answer to a request whose credentials are wrong; empty if they are right. */
  Optional<Answer> refuse(ServerRequest request) {
    List<String> key = Requests.header(request, KEY);
    List<String> service = Requests.header(request, SERVICE);
    if (isMissing(key) || isMissing(service)) {
      return Optional.of(refusal(ErrorType.MISSING_AUTHENTICATION, request));
    }
    byte[] given = digest(value(service), value(key));
    boolean valid = false;
    for (KeyUse one : keys) {
      valid |= MessageDigest.isEqual(one.pair(), given);
    }
    if (valid) {
      KeyUse.note(keys, given, clock);
    }
    return valid ? Optional.empty() : Optional.of(refusal(ErrorType.INVALID_CREDENTIALS, request));
  }

  /** The service that a request which was not refused is from. */
  static String service(ServerRequest request) {
    return value(Requests.header(request, SERVICE));
  }

  private static Answer refusal(ErrorType type, ServerRequest request) {
    return Answer.problem(
        type,
        "X-Internal-API-Key and X-Service-ID have to be a valid key and a known service.",
        Requests.rawPath(request));
  }

  private static boolean isMissing(List<String> header) {
    return header.stream().allMatch(String::isBlank);
  }

  /** A header given twice is joined, as HTTP has it, and so is no valid one. */
  private static String value(List<String> header) {
    return String.join(",", header).strip();
  }

  /** Neither holds a NUL where it is valid, so no two pairs are taken for one another. */
  private static byte[] digest(String service, String key) {
    return Sha256.of((service + '\0' + key).getBytes(StandardCharsets.UTF_8));
  }
}
