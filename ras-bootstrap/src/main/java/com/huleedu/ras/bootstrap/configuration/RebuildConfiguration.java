package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.adapter.kafka.KafkaConfig;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.redis.RedisConfig;
import com.huleedu.ras.tls.Tls;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What audit and rebuild need of the service's settings: nothing of HTTP.
 *
 * @param redis whose answers a rebuild has to invalidate; empty only if the cache is off
 */
public record RebuildConfiguration(
    PostgresConfig postgres, KafkaConfig kafka, Topics topics, Optional<RedisConfig> redis) {

  /** Certificates and keys of all connections, to be watched. */
  public List<Tls> tls() {
    return Stream.of(kafka.security().tls(), postgres.tls(), redis.flatMap(RedisConfig::tls))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Reads it from environment variables.
   *
   * @throws com.huleedu.ras.domain.MisconfiguredException naming every mistake there is
   */
  public static RebuildConfiguration fromEnvironment(Map<String, String> environment) {
    return new ConfigurationReader(new Settings(environment)).readForRebuild();
  }
}
