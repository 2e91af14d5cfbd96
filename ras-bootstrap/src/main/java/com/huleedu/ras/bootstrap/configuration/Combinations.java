package com.huleedu.ras.bootstrap.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Settings that another one leaves without use: right for a while, and worth a line in the log. */
final class Combinations {
  private final Settings settings;
  private final List<String> unused = new ArrayList<>();

  Combinations(Settings settings) {
    this.settings = settings;
  }

  /** What is set in vain, and why. */
  List<String> unused(RebuildConfiguration configuration) {
    if (configuration.kafka().groupProtocol().equals("consumer")) {
      inVain("with KAFKA_GROUP_PROTOCOL=consumer the broker decides", "KAFKA_SESSION_TIMEOUT_MS");
    }
    if (configuration.redis().isEmpty()) {
      inVain(
          "there is no REDIS_URL",
          "REDIS_CACHE_TTL_SECONDS",
          "REDIS_IDEMPOTENCY_TTL_SECONDS",
          "STORE_POISON_PILLS",
          "POISON_PILL_TTL_SECONDS");
    } else if (!configuration.redis().get().keepDeadLetterCopies()) {
      inVain("STORE_POISON_PILLS is false", "POISON_PILL_TTL_SECONDS");
    }
    return unused;
  }

  private void inVain(String why, String... keys) {
    Stream.of(keys)
        .filter(settings::isSet)
        .forEach(key -> unused.add(key + " is not used: " + why));
  }
}
