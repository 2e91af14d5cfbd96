package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** How far a poll leads, and what it says of its last record. */
class PollReaderTest {
  private static final TopicPartition ONE = new TopicPartition("a", 0);
  private static final TopicPartition OTHER = new TopicPartition("a", 1);

  private final Assignment assignment = new Assignment();
  private final PollReader reader =
      new PollReader(
          raw -> new Message.Malformed(raw, new DeadLetterReason("not_json", "of no concern")),
          assignment);

  private Poll read(
      Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records,
      Map<TopicPartition, Long> next) {
    Map<TopicPartition, OffsetAndMetadata> offsets =
        Map.copyOf(
            next.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey, it -> new OffsetAndMetadata(it.getValue()))));
    reader.add(new ConsumerRecords<>(records, offsets), Map.of());
    return reader.take().poll();
  }

  @Test
  void eachAdvanceNamesTheLastOfItsRecords() {
    assignment.markRunning(ONE, "id", new OffsetAndMetadata(3));
    ConsumerRecord<byte[], byte[]> first = LogConsumer.record(ONE, 3, new byte[] {1});
    ConsumerRecord<byte[], byte[]> last = LogConsumer.record(ONE, 4, new byte[] {2});

    assertThat(read(Map.of(ONE, List.of(first, last)), Map.of(ONE, 5L)).advances())
        .containsExactly(new Advance(new Partition("a", 0), 3, 5, LastRecords.of(last)));
  }

  @Test
  void behindTheMarkerOfATransactionThereIsNone() {
    assignment.markRunning(ONE, "id", new OffsetAndMetadata(3));

    assertThat(read(Map.of(), Map.of(ONE, 4L)).advances())
        .containsExactly(new Advance(new Partition("a", 0), 3, 4, null));
  }

  @Test
  void whatDidNotMoveOrDoesNotRunIsLeftOut() {
    assignment.markRunning(ONE, "id", new OffsetAndMetadata(3));

    assertThat(read(Map.of(), Map.of(ONE, 3L, OTHER, 9L)).advances()).isEmpty();
  }

  @Test
  void goesOnWhereThePollUnderWayEnds() {
    assignment.markRunning(ONE, "id", new OffsetAndMetadata(3));
    reader.add(
        new ConsumerRecords<>(Map.of(), Map.of(ONE, new OffsetAndMetadata(9))),
        Map.of(ONE, new OffsetAndMetadata(7)));

    assertThat(reader.take().poll().advances())
        .containsExactly(new Advance(new Partition("a", 0), 7, 9, null));
  }

  /** Before it was asked about, its log may have been another. */
  @Test
  void whatWasReadOfARunThatEndedIsLeftOutAndWhatFollowsIsNot() {
    assignment.markRunning(ONE, "id", new OffsetAndMetadata(3));
    reader.add(new ConsumerRecords<>(Map.of(), Map.of(ONE, new OffsetAndMetadata(9))), Map.of());
    assignment.markRunning(ONE, "id", new OffsetAndMetadata(5));
    reader.add(new ConsumerRecords<>(Map.of(), Map.of(ONE, new OffsetAndMetadata(6))), Map.of());

    assertThat(reader.take().poll().advances())
        .containsExactly(new Advance(new Partition("a", 0), 5, 6, null));
    assertThat(reader.isEmpty()).isTrue();
  }
}
