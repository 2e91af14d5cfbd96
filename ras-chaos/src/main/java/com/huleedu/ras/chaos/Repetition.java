package com.huleedu.ras.chaos;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Option;

/** The options with which a run is the same again. */
final class Repetition {
  @Option(names = "--seed", description = "Repeats the events and the faults of a run (a new one).")
  private Long seed = ThreadLocalRandom.current().nextLong(1_000_000);

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the service, as KAFKA_GROUP_PROTOCOL=consumer.")
  private Map<String, String> settings = new HashMap<>();

  long seed() {
    return seed;
  }

  Map<String, String> settings() {
    return Map.copyOf(settings);
  }
}
