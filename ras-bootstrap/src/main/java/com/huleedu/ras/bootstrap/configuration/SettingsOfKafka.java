package com.huleedu.ras.bootstrap.configuration;

import static com.huleedu.ras.bootstrap.configuration.Setting.open;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.bootstrap.configuration.Setting.Accepts;
import com.huleedu.ras.bootstrap.configuration.Setting.Section;
import java.util.List;
import java.util.Locale;

/** Kafka, and which topics hold what. */
final class SettingsOfKafka {
  static final List<Setting> ALL =
      List.of(
          open(
              Section.KAFKA,
              "KAFKA_BOOTSTRAP_SERVERS",
              "kafka.bootstrap-servers",
              Accepts.NAMES,
              "",
              "`host:9092,host:9092`"),
          open(
              Section.KAFKA,
              "KAFKA_CONSUMER_GROUP_ID",
              "kafka.consumer-group-id",
              Accepts.TEXT,
              "result-aggregator-group",
              "all instances of one service share it"),
          open(
              Section.KAFKA,
              "KAFKA_AUTO_OFFSET_RESET",
              "kafka.auto-offset-reset",
              Accepts.words("earliest", "latest"),
              "earliest",
              "where to begin when the service has never consumed anything: `earliest` or "
                  + "`latest`; a topic that is new to it later is read from its beginning"),
          open(
              Section.KAFKA,
              "KAFKA_MAX_POLL_RECORDS",
              "kafka.max-poll-records",
              Accepts.number(1, 100_000),
              "10000",
              "messages in one transaction at most; it has what came while the one before "
                  + "was under way"),
          open(
              Section.KAFKA,
              "KAFKA_SESSION_TIMEOUT_MS",
              "kafka.session-timeout-ms",
              Accepts.number(1_000, 1_800_000),
              "30000",
              "classic protocol only; with `consumer` the broker decides"),
          open(
              Section.KAFKA,
              "KAFKA_GROUP_PROTOCOL",
              "kafka.group-protocol",
              Accepts.words("classic", "consumer"),
              "classic",
              "`classic` or `consumer` (KIP-848)"),
          open(
              Section.KAFKA,
              "KAFKA_GROUP_INSTANCE_ID",
              "kafka.group-instance-id",
              Accepts.TEXT,
              "",
              "static membership, if set"),
          topic(
              EventKind.BATCH_REGISTERED,
              "one topic, or several separated by commas, as in every `KAFKA_TOPIC_…`; set "
                  + "to nothing: not consumed. None may stand in two of them. Topics are never "
                  + "created; one that does not exist yet is awaited "
                  + "([operations](operations.md#topics-that-do-not-exist))"),
          topic(EventKind.SPELLCHECK_COMPLETED, ""),
          topic(EventKind.CJ_ASSESSMENT_COMPLETED, ""),
          topic(EventKind.PHASE_OUTCOME, ""),
          topic(EventKind.SPELLCHECK_RESULTS, ""),
          topic(EventKind.ASSESSMENT_RESULT, ""),
          topic(EventKind.CJ_ASSESSMENT_FAILED, ""),
          topic(EventKind.ESSAY_SLOT_ASSIGNED, ""),
          topic(
              EventKind.PIPELINE_COMPLETED,
              "set to nothing, no batch waits for the end of its run; statuses are judged "
                  + "anew where that changes"),
          topic(EventKind.FILE_REJECTED, ""));

  private SettingsOfKafka() {}

  private static Setting topic(EventKind kind, String description) {
    return open(
        Section.TOPICS,
        kind.setting(),
        "kafka.topics." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        Accepts.NAMES,
        String.join(",", kind.defaultTopics()),
        description);
  }
}
