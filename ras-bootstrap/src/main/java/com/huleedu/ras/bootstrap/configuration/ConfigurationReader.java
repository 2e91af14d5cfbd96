package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.adapter.http.HttpConfig;
import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.adapter.kafka.KafkaConfig;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.redis.RedisConfig;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.telemetry.TelemetryConfig;
import com.huleedu.ras.tls.Tls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns settings into the configuration: each key of the contract, once. */
final class ConfigurationReader {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationReader.class);
  private static final int REBUILD_POOL = 3;
  private static final Pattern ADDRESS = Pattern.compile("[\\w.:%\\[\\]-]{1,255}");

  private final Settings settings;
  private final KafkaReader kafkaReader;
  private final List<String> warnings = new ArrayList<>();

  ConfigurationReader(Settings settings) {
    this.settings = settings;
    this.kafkaReader = new KafkaReader(settings);
  }

  RasConfiguration read() {
    HttpConfig http = checked("HTTP settings", this::http);
    int poolSize = settings.integer("DATABASE_POOL_SIZE");
    PostgresConfig postgres = checked("DATABASE_URL", () -> postgres(poolSize));
    Topics topics = checked("KAFKA_TOPIC_…", kafkaReader::topics);
    KafkaConfig kafka = checked("Kafka settings", () -> kafkaReader.kafka(topics));
    boolean cacheEnabled = settings.flag("CACHE_ENABLED");
    Optional<RedisConfig> redis = redis(cacheEnabled);
    int retentionDays = settings.integer("SETTLED_DEAD_LETTER_RETENTION_DAYS");
    boolean internalStatusNames = settings.oneOf("API_STATUS_NAMES").equals("internal");
    settings.logLevel("INFO");
    List<String> strangers = strangers();
    if (http == null
        || postgres == null
        || kafka == null
        || topics == null
        || !settings.mistakes().isEmpty()) {
      throw mistakes();
    }
    warn(strangers, new RebuildConfiguration(postgres, kafka, topics, redis));
    return new RasConfiguration(
        http,
        postgres,
        kafka,
        topics,
        redis,
        cacheEnabled,
        internalStatusNames,
        Optional.of(Duration.ofDays(retentionDays)).filter(Duration::isPositive),
        new TelemetryConfig(settings.environment(), Version.current()));
  }

  /** What audit and rebuild need. */
  RebuildConfiguration readForRebuild() {
    PostgresConfig postgres = checked("DATABASE_URL", () -> postgres(REBUILD_POOL));
    Topics topics = checked("KAFKA_TOPIC_…", kafkaReader::topics);
    KafkaConfig kafka = checked("Kafka settings", () -> kafkaReader.kafka(topics));
    Optional<RedisConfig> redis = redis(settings.flag("CACHE_ENABLED"));
    settings.logLevel("WARN");
    List<String> strangers = strangers();
    if (postgres == null || kafka == null || topics == null || !settings.mistakes().isEmpty()) {
      throw mistakes();
    }
    RebuildConfiguration configuration = new RebuildConfiguration(postgres, kafka, topics, redis);
    warn(strangers, configuration);
    return configuration;
  }

  private List<String> strangers() {
    return new Variables(settings).check();
  }

  private void warn(List<String> strangers, RebuildConfiguration configuration) {
    warnings.addAll(strangers);
    if (configuration.topics().of(EventKind.BATCH_REGISTERED).isEmpty()) {
      warnings.add(
          EventKind.BATCH_REGISTERED.setting() + " names no topic: no batch becomes visible");
    }
    warnings.addAll(new Combinations(settings).sentences(configuration));
    warnings.forEach(LOG::warn);
  }

  /** What was said of variables that are no mistakes, and of no use. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  private MisconfiguredException mistakes() {
    List<String> mistakes = settings.mistakes();
    return new MisconfiguredException(
        "The configuration has %s mistake%s:%n  - %s%nAll keys: docs/configuration.md"
            .formatted(
                mistakes.size(),
                mistakes.size() == 1 ? "" : "s",
                String.join("%n  - ".formatted(), mistakes)));
  }

  /**
   * A part that checks itself: its complaint joins the others, unless reading the part's own keys
   * has already named the mistake. What is independent of them is read outside, or it would hide.
   */
  private <T> @Nullable T checked(String part, Supplier<@Nullable T> reader) {
    int before = settings.mistakes().size();
    try {
      return reader.get();
    } catch (IllegalArgumentException | RasException complaint) {
      if (settings.mistakes().size() == before) {
        settings.mistake(part + ":", String.valueOf(complaint.getMessage()));
      }
      return null;
    }
  }

  private @Nullable HttpConfig http() {
    String host = address("HOST");
    int port = settings.integer("PORT");
    int metricsPort = settings.integer("METRICS_PORT");
    // Loopback: what is there changes the model, so it is not for the network by accident.
    String adminHost = address("ADMIN_HOST");
    int adminPort = settings.integer("ADMIN_PORT");
    distinct("PORT", port, "METRICS_PORT", metricsPort);
    distinct("PORT", port, "ADMIN_PORT", adminPort);
    distinct("METRICS_PORT", metricsPort, "ADMIN_PORT", adminPort);
    AccessReader reader = new AccessReader(settings);
    HttpConfig.Access access = reader.read();
    reader
        .weak()
        .forEach(key ->
            warnings.add(
                "%s has a key of fewer than %s characters, which may be guessed over the network"
                    .formatted(key, AccessReader.STRONG_KEY)));
    HttpConfig.Encryption encryption = new TlsReader(settings).listeners();
    return access == null
        ? null
        : new HttpConfig(
            host, port, metricsPort, adminHost, adminPort, access, Version.current(), encryption);
  }

  private String address(String key) {
    return settings.matching(
        key, ADDRESS, "has to be the name or the address of this host's interface");
  }

  private void distinct(String oneKey, int one, String otherKey, int other) {
    if (one != 0 && one == other) {
      settings.mistake(oneKey, "and %s are both %s".formatted(otherKey, one));
    }
  }

  private @Nullable PostgresConfig postgres(int poolSize) {
    DatabaseTls tlsReader = new DatabaseTls(settings);
    String url =
        settings.required(
            "DATABASE_URL", "where PostgreSQL is, as postgresql://user:password@host:5432/ras");
    String schema =
        settings
            .find("DATABASE_SCHEMA")
            .map(_ ->
                settings.matching(
                    "DATABASE_SCHEMA", PostgresConfig.SCHEMA, PostgresConfig.SCHEMA_FORM))
            .orElse(null);
    DatabaseUrl database = DatabaseUrl.parse(url);
    database.refused().forEach(what -> settings.mistake("DATABASE_URL", what));
    DatabaseTls.Result tls = tlsReader.read(database.jdbcUrl());
    // The adapter names what it refuses beside that.
    return checked(
        "DATABASE_URL",
        () -> {
          PostgresConfig config =
              new PostgresConfig(
                  tls.jdbcUrl(), database.user(), database.password(), schema, poolSize);
          return tls.tls().map(config::withTls).orElse(config);
        });
  }

  private Optional<RedisConfig> redis(boolean cacheEnabled) {
    Duration cacheTtl = settings.seconds("REDIS_CACHE_TTL_SECONDS");
    Duration eventTtl = settings.seconds("REDIS_IDEMPOTENCY_TTL_SECONDS");
    boolean keepCopies = settings.flag("STORE_POISON_PILLS");
    Duration copyTtl = settings.seconds("POISON_PILL_TTL_SECONDS");
    Optional<Tls> tls = new TlsReader(settings).redis(settings.isSet("REDIS_URL"));
    return Optional.ofNullable(
        checked(
            "REDIS_URL",
            () -> {
              RedisConfig defaults = redisDefaults(cacheEnabled);
              return defaults == null
                  ? null
                  : new RedisConfig(
                      defaults.uri(),
                      cacheTtl,
                      eventTtl,
                      keepCopies,
                      copyTtl,
                      defaults.commandTimeout(),
                      defaults.invalidationTimeout(),
                      tls);
            }));
  }

  private @Nullable RedisConfig redisDefaults(boolean cacheEnabled) {
    Optional<String> uri = settings.find("REDIS_URL");
    if (uri.isEmpty() && cacheEnabled) {
      settings.mistake(
          "REDIS_URL",
          "is not set: where Redis is, as redis://host:6379/0 (or CACHE_ENABLED=false)");
    }
    return uri.map(RedisConfig::of).orElse(null);
  }
}
