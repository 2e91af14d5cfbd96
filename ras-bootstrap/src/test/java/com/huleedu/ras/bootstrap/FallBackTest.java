package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.adapter.kafka.KafkaAdapter;
import com.huleedu.ras.bootstrap.configuration.RebuildConfiguration;
import com.huleedu.ras.domain.LogGapException;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.domain.port.rebuild.RebuildModel.Request;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Guarantees, G14, beside {@link RestoreTest}: a failover that lost its last transactions, a topic
 * that is created again, retention that has passed the position.
 */
class FallBackTest {
  private final long seed = new Random().nextLong();
  private final Deployment deployment = new Deployment("fallback");
  private final String url = deployment.environment().get("DATABASE_URL");

  @Test
  void aTailLostInAFailoverIsReadAgainWhileMessagesComeIn() throws SQLException {
    System.out.println("FallBackTest, lost tail, seed " + seed);
    try (RasService service = deployment.start();
        Log log = new Log(deployment);
        Load load = new Load(deployment, log, seed);
        Databases databases = new Databases(url)) {
      load.publish(8);
      log.awaitAcknowledged();
      String lineage = Rows.text(url, "select id from lineage");
      databases.copy();
      load.publish(2);
      log.awaitAcknowledged();

      load.start();
      databases.putBack();
      await().until(() -> Rows.projected(url) > 10 * 130);
      load.stop();

      awaitRows(load.meant());
      log.awaitAcknowledged();
      assertThat(Rows.text(url, "select id from lineage")).isNotEqualTo(lineage);
      assertThat(Rows.deadLetters(url)).isEqualTo(load.poison());
      awaitReady(service);
    }
  }

  @Test
  void aTopicThatIsCreatedAgainIsReadFromItsBeginningAndNothingIsForgotten() {
    System.out.println("FallBackTest, topic created again, seed " + seed);
    String topic = deployment.topic(Topics.DEFAULT.spellcheckCompleted());
    try (RasService service = deployment.start();
        Log log = new Log(deployment);
        Load load = new Load(deployment, log, seed)) {
      publishWithPoison(load, log);
      EmbeddedServers.kafka().deleteTopic(topic);
      EmbeddedServers.kafka().createTopic(topic, 3);
      publishWithPoison(load, log);

      awaitRows(load.meant());
      assertThat(Rows.deadLetters(url)).isEqualTo(load.poison());
      awaitReady(service);
    }
  }

  @Test
  void aTopicThatWasCreatedAgainMeanwhileAndIsLongerThanBeforeIsKnownByItsId() {
    System.out.println("FallBackTest, longer topic, seed " + seed);
    String topic = deployment.topic(Topics.DEFAULT.spellcheckCompleted());
    try (Log log = new Log(deployment);
        Load load = new Load(deployment, log, seed)) {
      try (RasService first = deployment.start()) {
        assertThat(first.port()).isPositive();
        publishWithPoison(load, log);
      }
      EmbeddedServers.kafka().deleteTopic(topic);
      EmbeddedServers.kafka().createTopic(topic, 3);
      load.publish(8);

      try (RasService service = deployment.start()) {
        awaitRows(load.meant());
        assertThat(Rows.deadLetters(url)).isEqualTo(load.poison());
        awaitReady(service);
      }
    }
  }

