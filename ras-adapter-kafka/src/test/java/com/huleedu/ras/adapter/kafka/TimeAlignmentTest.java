package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.kafka.BoundedPolls.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of several partitions a poll has what belongs to the same time. */
class TimeAlignmentTest {
  private static final TopicPartition MANY = new TopicPartition("many", 0);
  private static final TopicPartition FEW = new TopicPartition("few", 0);
  private static final long BEGINNING = 1_772_352_000_000L;

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final Set<TopicPartition> mayNotGoOn = new HashSet<>();
  private final BoundedPolls polls =
      new BoundedPolls(
          consumer,
          new Bounds(1_000, BoundedPolls.MAX_BYTES, 1),
          partition -> !mayNotGoOn.contains(partition));

  @BeforeEach
  void assign() {
    consumer.assign(List.of(MANY, FEW));
    consumer.updateBeginningOffsets(Map.of(MANY, 0L, FEW, 0L));
    consumer.seek(MANY, 0);
    consumer.seek(FEW, 0);
    consumer.setMaxPollRecords(1);
  }

  @AfterEach
  void close() {
    consumer.close();
  }

  /** From the beginning on, so many records, so far apart. */
  private void publish(TopicPartition partition, int count, long millisApart) {
    publish(partition, 0, count, BEGINNING, millisApart);
  }

  private void publish(
      TopicPartition partition, long from, int count, long beginning, long millisApart) {
    for (int i = 0; i < count; i++) {
      consumer.addRecord(record(partition, from + i, beginning + i * millisApart));
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(
      TopicPartition partition, long offset, long millis) {
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        offset,
        millis,
        TimestampType.CREATE_TIME,
        0,
        1,
        null,
        new byte[1],
        new RecordHeaders(),
        Optional.empty());
  }

  private static long lastTime(ConsumerRecords<byte[], byte[]> poll, TopicPartition of) {
    return poll.records(of).getLast().timestamp();
  }

  /** One has 34 messages for each of the other: read as they lie, 1,000 of it would come first. */
  @Test
  void everyPollHasTheSameTimeOfAll() {
    publish(MANY, 3_400, 1);
    publish(FEW, 100, 34);
    List<Integer> ofFew = new ArrayList<>();
    for (int poll = 0; poll < 3; poll++) {
      ConsumerRecords<byte[], byte[]> records = polls.poll(Duration.ZERO);
      assertThat(records.count()).isEqualTo(1_000);
      ofFew.add(records.records(FEW).size());
      assertThat(lastTime(records, FEW))
          .isBetween(lastTime(records, MANY) - 600, lastTime(records, MANY) + 600);
    }
    assertThat(ofFew).allSatisfy(few -> assertThat(few).isBetween(20, 45));
  }

  /** A backlog that begins long after the last message, as that of a morning. */
  @Test
  void timesThatAllLeftBehindHoldNobodyApart() {
    publish(MANY, 1, 1);
    assertThat(polls.poll(Duration.ZERO).count()).isEqualTo(1);

    assertAlignedFrom(1, 0, BEGINNING + Duration.ofHours(9).toMillis());
  }

  /** One message of a clock that is a year ahead: nobody is held to its time ever after. */
  @Test
  void oneTimeFarAheadHoldsNobodyApart() {
    consumer.addRecord(record(FEW, 0, BEGINNING + Duration.ofDays(365).toMillis()));
    assertThat(polls.poll(Duration.ZERO).count()).isEqualTo(1);

    assertAlignedFrom(0, 1, BEGINNING);
  }

  private void assertAlignedFrom(long ofMany, long ofFew, long beginning) {
    publish(MANY, ofMany, 3_400, beginning, 1);
    publish(FEW, ofFew, 100, beginning, 34);
    for (int poll = 0; poll < 3; poll++) {
      consumer.resume(consumer.assignment()); // as whoever polls does in between
      assertThat(polls.poll(Duration.ZERO).records(FEW)).hasSizeBetween(20, 45);
    }
  }

  @Test
  void nobodyWaitsForWhatIsNotThere() {
    publish(FEW, 100, 86_400_000);

    assertThat(polls.poll(Duration.ofSeconds(5)).records(FEW)).hasSize(100);
  }

  /** A clock that is ahead by a year: the others come first, and then this. */
  @Test
  void wrongTimesChangeTheOrderAlone() {
    consumer.addRecord(record(FEW, 0, BEGINNING + Duration.ofDays(365).toMillis()));
    consumer.addRecord(record(FEW, 1, -1));
    consumer.addRecord(record(FEW, 2, Long.MAX_VALUE));
    consumer.addRecord(record(FEW, 3, BEGINNING));
    publish(MANY, 900, 1);

    ConsumerRecords<byte[], byte[]> records = polls.poll(Duration.ZERO);

    assertThat(records.records(FEW)).extracting(it -> it.offset()).containsExactly(0L, 1L, 2L, 3L);
    assertThat(records.records(MANY)).hasSize(900);
    assertThat(consumer.paused()).isEmpty();
  }

  /** Else it would wait for as long as the others have more than is taken. */
  @Test
  void aClockThatIsWrongDoesNotMakeItsPartitionWait() {
    publish(MANY, 3_000, 1);
    for (int offset = 0; offset < 10; offset++) {
      consumer.addRecord(record(FEW, offset, BEGINNING + Duration.ofDays(365).toMillis()));
    }
    int ofFew = polls.poll(Duration.ZERO).records(FEW).size();
    consumer.resume(consumer.assignment()); // as whoever polls does in between
    ofFew += polls.poll(Duration.ZERO).records(FEW).size();

    assertThat(ofFew).isEqualTo(10);
  }

  /** Who is ahead does not wait until the others have something, either. */
  @Test
  void whoIsAheadComesInTheNextPoll() {
    publish(FEW, 4, 100_000);
    publish(MANY, 999, 1);
    assertThat(polls.poll(Duration.ZERO).count()).isEqualTo(1_000);
    long started = System.nanoTime();

    assertThat(polls.poll(Duration.ofSeconds(60)).records(FEW)).hasSize(2);
    assertThat(System.nanoTime() - started).isLessThan(Duration.ofSeconds(50).toNanos());
  }

  /** Taken away and given back meanwhile, or to be asked about: it stays paused. */
  @Test
  void whatSomebodyElsePausedStaysSo() {
    publish(FEW, 2, 100_000);
    publish(MANY, 10, 1);
    mayNotGoOn.add(FEW);

    assertThat(polls.poll(Duration.ZERO).records(FEW)).hasSize(1);
    assertThat(consumer.paused()).containsExactly(FEW);
  }
}
