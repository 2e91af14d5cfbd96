package com.huleedu.ras.bootstrap.configuration;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.adapter.kafka.KafkaConfig;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The keys of Kafka, but for those of {@link KafkaSecurityReader}. */
final class KafkaReader {
  private static final Pattern GROUP = Pattern.compile("(?!.*://)\\P{Cntrl}{1,255}");
  private static final String SERVER = "(?:\\w+://)?(?:[\\w.-]+|\\[[0-9a-fA-F:.%]+]):\\d{1,5}";
  private static final Pattern SERVERS = Pattern.compile(SERVER + "(?:\\s*,\\s*" + SERVER + ")*");
  private static final String SERVERS_FORM = "host:9092,host:9092";

  private final Settings settings;

  KafkaReader(Settings settings) {
    this.settings = settings;
  }

  /** What the clients are told, of the topics that are consumed. */
  KafkaConfig kafka(@Nullable Topics topics) {
    Topics consumed = topics == null ? Topics.DEFAULT : topics;
    return new KafkaConfig(
        bootstrapServers(),
        settings.matching(
            "KAFKA_CONSUMER_GROUP_ID",
            GROUP,
            "has to be a name of 255 characters at most, not a URL"),
        consumed.names(),
        Set.copyOf(consumed.of(EventKind.BATCH_REGISTERED)),
        settings.oneOf("KAFKA_AUTO_OFFSET_RESET").equals("earliest"),
        settings.integer("KAFKA_MAX_POLL_RECORDS"),
        Duration.ofMillis(settings.integer("KAFKA_SESSION_TIMEOUT_MS")),
        settings.oneOf("KAFKA_GROUP_PROTOCOL"),
        settings.find("KAFKA_GROUP_INSTANCE_ID").map(_ -> instance("KAFKA_GROUP_INSTANCE_ID")),
        settings.seconds("STALL_AFTER_SECONDS"),
        new KafkaSecurityReader(settings).read());
  }

  private String bootstrapServers() {
    String servers =
        settings.required("KAFKA_BOOTSTRAP_SERVERS", "where Kafka is, as " + SERVERS_FORM);
    if (!servers.isEmpty() && !SERVERS.matcher(servers).matches()) {
      settings.mistake("KAFKA_BOOTSTRAP_SERVERS", "has to be " + SERVERS_FORM);
    }
    return servers;
  }

  /** Which topics there are for each kind of event. */
  Topics topics() {
    return Topics.by(kind ->
        settings.names(
            kind.setting(),
            KafkaConfig.NAME,
            "has to be names of letters, digits, '.', '_' and '-', of 249 characters at most,"
                + " separated by commas"));
  }

  /** Kafka has one rule for topics and for instances; it says so late, and of no setting. */
  private String instance(String key) {
    return settings.matching(
        key,
        KafkaConfig.NAME,
        "has to be one name of letters, digits, '.', '_' and '-', of 249 characters at most");
  }
}
