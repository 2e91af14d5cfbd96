package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.Misspelling;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.checkup.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/** Of a checkup: the topics themselves. */
final class TopicChecks {
  /** Of an outage over a weekend, and of the time to notice it. */
  private static final Duration SHORT = Duration.ofDays(7);

  /** More than that is another name. */
  private static final int ALIKE = 3;

  private final KafkaConfig config;

  TopicChecks(KafkaConfig config) {
    this.config = config;
  }

  /** K5. */
  List<Finding> exist(Admin admin) {
    List<TopicDescription> there = new TopicIds(admin).existing(config.topics());
    Set<String> names = there.stream().map(TopicDescription::name).collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>(config.topics());
    missing.removeAll(names);
    List<Finding> findings = new ArrayList<>();
    if (!missing.isEmpty()) {
      boolean nothingBegins =
          names.isEmpty()
              || (!config.essential().isEmpty()
                  && config.essential().stream().noneMatch(names::contains));
      Set<String> others = KafkaChecks.answer(admin.listTopics().names(), config);
      missing.forEach(topic ->
          findings.add(
              names.stream()
                  .filter(name -> CollidingTopics.areOne(topic, name))
                  .findFirst()
                  .map(twin -> cannotBe(topic, twin))
                  .orElseGet(() -> missing(topic, others, nothingBegins && needed(topic)))));
    }
    there.forEach(topic -> partitions(topic).ifPresent(findings::add));
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              "%s topics, %s partitions, each with a leader"
                  .formatted(
                      there.size(),
                      there.stream().mapToInt(topic -> topic.partitions().size()).sum())));
    }
    return findings;
  }

  private boolean needed(String topic) {
    return config.essential().isEmpty() || config.essential().contains(topic);
  }

  /** Of the two topics of outcomes a platform has one. */
  private static Finding cannotBe(String topic, String twin) {
    return Finding.note(
        "%s; nor can it have it beside %s, whose name differs in '.' and '_' alone"
            .formatted(MissingTopics.sentence(topic), twin),
        "nothing, where the platform writes to the other");
  }

  private static Finding missing(String topic, Collection<String> others, boolean needed) {
    String what =
        MissingTopics.sentence(topic)
            + new Misspelling(topic)
                .nearest(others, ALIKE)
                .map(other -> "; did you mean %s?".formatted(other))
                .orElse("");
    return needed
        ? Finding.fail(what, TopicIds.CREATE_OR_CORRECT)
        : Finding.warn(what, TopicIds.CREATE_OR_CORRECT);
  }

  private static Optional<Finding> partitions(TopicDescription topic) {
    List<Integer> leaderless =
        topic.partitions().stream()
            .filter(partition -> partition.leader() == null || partition.leader().isEmpty())
            .map(TopicPartitionInfo::partition)
            .toList();
    if (!leaderless.isEmpty()) {
      return Optional.of(
          Finding.fail(
              "%s: partition %s has no leader"
                  .formatted(topic.name(), KafkaChecks.joined(leaderless)),
              "start the brokers that hold it (kafka-topics --describe)"));
    }
    List<Integer> behind =
        topic.partitions().stream()
            .filter(partition -> partition.isr().size() < partition.replicas().size())
            .map(TopicPartitionInfo::partition)
            .toList();
    return behind.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warn(
                "%s: partition %s has fewer replicas in sync than there are"
                    .formatted(topic.name(), KafkaChecks.joined(behind)),
                "look after the brokers that hold the others (kafka-topics --describe)"));
  }

  /** K7. */
  List<Finding> keep(Admin admin) {
    List<TopicDescription> there = new TopicIds(admin).existing(config.topics());
    List<Finding> findings = new ArrayList<>();
    Map<String, Set<String>> brief = new TreeMap<>();
    known(admin, there, findings)
        .forEach((topic, settings) -> {
          if (value(settings, "cleanup.policy").contains("compact")) {
            findings.add(compacted(topic));
          }
          long keeps = Long.parseLong(value(settings, "retention.ms"));
          if (keeps >= 0 && keeps < SHORT.toMillis()) {
            brief.computeIfAbsent(length(keeps), _ -> new TreeSet<>()).add(topic);
          }
        });
    brief.forEach((length, topics) ->
        findings.add(
            Finding.warn(
                "messages of %s are deleted after %s: who is away for longer loses them"
                    .formatted(KafkaChecks.joined(topics), length),
                "raise retention.ms to 604800000 (7 days) or more (kafka-configs --alter)")));
    findings.addAll(begins(admin, there));
    if (findings.isEmpty()) {
      findings.add(Finding.ok("7 days or longer, none is compacted, each is whole"));
    }
    return findings;
  }

  /** What the topics are set to, as far as it may be known. */
  private Map<String, Config> known(
      Admin admin, List<TopicDescription> there, List<Finding> findings) {
    try {
      return settings(admin, there);
    } catch (UnavailableException refused) {
      if (!KafkaChecks.isCausedBy(refused, AuthorizationException.class)) {
        throw refused;
      }
      findings.add(
          Finding.note(
              "how long topics keep messages is not known: RAS may not DESCRIBE_CONFIGS of them",
              "kafka-acls --add --allow-principal User:<that of RAS> --operation DescribeConfigs"
                  + " --topic <each>"));
      return Map.of();
    }
  }

  private static Finding compacted(String topic) {
    return Finding.fail(
        "%s is compacted: of messages with the same key Kafka keeps the last, and facts vanish"
            .formatted(topic),
        "kafka-configs --alter --entity-type topics --entity-name %s --add-config cleanup.policy=delete"
            .formatted(topic));
  }

  private Map<String, Config> settings(Admin admin, List<TopicDescription> there) {
    Map<String, Config> settings = new LinkedHashMap<>();
    KafkaChecks.answer(
            admin
                .describeConfigs(
                    there.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                        .toList())
                .all(),
            config)
        .forEach((resource, found) -> settings.put(resource.name(), found));
    return settings;
  }

  private static String value(Config settings, String name) {
    return Optional.ofNullable(settings.get(name))
        .map(entry -> String.valueOf(entry.value()))
        .filter(value -> !value.equals("null"))
        .orElse("-1");
  }

  private static String length(long millis) {
    Duration length = Duration.ofMillis(millis);
    return length.toHours() >= 1 ? length.toHours() + " h" : length.toSeconds() + " s";
  }

  private List<Finding> begins(Admin admin, List<TopicDescription> there) {
    Map<TopicPartition, OffsetSpec> beginnings = new LinkedHashMap<>();
    there.forEach(topic ->
        topic
            .partitions()
            .forEach(partition ->
                beginnings.put(
                    new TopicPartition(topic.name(), partition.partition()),
                    OffsetSpec.earliest())));
    List<String> cut = new ArrayList<>();
    KafkaChecks.answer(admin.listOffsets(beginnings).all(), config)
        .forEach((partition, found) -> {
          if (found.offset() > 0) {
            cut.add("%s at %s".formatted(partition, found.offset()));
          }
        });
    return cut.isEmpty()
        ? List.of()
        : List.of(
            Finding.note(
                "the log begins later than at 0: %s; a rebuild can't be whole"
                    .formatted(KafkaChecks.joined(cut)),
                "as retention has it; ./ras rebuild --from-what-is-left knows"));
  }
}
