package com.huleedu.ras.chaos;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.embedded.EmbeddedStack;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.testkit.history.PublishedMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an experiment runs on: real servers, PostgreSQL durable, and a bad way to each, which the
 * service has to take. Who watches and publishes takes the good way.
 */
final class Stage implements AutoCloseable {
  static final String API_KEY = "key-of-the-experiment";
  static final String SERVICE_ID = "api-gateway-service";
  static final String GROUP = "result-aggregator-group";
  static final Topics TOPICS = Topics.DEFAULT;
  static final int PARTITIONS = 6;
  private static final String MODEL = "&currentSchema=" + PostgresConfig.DEFAULT_SCHEMA;

  private final EmbeddedStack servers;
  private final FaultProxy toPostgres;
  private final FaultProxy toRedis;
  private final FaultProxy toKafka;

  private Stage(EmbeddedStack servers) {
    this.servers = servers;
    this.toPostgres = FaultProxy.to(servers.postgres().port());
    this.toRedis = FaultProxy.to(servers.redis().port());
    this.toKafka = FaultProxy.to(servers.kafka());
  }

  static Stage start() {
    EmbeddedStack servers = EmbeddedStack.start(null, true);
    servers.kafka().createTopics(TOPICS.names(), PARTITIONS);
    Stage stage = new Stage(servers);
    new Shortage(stage.jdbcUrl()).createRole();
    return stage;
  }

  static String topicOf(CompletionEvent event) {
    List<String> topics = TOPICS.of(EventKind.valueOf(PublishedMessage.kind(event)));
    // Always the same for one event.
    return topics.get(Math.floorMod(event.stamp().eventId().hashCode(), topics.size()));
  }

  /** The settings of the service; further ones replace these. */
  Map<String, String> environment(Map<String, String> further) {
    Map<String, String> settings = new HashMap<>();
    settings.put("HOST", "127.0.0.1");
    settings.put("METRICS_PORT", "0");
    settings.put("ADMIN_PORT", "0");
    settings.put("DATABASE_URL", throughProxy(servers.postgres().jdbcUrl()));
    settings.put("DATABASE_POOL_SIZE", "4");
    settings.put("KAFKA_BOOTSTRAP_SERVERS", servers.kafka().detour());
    settings.put("KAFKA_CONSUMER_GROUP_ID", GROUP);
    settings.put("KAFKA_SESSION_TIMEOUT_MS", "6000");
    settings.put("KAFKA_MAX_POLL_RECORDS", "200");
    settings.put("REDIS_URL", "redis://127.0.0.1:" + toRedis.port());
    settings.put("REDIS_CACHE_TTL_SECONDS", "20");
    settings.put("INTERNAL_API_KEY", API_KEY);
    settings.putAll(further);
    return settings;
  }

  private String throughProxy(String jdbcUrl) {
    return asService(
        jdbcUrl.replace(":" + servers.postgres().port() + "/", ":" + toPostgres.port() + "/"));
  }

  /** As the role of the service, which is no superuser and so bound by the server's limits. */
  static String asService(String jdbcUrl) {
    return jdbcUrl.replace("user=postgres", "user=" + Shortage.ROLE);
  }

  /** The database, and in it the schema of the model, by the good way. */
  String jdbcUrl() {
    return servers.postgres().jdbcUrl() + MODEL;
  }

  /** A database of its own, and in it the schema of a model. */
  String createDatabase() {
    return servers.postgres().createDatabase("fold") + MODEL;
  }

  /** Kafka, by the good way. */
  String kafka() {
    return servers.kafka().bootstrapServers();
  }

  EmbeddedStack servers() {
    return servers;
  }

  /** The ways to database and cache that all processes share. */
  Ways ways() {
    return new Ways(toPostgres, toRedis);
  }

  FaultProxy toPostgres() {
    return toPostgres;
  }

  FaultProxy toRedis() {
    return toRedis;
  }

  FaultProxy toKafka() {
    return toKafka;
  }

  @Override
  public void close() {
    List.of(toPostgres, toRedis, toKafka).forEach(FaultProxy::close);
    servers.close();
  }
}
