package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.adapter.kafka.security.Sasl;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Settings that another one leaves without use, or that are of less use than they look: right for a
 * while, and worth a line in the log.
 */
final class Combinations {
  private final Settings settings;
  private final List<String> sentences = new ArrayList<>();

  Combinations(Settings settings) {
    this.settings = settings;
  }

  /** A sentence about each. */
  List<String> sentences(RebuildConfiguration configuration) {
    if (configuration.kafka().groupProtocol().equals("consumer")) {
      inVain("with KAFKA_GROUP_PROTOCOL=consumer the broker decides", "KAFKA_SESSION_TIMEOUT_MS");
    }
    if (configuration.redis().isEmpty()) {
      inVain(
          "there is no REDIS_URL",
          "REDIS_CACHE_TTL_SECONDS",
          "REDIS_IDEMPOTENCY_TTL_SECONDS",
          "STORE_POISON_PILLS",
          "POISON_PILL_TTL_SECONDS",
          "REDIS_TLS_CA",
          "REDIS_TLS_CERTIFICATE",
          "REDIS_TLS_PRIVATE_KEY",
          "REDIS_TLS_PRIVATE_KEY_PASSWORD");
    } else if (!configuration.redis().get().keepDeadLetterCopies()) {
      inVain("STORE_POISON_PILLS is false", "POISON_PILL_TTL_SECONDS");
    }
    if (configuration.kafka().security().sasl().orElse(null) instanceof Sasl.ClientCredentials token
        && token.sendsInClear()) {
      sentences.add(
          "KAFKA_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL begins with http://: client id, secret and"
              + " tokens go over the network in clear");
    }
    return sentences;
  }

  private void inVain(String why, String... keys) {
    Stream.of(keys)
        .filter(settings::isSet)
        .forEach(key -> sentences.add(key + " is not used: " + why));
  }
}