  /** The gap is looked at again every few seconds; who asks in between must not be told else. */
  private static void assertNeverSaysOtherwise(RasService service, String named) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .during(Duration.ofSeconds(10))
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> service.health().ready().reasons().stream().anyMatch(it -> it.contains(named)));
  }

  private static void publishWithPoison(Load load, Log log) {
    load.publish(4);
    log.awaitAcknowledged();
  }

  @Test
  void whatRetentionDeletedBeforeItWasProjectedIsNamedAndAnOperatorDecides() {
    System.out.println("FallBackTest, retention, seed " + seed);
    Load load;
    try (Log log = new Log(deployment)) {
      load = new Load(deployment, log, seed);
      try (RasService first = deployment.start()) {
        assertThat(first.port()).isPositive();
        load.publish(4);
        log.awaitAcknowledged();
      }
      load.publish(4);
      Partition cut = partitionWithMessagesToCome();
      long position = position(cut);
      long beginning = position + 3;
      List<CompletionEvent> lost = read(cut, position, beginning);
      log.deleteBefore(new TopicPartition(cut.topic(), cut.number()), beginning);

      try (RasService service = deployment.start()) {
        String named =
            "%s: messages %d to %d were deleted by Kafka's retention"
                .formatted(cut, position, beginning - 1);
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() ->
                assertThat(service.health().ready().reasons()).anyMatch(it -> it.contains(named)));
        assertNeverSaysOtherwise(service, named);
        assertThat(position(cut)).isEqualTo(position);

        acceptGap(cut, beginning);
        List<CompletionEvent> left = new ArrayList<>(load.meant());
        lost.forEach(left::remove);
        awaitRows(left);
        log.awaitAcknowledged();
        awaitReady(service);
        auditAndRebuildWithoutTheBeginning(cut, beginning);
        awaitRows(left);
      }
    }
  }

  /** As docs/operations.md says. */
  private void acceptGap(Partition cut, long beginning) {
    Rows.text(
        url,
        "update stream_positions set next_offset = %d where topic = '%s' and partition = %d returning ''"
            .formatted(beginning, cut.topic(), cut.number()));
  }

  private void auditAndRebuildWithoutTheBeginning(Partition cut, long beginning) {
    List<Difference> found = new ArrayList<>();
    AuditResult audit = AuditTest.audit(deployment, 1, found);
    assertThat(audit.count()).as("%s", found).isZero();
    assertThat(audit.cut()).extracting(LogPartition::partition).containsExactly(cut);
    assertThatThrownBy(() -> rebuild(new Request(false, false, false, false)))
        .isInstanceOf(LogGapException.class)
        .hasMessageContaining("%s: messages 0 to %d", cut, beginning - 1);
    RebuildResult rebuilt = rebuild(new Request(false, true, false, false));
    assertThat(rebuilt.outcome()).isEqualTo(RebuildResult.Outcome.SWAPPED);
    assertThat(rebuilt.count()).isZero();
  }

  private RebuildResult rebuild(Request request) {
    try (AuditAndRebuild opened =
        AuditAndRebuild.open(RebuildConfiguration.fromEnvironment(deployment.environment()))) {
      return opened.rebuild().rebuild(request, it -> {}, new AuditTest.SilentProgress());
    }
  }

  private MessageLog log() {
    return KafkaAdapter.log(
        deployment.configuration().kafka(),
        JsonAdapter.messageDecoder(deployment.topics(), new SimpleMeterRegistry()));
  }

  private Partition partitionWithMessagesToCome() {
    try (MessageLog log = log()) {
      return log.partitions().stream()
          .filter(it -> it.partition().topic().endsWith(Topics.DEFAULT.spellcheckCompleted()))
          .filter(it -> it.end() > position(it.partition()) + 5)
          .map(LogPartition::partition)
          .findFirst()
          .orElseThrow();
    }
  }

  private List<CompletionEvent> read(Partition partition, long from, long to) {
    List<CompletionEvent> events = new ArrayList<>();
    try (MessageLog log = log()) {
      log.read(
          Map.of(partition, new LogRange(from, to)),
          poll -> {
            for (Message message : poll.messages()) {
              if (message instanceof Message.Decoded decoded) {
                events.add(decoded.event());
              }
            }
            return true;
          });
    }
    return events;
  }

  private long position(Partition partition) {
    return Long.parseLong(
        Rows.text(
            url,
            "select coalesce(max(next_offset), 0) from stream_positions where topic = '%s' and partition = %d"
                .formatted(partition.topic(), partition.number())));
  }

  private void awaitRows(List<CompletionEvent> meant) {
    List<String> expected = RebuildTest.withoutPlaces(Rows.ofFold(meant));
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> assertThat(RebuildTest.withoutPlaces(Rows.of(url))).isEqualTo(expected));
  }

  private static void awaitReady(RasService service) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(service.health().ready().reasons()).isEmpty());
  }
}
