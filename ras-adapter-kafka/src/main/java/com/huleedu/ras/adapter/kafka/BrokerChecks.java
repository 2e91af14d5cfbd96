package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.checkup.Finding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Of a checkup: what the brokers can do and allow, and what time it is for who writes to them. */
final class BrokerChecks {
  /** Of the group protocol of KIP-848; 0, or not there: the older one alone. */
  private static final String GROUP_FEATURE = "group.version";

  private static final Duration AHEAD = Duration.ofSeconds(2);

  private final KafkaConfig config;
  private final InstantSource clock;

  BrokerChecks(KafkaConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /** K4. */
  List<Finding> features(Admin admin) {
    new TopicIds(admin).ofExisting(config.topics()); // in its own words, where there are no ids
    FinalizedVersionRange groups =
        KafkaChecks.answer(admin.describeFeatures().featureMetadata(), config)
            .finalizedFeatures()
            .get(GROUP_FEATURE);
    boolean newer = groups != null && groups.maxVersionLevel() >= 1;
    if (config.groupProtocol().equals("consumer") && !newer) {
      return List.of(
          Finding.fail(
              "KAFKA_GROUP_PROTOCOL is consumer, which these brokers do not speak (KIP-848)",
              "KAFKA_GROUP_PROTOCOL=classic, or kafka-features upgrade --feature group.version=1"));
    }
    return List.of(
        Finding.ok(
            "topics have ids; group protocols: classic%s".formatted(newer ? " and consumer" : "")));
  }

  /** K6; a broker without an authorizer allows everything. */
  List<Finding> rights(Admin admin) {
    List<Finding> findings = new ArrayList<>();
    admin
        .describeTopics(
            config.topics(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
        .topicNameValues()
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(topic -> !mayReadTopic(topic.getValue()))
        .forEach(topic -> findings.add(notAllowed("topic", topic.getKey())));
    if (!mayReadGroup(admin)) {
      findings.add(notAllowed("group", config.groupId()));
    }
    return findings.isEmpty()
        ? List.of(Finding.ok("topics and the group %s may be read".formatted(config.groupId())))
        : findings;
  }

  private boolean mayReadTopic(KafkaFuture<TopicDescription> topic) {
    try {
      return !lacksRead(KafkaChecks.answer(topic, config).authorizedOperations());
    } catch (RuntimeException refused) {
      if (KafkaChecks.isCausedBy(refused, UnknownTopicOrPartitionException.class)) {
        return true; // K5 says so
      }
      if (KafkaChecks.isCausedBy(refused, TopicAuthorizationException.class)) {
        return false;
      }
      throw refused;
    }
  }

  private static boolean lacksRead(@Nullable Set<AclOperation> allowed) {
    return allowed != null && !allowed.isEmpty() && !allowed.contains(AclOperation.READ);
  }

  private boolean mayReadGroup(Admin admin) {
    try {
      ConsumerGroupDescription group =
          KafkaChecks.answer(
                  admin
                      .describeConsumerGroups(
                          List.of(config.groupId()),
                          new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                      .all(),
                  config)
              .get(config.groupId());
      return group == null || !lacksRead(group.authorizedOperations());
    } catch (RuntimeException refused) {
      if (KafkaChecks.isCausedBy(refused, GroupIdNotFoundException.class)) {
        return true; // it is made when the first joins
      }
      if (KafkaChecks.isCausedBy(refused, GroupAuthorizationException.class)) {
        return false;
      }
      throw refused;
    }
  }

  private static Finding notAllowed(String kind, String name) {
    return Finding.fail(
        "RAS may not READ the %s %s".formatted(kind, name),
        "kafka-acls --add --allow-principal User:<that of RAS> --operation Read --operation Describe"
            + " --%s %s".formatted(kind, name));
  }

  /** K8. */
  List<Finding> times(Admin admin) {
    Map<TopicPartition, OffsetSpec> newest = new LinkedHashMap<>();
    new TopicIds(admin)
        .existing(config.topics())
        .forEach(topic ->
            topic
                .partitions()
                .forEach(partition ->
                    newest.put(
                        new TopicPartition(topic.name(), partition.partition()),
                        OffsetSpec.maxTimestamp())));
    Instant now = clock.instant();
    Set<String> ahead = new TreeSet<>();
    Duration most = Duration.ZERO;
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> one :
        KafkaChecks.answer(admin.listOffsets(newest).all(), config).entrySet()) {
      Duration by = Duration.between(now, Instant.ofEpochMilli(one.getValue().timestamp()));
      if (one.getValue().timestamp() > 0 && by.compareTo(AHEAD) > 0) {
        ahead.add(one.getKey().topic());
        most = by.compareTo(most) > 0 ? by : most;
      }
    }
    return List.of(
        ahead.isEmpty()
            ? Finding.ok("no message is of the future")
            : Finding.warn(
                "messages of %s are up to %s s ahead of this machine: freshness is not what it seems"
                    .formatted(KafkaChecks.joined(ahead), most.toSeconds()),
                "let NTP set the clock of who sends them (and of this machine), or"
                    + " message.timestamp.type=LogAppendTime"));
  }
}
