package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Of a checkup: who consumes, and from where. */
final class GroupChecks {
  private static final String OWN_GROUP =
      "give each application a group of its own (KAFKA_CONSUMER_GROUP_ID)";

  private final KafkaConfig config;
  private final Function<Collection<Partition>, Map<Partition, Position>> stored;

  GroupChecks(
      KafkaConfig config, Function<Collection<Partition>, Map<Partition, Position>> stored) {
    this.config = config;
    this.stored = stored;
  }

  /** K9. */
  List<Finding> members(Admin admin) {
    List<Finding> findings = new ArrayList<>();
    Collection<MemberDescription> members = described(admin);
    Set<String> strangers = new TreeSet<>();
    Set<String> topics = new TreeSet<>();
    for (MemberDescription member : members) {
      for (TopicPartition partition : member.assignment().topicPartitions()) {
        if (!config.topics().contains(partition.topic())) {
          strangers.add("%s at %s".formatted(member.clientId(), member.host()));
          topics.add(partition.topic());
        }
      }
    }
    if (!strangers.isEmpty()) {
      findings.add(
          Finding.fail(
              "another application is in group %s: %s reads %s"
                  .formatted(
                      config.groupId(), KafkaChecks.joined(strangers), KafkaChecks.joined(topics)),
              OWN_GROUP));
    } else {
      findings.addAll(former(admin));
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok("group %s has %s members".formatted(config.groupId(), members.size())));
    }
    return findings;
  }

  private Collection<MemberDescription> described(Admin admin) {
    try {
      ConsumerGroupDescription group =
          KafkaChecks.answer(admin.describeConsumerGroups(List.of(config.groupId())).all(), config)
              .get(config.groupId());
      return group == null ? List.of() : group.members();
    } catch (UnavailableException refused) {
      if (isOfNoGroup(refused)) {
        return List.of();
      }
      throw refused;
    }
  }

  private static boolean isOfNoGroup(Throwable refused) {
    return KafkaChecks.isCausedBy(refused, GroupIdNotFoundException.class);
  }

  /** Whoever is not running now has left offsets. */
  private List<Finding> former(Admin admin) {
    Set<String> topics = new TreeSet<>();
    committed(admin).keySet().forEach(partition -> topics.add(partition.topic()));
    topics.removeAll(config.topics());
    return topics.isEmpty()
        ? List.of()
        : List.of(
            Finding.warn(
                "group %s has offsets of topics that are none of RAS: %s; another application may be in it"
                    .formatted(config.groupId(), KafkaChecks.joined(topics)),
                OWN_GROUP));
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(Admin admin) {
    try {
      return KafkaChecks.answer(
          admin.listConsumerGroupOffsets(config.groupId()).partitionsToOffsetAndMetadata(), config);
    } catch (UnavailableException refused) {
      if (isOfNoGroup(refused)) {
        return Map.of();
      }
      throw refused;
    }
  }

  /** K10. */
  List<Finding> positions(Admin admin) {
    Map<TopicPartition, String> ids = new LinkedHashMap<>();
    for (TopicDescription topic : new TopicIds(admin).existing(config.topics())) {
      topic
          .partitions()
          .forEach(partition ->
              ids.put(new TopicPartition(topic.name(), partition.partition()), TopicIds.id(topic)));
    }
    Map<Partition, Position> positions =
        stored.apply(ids.keySet().stream().map(GroupChecks::partition).toList());
    return positions.isEmpty()
        ? List.of(Finding.note("the database has no positions: nothing was consumed yet", ""))
        : beside(positions, ids, admin);
  }

  private List<Finding> beside(
      Map<Partition, Position> positions, Map<TopicPartition, String> ids, Admin admin) {
    Map<TopicPartition, ListOffsetsResultInfo> first = offsets(admin, ids, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> end = offsets(admin, ids, OffsetSpec.latest());
    List<Finding> findings = new ArrayList<>();
    long waiting = 0;
    for (Map.Entry<TopicPartition, String> entry : ids.entrySet()) {
      Position position = positions.get(partition(entry.getKey()));
      ListOffsetsResultInfo begins = first.get(entry.getKey());
      ListOffsetsResultInfo ends = end.get(entry.getKey());
      if (position != null && begins != null && ends != null) {
        judge(position, entry.getValue(), begins.offset(), ends.offset(), findings);
        waiting += Math.max(0, ends.offset() - position.next());
      }
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.ok(
              "%s positions, each within its log; %s messages wait"
                  .formatted(positions.size(), waiting)));
    }
    return findings;
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      Admin admin, Map<TopicPartition, String> ids, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> asked = new LinkedHashMap<>();
    ids.keySet().forEach(partition -> asked.put(partition, which));
    return KafkaChecks.answer(admin.listOffsets(asked).all(), config);
  }

  private static void judge(
      Position position, String topicId, long beginning, long end, List<Finding> findings) {
    Partition partition = position.partition();
    if (!position.topicId().equals(topicId)) {
      findings.add(
          Finding.warn(
              "%s was created again since it was consumed: it is read from its beginning"
                  .formatted(partition.topic()),
              "nothing, if that was meant; what the former one said stays, until ./ras rebuild"));
    } else if (position.next() < beginning) {
      findings.add(
          Finding.fail(
              new ResumePoint.Gap(partition, position.next(), beginning).toString(),
              "restore the messages, or accept the gap (docs/operations.md)"));
    } else if (position.next() > end) {
      findings.add(
          Finding.warn(
              "%s: the log ends at %s, the database is at %s: Kafka lost its tail"
                  .formatted(partition, end, position.next()),
              "docs/operations.md"));
    }
  }

  private static Partition partition(TopicPartition partition) {
    return new Partition(partition.topic(), partition.partition());
  }
}
