package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.webserver.http.ServerRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {
  private static final String PATH = "/internal/x";
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Instant now = Instant.EPOCH;
  private final Credentials credentials =
      new Credentials(
          new HttpConfig.Access(
              List.of("k1", "k2"), Map.of("b", List.of("own1", "own2")), Set.of("a", "b")),
          registry,
          () -> now);

  @Test
  void whenAKeyWasUsedLastIsShownByItsDigest() {
    now = Instant.parse("2026-11-01T12:00:00Z");
    assertThat(credentials.refuse(request("X-Internal-API-Key: own2", "X-Service-ID: b")))
        .isEmpty();
    assertThat(credentials.refuse(request("X-Internal-API-Key: k1", "X-Service-ID: c")))
        .isPresent();

    assertThat(registry.get("ras.key.last.used.timestamp.seconds").gauges())
        .hasSize(6)
        .allMatch(gauge -> String.valueOf(gauge.getId().getTag("key")).matches("[0-9a-f]{6}"))
        .filteredOn(gauge -> !Double.isNaN(gauge.value()))
        .singleElement()
        .satisfies(gauge -> {
          assertThat(gauge.value()).isEqualTo((double) now.getEpochSecond());
          assertThat(gauge.getId().getTag("service")).isEqualTo("b");
          assertThat(gauge.getId().getTag("key")).isEqualTo("4dad09");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "k1, a",
    "k2, a",
    "k1, b",
    "k2, b",
    "own1, b",
    "own2, b",
    "' k1 ', ' a '",
  })
  void everyPairThatIsValid(String key, String service) {
    ServerRequest request = request("X-Internal-API-Key: " + key, "X-Service-ID: " + service);
    assertThat(credentials.refuse(request)).isEmpty();
    assertThat(Credentials.service(request)).isEqualTo(service.strip());
  }

  @ParameterizedTest
  @CsvSource({
    "own1, a",
    "own2, a",
    "k3, a",
    "k1, c",
    "k, a",
    "k11, a",
    "K1, a",
    "k1, A",
    "a, k1",
    "b, own1",
    "'k1,k1', a",
    "k1, 'a,a'",
    "'k1,k2', a"
  })
  void everyOtherPairIsInvalidAndNobodyHearsWhy(String key, String service) {
    assertRefusal(
        credentials.refuse(request("X-Internal-API-Key: " + key, "X-Service-ID: " + service)),
        ErrorType.INVALID_CREDENTIALS);
  }

  @Test
  void aHeaderThatIsThereTwiceIsNoValidOne() {
    assertRefusal(
        credentials.refuse(
            request("X-Internal-API-Key: k1", "X-Internal-API-Key: k1", "X-Service-ID: a")),
        ErrorType.INVALID_CREDENTIALS);
    assertRefusal(
        credentials.refuse(request("X-Internal-API-Key: k1", "X-Service-ID: a", "X-Service-ID: a")),
        ErrorType.INVALID_CREDENTIALS);
    assertRefusal(
        credentials.refuse(
            request("X-Internal-API-Key: ", "X-Internal-API-Key: k1", "X-Service-ID: a")),
        ErrorType.INVALID_CREDENTIALS);
  }

  @ParameterizedTest
  @CsvSource(
      value = {"k1, NULL", "NULL, a", "NULL, NULL", "'', a", "k1, ''", "'  ', a", "k1, ' '"},
      nullValues = "NULL")
  void oneThatIsMissingOrEmptyIsSaidToBeMissing(@Nullable String key, @Nullable String service) {
    assertRefusal(
        credentials.refuse(
            request(
                key == null ? "X: k1" : "X-Internal-API-Key: " + key,
                service == null ? "Y: a" : "X-Service-ID: " + service)),
        ErrorType.MISSING_AUTHENTICATION);
  }

  private static void assertRefusal(Optional<Answer> refused, ErrorType type) {
    Answer answer = refused.orElseThrow();
    assertThat(answer.status().code()).isEqualTo(401);
    assertThat(answer.error()).isEqualTo(type);
    assertThat(answer.headers()).extracting(header -> header.name()).contains("WWW-Authenticate");
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,\"detail\":"
                + "\"X-Internal-API-Key and X-Service-ID have to be a valid key and a known"
                + " service.\",\"instance\":\"/internal/x\",\"error\":\""
                + type.error()
                + "\"}");
  }

  private static ServerRequest request(String... headers) {
    return WithoutSocket.request(WithoutSocket.exchange("GET " + PATH, headers));
  }
}
