package com.huleedu.ras.adapter.kafka.security;

import com.huleedu.ras.tls.ForeignText;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A token as an endpoint of OAuth 2 answers it (RFC 6749, 5.1).
 *
 * @param lifetimeMs until when it is valid, in milliseconds since 1970
 * @param startTimeMs since when we have it, in milliseconds since 1970
 */
record AccessToken(String value, String principalName, long lifetimeMs, Long startTimeMs)
    implements OAuthBearerToken {
  private static final JsonFactory JSON = new JsonFactory();

  /** What says that it is valid for longer says so by mistake. */
  private static final long LONGEST_SECONDS = 365L * 86_400;

  /** Of a JWT, which has three parts. */
  private static final int CLAIMS = 1;

  /**
   * Reads an answer.
   *
   * @param principal as whom it was asked for
   * @return empty if there is none in it, or neither it nor the answer says how long it is valid
   */
  static Optional<AccessToken> of(String answer, String principal, InstantSource clock) {
    Map<String, String> members = members(answer);
    String value = members.getOrDefault("access_token", "");
    long now = clock.millis();
    return value.isEmpty()
        ? Optional.empty()
        : number(members.get("expires_in"))
            .map(seconds -> now + Math.min(seconds, LONGEST_SECONDS) * 1_000)
            .or(() ->
                number(claims(value).get("exp"))
                    .map(seconds -> Math.min(seconds, now / 1_000 + LONGEST_SECONDS) * 1_000))
            .map(until -> new AccessToken(value, principal, until, now));
  }

  /** What an answer that is none says, as RFC 6749, 5.2 has it. */
  static Optional<String> error(String answer) {
    Map<String, String> members = members(answer);
    return Optional.ofNullable(members.get("error"))
        .map(error ->
            Optional.ofNullable(members.get("error_description"))
                .map(described -> error + ": " + described)
                .orElse(error))
        .map(said -> ForeignText.shown(said.lines().findFirst().orElse("")));
  }

  private static Map<String, String> claims(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length <= CLAIMS) {
      return Map.of();
    }
    try {
      return members(
          new String(Base64.getUrlDecoder().decode(parts[CLAIMS]), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException opaque) {
      return Map.of();
    }
  }

  private static Optional<Long> number(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of((long) Double.parseDouble(text));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  /** The plain members of an object; none if it is no object. */
  private static Map<String, String> members(String json) {
    Map<String, String> members = new HashMap<>();
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Map.of();
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.VALUE_NULL) {
          continue; // as if it were not there
        }
        if (value.isScalarValue()) {
          members.put(name, parser.getString());
        } else {
          parser.skipChildren();
        }
      }
      return members;
    } catch (JacksonException noJson) {
      return Map.of();
    }
  }

  @Override
  public Set<String> scope() {
    return Set.of(); // what the broker makes of the token is its own
  }

  @Override
  public String toString() {
    return "token of " + principalName;
  }
}
