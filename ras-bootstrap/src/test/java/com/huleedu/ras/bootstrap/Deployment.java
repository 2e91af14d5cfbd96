package com.huleedu.ras.bootstrap;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.embedded.EmbeddedServers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A place for one test to run the service in: a database, topics and a consumer group of its own,
 * on the servers that all tests share.
 */
final class Deployment {
  static final String API_KEY = "test-key-of-the-deployment";
  static final String SERVICE_ID = "api-gateway-service";
  private static final int PARTITIONS = 3;

  private final String name;
  private final UnaryOperator<String> renamed;
  private final Topics topics;
  private final Map<String, String> environment = new HashMap<>();

  Deployment(String test) {
    this(test, UnaryOperator.identity(), _ -> true);
  }

  /**
   * @param renamed what a topic is called in place of its default name
   * @param created whether a topic, by its default name, is there from the beginning
   */
  Deployment(String test, UnaryOperator<String> renamed, Predicate<String> created) {
    this(renamed, created, test + "-" + UUID.randomUUID().toString().substring(0, 8));
  }

  private Deployment(UnaryOperator<String> renamed, Predicate<String> created, String name) {
    this.name = name;
    this.renamed = renamed;
    this.topics = Topics.DEFAULT.renamed(this::topic);
    EmbeddedServers.kafka()
        .createTopics(
            Topics.DEFAULT.names().stream().filter(created).map(this::topic).toList(), PARTITIONS);
    environment.putAll(
        Map.of(
            "PORT",
            "0",
            "HOST",
            "127.0.0.1",
            "METRICS_PORT",
            "0",
            "DATABASE_URL",
            EmbeddedServers.postgres().createDatabase("ras"),
            "KAFKA_BOOTSTRAP_SERVERS",
            EmbeddedServers.kafka().bootstrapServers(),
            "KAFKA_CONSUMER_GROUP_ID",
            name,
            "KAFKA_SESSION_TIMEOUT_MS",
            "6000",
            "REDIS_URL",
            EmbeddedServers.redis().uri(),
            "INTERNAL_API_KEY",
            API_KEY));
    environment.put("ADMIN_PORT", "0");
    environment.putAll(topics.settings());
  }

  /**
   * One whose topics have the same names each time, since digests of messages depend on these; once
   * for each JVM.
   */
  static Deployment called(String name) {
    return new Deployment(UnaryOperator.identity(), _ -> true, name);
  }

  /** The name of a topic in this deployment, for its default name. */
  String topic(String defaultName) {
    return name + "." + renamed.apply(defaultName);
  }

  String group() {
    return name;
  }

  Topics topics() {
    return topics;
  }

  List<String> topicNames() {
    return topics.names();
  }

  Deployment with(String key, String value) {
    environment.put(key, value);
    return this;
  }

  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  RasConfiguration configuration() {
    return RasConfiguration.fromEnvironment(environment);
  }

  RasService start() {
    return RasService.start(configuration());
  }
}
