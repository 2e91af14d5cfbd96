package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.domain.LogGapException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Reading ranges of the log: all of each, and nothing beyond it. */
class KafkaLogTest {
  private static final TopicPartition ONE = new TopicPartition("a", 0);
  private static final TopicPartition OTHER = new TopicPartition("a", 1);
  private static final Partition FIRST = new Partition("a", 0);
  private static final Partition SECOND = new Partition("a", 1);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final LogConsumer consumer = new LogConsumer();
  private final AdminOfTopics topics = new AdminOfTopics();
  private final List<Poll> polls = new ArrayList<>();
  private final KafkaConfig config =
      new KafkaConfig(
          "nowhere:9092",
          "group",
          List.of("a"),
          Set.of("a"),
          true,
          2,
          Duration.ofSeconds(6),
          "classic",
          Optional.empty(),
          Duration.ofSeconds(1),
          KafkaSecurity.PLAINTEXT);
  private final MessageLog log =
      new KafkaLog(
          consumer,
          topics.admin(),
          config,
          raw -> new Message.Malformed(raw, new DeadLetterReason("not_json", "of no concern")));

  private List<String> places() {
    return polls.stream()
        .flatMap(poll -> poll.messages().stream())
        .map(message -> message.raw().partition() + "@" + message.raw().offset())
        .toList();
  }

  private void read(Map<Partition, LogRange> ranges) {
    log.read(ranges, polls::add, SHORT);
  }

  /** One message more is a difference that is none, or a discarded dead letter applied. */
  @Test
  void nothingBeyondARangeIsRead() {
    consumer.publish(ONE, 1, 2, 3, 4, 5, 6);
    consumer.publish(OTHER, 1, 2, 3, 4, 5, 6);
    read(Map.of(FIRST, new LogRange(1, 4), SECOND, new LogRange(0, 2)));

    assertThat(places()).containsExactlyInAnyOrder("a-0@1", "a-0@2", "a-0@3", "a-1@0", "a-1@1");
    assertThat(advances(FIRST)).extracting(Advance::to).last().isEqualTo(4L);
    assertThat(advances(SECOND)).extracting(Advance::to).last().isEqualTo(2L);
  }

  private List<Advance> advances(Partition partition) {
    return polls.stream()
        .flatMap(poll -> poll.advances().stream())
        .filter(advance -> advance.partition().equals(partition))
        .toList();
  }

  @Test
  void eachAdvanceNamesItsLastRecord() {
    consumer.publish(ONE, 1, 2, 3);
    read(Map.of(FIRST, new LogRange(0, 3)));

    long next = 0;
    for (Advance advance : advances(FIRST)) {
      assertThat(advance.from()).isEqualTo(next);
      next = advance.to();
      assertThat(advance.last())
          .isEqualTo(LastRecords.of(LogConsumer.record(ONE, next - 1, new byte[] {(byte) next})));
    }
    assertThat(next).isEqualTo(3);
    assertThat(polls).allMatch(poll -> poll.messages().size() <= 2);
  }

  /** Compaction, or the marker of a transaction, where the last message of the range would be. */
  @Test
  void aRangeEndsAlsoWhereNoMessageIs() {
    consumer.publish(ONE, 1, 2);
    consumer.skipTo(ONE, 7);
    consumer.publish(ONE, 8);
    read(Map.of(FIRST, new LogRange(0, 5)));

    assertThat(places()).containsExactly("a-0@0", "a-0@1");
    assertThat(advances(FIRST)).last().isEqualTo(new Advance(FIRST, 2, 5, null));
  }

  @Test
  void whatIsReadToItsEndIsNotFetchedAgain() {
    consumer.publish(ONE, 1, 2, 3, 4, 5, 6);
    consumer.publish(OTHER, 1, 2, 3, 4, 5, 6);
    read(Map.of(FIRST, new LogRange(0, 1), SECOND, new LogRange(0, 6)));

    assertThat(consumer.paused()).contains(ONE);
    assertThat(consumer.polled).filteredOn(ONE::equals).hasSizeLessThanOrEqualTo(2);
    // And the next reading finds it again.
    polls.clear();
    read(Map.of(FIRST, new LogRange(2, 4)));
    assertThat(places()).containsExactly("a-0@2", "a-0@3");
  }

  @Test
  void aReaderThatHasEnoughIsAskedNoMore() {
    consumer.publish(ONE, 1, 2, 3, 4, 5, 6);
    log.read(
        Map.of(FIRST, new LogRange(0, 6)),
        poll -> {
          polls.add(poll);
          return false;
        });

    assertThat(polls).hasSize(1);
  }

  @Test
  void whereNothingComesKafkaIsAway() {
    consumer.publish(ONE, 1);
    assertThatThrownBy(() -> read(Map.of(FIRST, new LogRange(0, 3))))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("no message of [a-0] came within 0 s");
    assertThat(places()).containsExactly("a-0@0");
  }

  @Test
  void whatRetentionTookIsNamed() {
    consumer.beginnings.put(ONE, 4L);
    consumer.fail(new OffsetOutOfRangeException(Map.of(ONE, 2L)));

    assertThatThrownBy(() -> read(Map.of(FIRST, new LogRange(2, 9))))
        .isInstanceOf(LogGapException.class)
        .hasMessageContaining("a-0: messages 2 to 3");
  }

  @Test
  void aLogThatIsAnotherMeanwhileIsNoGap() {
    consumer.beginnings.put(ONE, 2L);
    consumer.fail(new OffsetOutOfRangeException(Map.of(ONE, 2L)));

    assertThatThrownBy(() -> read(Map.of(FIRST, new LogRange(2, 9))))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("the log changed while it was read");
  }

  @Test
  void whatComesAfterAWhileIsWaitedFor() {
    consumer.then(() -> {}).then(() -> consumer.publish(ONE, 1)).atTheEnd(() -> {});
    log.read(Map.of(FIRST, new LogRange(0, 1)), polls::add, Duration.ofSeconds(30));

    assertThat(places()).containsExactly("a-0@0");
  }

  @Test
  void aFailureOfTheClientIsOneOfKafka() {
    consumer.fail(new KafkaException("it says no"));

    assertThatThrownBy(() -> read(Map.of(FIRST, new LogRange(0, 1))))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("Kafka")
        .hasMessageContaining("it says no");
  }

  @Test
  void tellsWhatThereIs() {
    consumer.beginnings.put(ONE, 2L);
    consumer.publish(ONE, 1, 2, 3);
    consumer.publish(OTHER, 1);
    String id = new TopicIds(topics.admin()).ofExisting(List.of("a")).get("a");

    assertThat(log.partitions())
        .containsExactlyInAnyOrder(
            new LogPartition(FIRST, id, 2, 5), new LogPartition(SECOND, id, 0, 1));
  }

  @Test
  void withoutATopicThatIsEssentialThereIsNothingToTell() {
    assertThat(log.missing()).isEmpty();
    topics.missing = Set.of("a");

    assertThat(log.missing()).containsExactly("a");
    assertThatThrownBy(log::partitions)
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("it has no topic a");
  }

  @Test
  void closesBothOfItsClients() {
    log.close();

    assertThat(consumer.closed()).isTrue();
    assertThat(topics.closed).hasValue(Duration.ofSeconds(1));
  }
}
