package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.adapter.http.HttpConfig;
import com.huleedu.ras.adapter.http.HttpConfig.ListenerTls;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.adapter.kafka.KafkaConfig;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.redis.RedisConfig;
import com.huleedu.ras.telemetry.TelemetryConfig;
import com.huleedu.ras.tls.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that can be set, checked. The keys are public API (docs/configuration.md).
 *
 * @param redis empty only if the cache is off and no Redis is named
 * @param cacheEnabled whether answers come from the cache; what goes into it is invalidated anyway
 * @param internalStatusNames whether answers name statuses and phases as events do, for clients of
 *     today's platform
 * @param deadLetterRetention how long a dead letter stays after it was settled; empty: for ever
 * @param telemetry where traces go, if anywhere
 */
public record RasConfiguration(
    HttpConfig http,
    PostgresConfig postgres,
    KafkaConfig kafka,
    Topics topics,
    Optional<RedisConfig> redis,
    boolean cacheEnabled,
    boolean internalStatusNames,
    Optional<Duration> deadLetterRetention,
    TelemetryConfig telemetry) {

  /** Certificates and keys of all connections, to be watched. */
  public List<Tls> tls() {
    Stream<Tls> ports =
        Stream.of(http.encryption().api(), http.encryption().metrics(), http.encryption().admin())
            .flatMap(Optional::stream)
            .map(ListenerTls::tls);
    return Stream.concat(
            ports, new RebuildConfiguration(postgres, kafka, topics, redis).tls().stream())
        .toList();
  }

  /**
   * Reads the configuration from environment variables.
   *
   * @throws com.huleedu.ras.domain.MisconfiguredException naming every mistake there is, without
   *     secrets
   */
  public static RasConfiguration fromEnvironment(Map<String, String> environment) {
    return new ConfigurationReader(new Settings(environment)).read();
  }

  /** The variables of the environment, and below them what the configuration file sets. */
  public static Map<String, String> variables(Map<String, String> environment) {
    return new Settings(environment).environment();
  }

  /**
   * What is worth a line in the log of the start, though it is no mistake.
   *
   * @throws com.huleedu.ras.domain.MisconfiguredException as {@link #fromEnvironment} does
   */
  public static List<String> warnings(Map<String, String> environment) {
    ConfigurationReader reader = new ConfigurationReader(new Settings(environment));
    reader.read();
    return reader.warnings();
  }
}
