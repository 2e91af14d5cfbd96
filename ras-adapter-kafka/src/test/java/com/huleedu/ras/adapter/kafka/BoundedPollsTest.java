package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    consumer.setMaxPollRecords(1);
  }

  @AfterEach
  void close() {
    consumer.close();
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
    BoundedPolls polls = new BoundedPolls(consumer, 100, 10, _ -> true);
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
    BoundedPolls polls = new BoundedPolls(consumer, 100, 10, _ -> true);
    add(ONE, 4, 6, 1);

    assertThat(sizes(polls.poll(Duration.ZERO))).containsExactly(4, 6);
  }

  @Test
  void keysAndHeadersTakeMemoryToo() {
    BoundedPolls polls = new BoundedPolls(consumer, 100, 10, _ -> true);
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
    BoundedPolls polls = new BoundedPolls(consumer, 3, _ -> true);
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

  @Test
  void aFailureAfterSomethingWasGatheredIsToldByTheNextPoll() {
    BoundedPolls polls = new BoundedPolls(consumer, 100, _ -> true);
    add(ONE, 1, 2);
    KafkaException failure = new TopicAuthorizationException("topic");
    consumer.scheduleNopPollTask();
    consumer.schedulePollTask(() -> consumer.setPollException(failure));

    assertThat(sizes(polls.poll(Duration.ZERO))).containsExactly(1);
    assertThatThrownBy(() -> polls.poll(Duration.ZERO)).isSameAs(failure);
    assertThat(sizes(polls.poll(Duration.ZERO))).containsExactly(2);
  }
}
