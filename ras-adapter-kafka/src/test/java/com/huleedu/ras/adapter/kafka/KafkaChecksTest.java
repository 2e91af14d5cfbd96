package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.domain.port.checkup.Finding.State;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.WrongPeer;
import com.huleedu.ras.testkit.contract.Findings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** Mistakes of an operator at Kafka, planted: what a checkup says of each. */
class KafkaChecksTest extends ConsumerTestBase {
  private final Map<Partition, Position> positions = new HashMap<>();
  private InstantSource clock = InstantSource.system();

  private List<Finding> look(KafkaConfig config, String id) {
    return Findings.of(KafkaAdapter.checks(config, _ -> positions, clock), id);
  }

  private List<Finding> look(String id) {
    return look(config("classic"), id);
  }

  private KafkaConfig reading(String... others) {
    KafkaConfig usual = config("classic");
    return new KafkaConfig(
        usual.bootstrapServers(),
        usual.groupId(),
        List.of(others),
        Set.of(others[0]),
        usual.startAtBeginning(),
        usual.maxPollRecords(),
        usual.sessionTimeout(),
        usual.groupProtocol(),
        usual.groupInstanceId(),
        usual.stallAfter(),
        usual.security());
  }

  private void alter(String key, String value) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
        .all()
        .get();
  }

  @Test
  void whereAllIsWellNothingFails() {
    for (Check check : KafkaAdapter.checks(config("classic"), _ -> positions, clock)) {
      assertThat(check.look().get())
          .as(check.id())
          .isNotEmpty()
          .allMatch(finding -> finding.state() == State.OK || finding.state() == State.NOTE);
    }
    assertThat(look("K10")).first().extracting(Finding::what).asString().contains("no positions");
  }

  @Test
  void anAddressAtWhichNobodyListens() {
    assertThat(look(config("classic", "127.0.0.1:1"), "K1"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.state()).isEqualTo(State.FAIL);
          assertThat(finding.what()).contains("127.0.0.1:1 (KAFKA_BOOTSTRAP_SERVERS) refuses");
          assertThat(finding.advice()).contains("KAFKA_BOOTSTRAP_SERVERS");
        });
  }

  @Test
  void aWrongAdvertisedListener() {
    try (WrongPeer misled = WrongPeer.broker("127.0.0.1", 1)) {
      KafkaConfig config = config("classic", misled.address());
      assertThat(look(config, "K1")).extracting(Finding::state).containsOnly(State.OK);
      assertThat(look(config, "K2"))
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.FAIL);
            assertThat(finding.what()).contains("127.0.0.1:1, where broker 7 ");
            assertThat(finding.advice()).contains("advertised.listeners");
          });
    }
  }

  @Test
  void aMisspeltTopic() {
    String misspelt = topic + "x";
    assertThat(look(reading(misspelt), "K5"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.state()).isEqualTo(State.FAIL);
          assertThat(finding.what())
              .isEqualTo("Kafka has no topic %s; did you mean %s?".formatted(misspelt, topic));
          assertThat(finding.advice()).isEqualTo(TopicIds.CREATE_OR_CORRECT);
        });
  }

  /** A platform that is older: the rest goes on. */
  @Test
  void aMissingTopicAmongOthers() {
    assertThat(look(reading(topic, name + "-quite-another"), "K5"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.state()).isEqualTo(State.WARN);
          assertThat(finding.what())
              .isEqualTo("Kafka has no topic %s-quite-another".formatted(name));
        });
  }

  /** As the two of outcomes, of which a platform has one: Kafka would refuse the other. */
  @Test
  void aMissingTopicThatKafkaCanNotHaveBesideOneThatIsRead() {
    String there = name + ".outcome";
    EmbeddedServers.kafka().createTopic(there, 1);

    assertThat(look(reading(topic, there, name + "_outcome"), "K5"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.state()).isEqualTo(State.NOTE);
          assertThat(finding.what())
              .contains("has no topic " + name + "_outcome", "beside " + there);
          assertThat(finding.advice()).startsWith("nothing");
        });
    // Of the two the one that is meant.
    assertThat(look(reading(topic, name + "_outcome"), "K5"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).endsWith("did you mean " + there + "?"));
  }

  @Test
  void aCompactedTopicOneThatForgetsSoonAndOneThatHasForgotten() throws Exception {
    publish(0, 3);
    admin
        .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
        .all()
        .get();
    alter("cleanup.policy", "compact,delete");
    alter("retention.ms", "3600000");

    assertThat(look("K7"))
        .extracting(Finding::state, Finding::what)
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one.toList()).first().isEqualTo(State.FAIL),
            one -> assertThat(one.toList().toString()).contains("WARN", "deleted after 1 h"),
            one -> assertThat(one.toList().toString()).contains("NOTE", topic + "-0 at 2"));
  }

  @Test
  void messagesOfTheFuture() throws Exception {
    publish(0, 3);
    clock = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(-3));

    assertThat(look("K8"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.state()).isEqualTo(State.WARN);
          assertThat(finding.what()).contains("s ahead of this machine");
        });
  }

  @Test
  void whatTheBrokersCanDoAndAllow() {
    assertThat(look("K4")).extracting(Finding::state).containsExactly(State.OK);
    assertThat(look(config("consumer"), "K4")).extracting(Finding::state).containsExactly(State.OK);
    assertThat(look("K6")).extracting(Finding::state).containsExactly(State.OK);
  }

  @Test
  void anotherApplicationInTheGroup() throws Exception {
    KafkaConfig config = config("classic");
    EmbeddedServers.kafka().createTopic(name + "-other", 1);
    admin
        .alterConsumerGroupOffsets(
            config.groupId(),
            Map.of(new TopicPartition(name + "-other", 0), new OffsetAndMetadata(0)))
        .all()
        .get();

    assertThat(look("K9"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.state()).isEqualTo(State.WARN);
          assertThat(finding.what()).contains(config.groupId(), name + "-other");
          assertThat(finding.advice()).contains("KAFKA_CONSUMER_GROUP_ID");
        });
  }

  @Test
  void aPositionOfAnotherTopicOneInAGapAndOneBehindTheEnd() throws Exception {
    publish(0, 3);
    String id = new TopicIds(admin).ofExisting(List.of(topic)).get(topic);
    admin
        .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
        .all()
        .get();
    Partition first = new Partition(topic, 0);
    Partition second = new Partition(topic, 1);
    positions.put(first, new Position(first, id, 1));
    positions.put(second, new Position(second, id, 7));

    assertThat(look("K10"))
        .extracting(Finding::state)
        .containsExactlyInAnyOrder(State.FAIL, State.WARN);

    positions.put(first, new Position(first, "former", 3));
    positions.put(second, new Position(second, id, 0));
    assertThat(look("K10"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("was created again"));
  }
}
