package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.kafka.BoundedPolls.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many records one poll gathers, and that none is passed over. */
class BoundedPollsTest {
  private static final TopicPartition ONE = new TopicPartition("topic", 0);
  private static final TopicPartition OTHER = new TopicPartition("topic", 1);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

  @BeforeEach
  void assign() {
    consumer.assign(List.of(ONE, OTHER));
    consumer.updateBeginningOffsets(Map.of(ONE, 0L, OTHER, 0L));
    consumer.seek(ONE, 0);
    consumer.seek(OTHER, 0);
  }

  @AfterEach
  void close() {
    consumer.close();
  }

  private BoundedPolls polls(Bounds bounds) {
    consumer.setMaxPollRecords(bounds.atOnce());
    return new BoundedPolls(consumer, bounds, _ -> true);
  }

  private void add(TopicPartition partition, int... sizes) {
    for (int offset = 0; offset < sizes.length; offset++) {
      consumer.addRecord(
          new ConsumerRecord<>(
              partition.topic(), partition.partition(), offset, null, new byte[sizes[offset]]));
    }
  }

  private static List<Integer> sizes(ConsumerRecords<byte[], byte[]> records) {
    List<Integer> sizes = new ArrayList<>();
    records.forEach(record -> sizes.add(record.value().length));
    return sizes;
  }

  @Test
  void endsWithTheRecordThatUsesTheBytesUp() {
    BoundedPolls polls = polls(new Bounds(100, 10, 1));
    add(ONE, 4, 5, 3, 99, 1, 2);

    assertThat(sizes(polls.poll(Duration.ZERO))).containsExactly(4, 5, 3);
    assertThat(consumer.position(ONE)).isEqualTo(3);
    // Larger than all that is allowed: it comes, and nothing else with it.
    assertThat(sizes(polls.poll(Duration.ZERO))).containsExactly(99);
    assertThat(sizes(polls.poll(Duration.ZERO))).containsExactly(1, 2);
    assertThat(sizes(polls.poll(Duration.ZERO))).isEmpty();
  }

  @Test
  void endsWhereTheBytesAreJustUsedUp() {
    BoundedPolls polls = polls(new Bounds(100, 10, 1));
    add(ONE, 4, 6, 1);

    assertThat(sizes(polls.poll(Duration.ZERO))).containsExactly(4, 6);
  }

  @Test
  void keysAndHeadersTakeMemoryToo() {
    BoundedPolls polls = polls(new Bounds(100, 10, 1));
    for (int offset = 0; offset < 3; offset++) {
      ConsumerRecord<byte[], byte[]> tombstone =
          new ConsumerRecord<>(ONE.topic(), ONE.partition(), offset, new byte[4], null);
      tombstone.headers().add("h", new byte[1]);
      consumer.addRecord(tombstone);
    }

    assertThat(polls.poll(Duration.ZERO).count()).isEqualTo(2);
  }

  @Test
  void hasSoManyRecordsAtMostOverAllPartitionsAndSaysWhereEachGoesOn() {
    BoundedPolls polls = polls(new Bounds(3, 1_000, 1));
    add(ONE, 1, 1);
    add(OTHER, 1, 1);

    ConsumerRecords<byte[], byte[]> records = polls.poll(Duration.ZERO);

    assertThat(records.count()).isEqualTo(3);
    assertThat(records.partitions()).containsExactlyInAnyOrder(ONE, OTHER);
    records
        .nextOffsets()
        .forEach((partition, next) -> {
          assertThat(next.offset()).isEqualTo(records.records(partition).size());
          assertThat(next.offset()).isEqualTo(consumer.position(partition));
        });
  }

  /** Some come at once: not so that there could be more of them than there may be. */
  @Test
  void hasNeverMoreRecordsThanItMayHave() {
    BoundedPolls polls = polls(new Bounds(5, 1_000, 2));
    add(ONE, 1, 2, 3, 4, 5, 6);

    assertThat(sizes(polls.poll(Duration.ZERO))).containsExactly(1, 2, 3, 4);
    assertThat(polls.isFull()).isTrue();
    assertThat(sizes(polls.poll(Duration.ZERO))).containsExactly(5, 6);
  }

  @Test
  void endsWithThoseThatUseTheBytesUp() {
    BoundedPolls polls = polls(new Bounds(100, 10, 2));
    add(ONE, 4, 6, 1, 1, 9, 9);

    assertThat(sizes(polls.poll(Duration.ZERO))).containsExactly(4, 6);
    assertThat(sizes(polls.poll(Duration.ZERO))).containsExactly(1, 1, 9, 9);
  }

  /** Who wants single messages gets them. */
  @Test
  void comeOneByOneWhereAPollIsToHaveOne() {
    assertThat(Bounds.ofRecords(1).atOnce()).isEqualTo(1);
    assertThat(Bounds.ofRecords(200).atOnce()).isEqualTo(1);
    assertThat(Bounds.ofRecords(10_000).atOnce()).isBetween(2, 10);
  }

  @Test
  void aFailureAfterSomethingWasGatheredIsToldByTheNextPoll() {
    BoundedPolls polls = polls(new Bounds(100, 1_000, 1));
    add(ONE, 1, 2);
    KafkaException failure = new TopicAuthorizationException("topic");
    consumer.scheduleNopPollTask();
    consumer.schedulePollTask(() -> consumer.setPollException(failure));

    assertThat(sizes(polls.poll(Duration.ZERO))).containsExactly(1);
    assertThatThrownBy(() -> polls.poll(Duration.ZERO)).isSameAs(failure);
    assertThat(sizes(polls.poll(Duration.ZERO))).containsExactly(2);
  }
}
