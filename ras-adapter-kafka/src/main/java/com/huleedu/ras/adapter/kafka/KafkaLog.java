package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.adapter.kafka.BoundedPolls.Bounds;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The topics, read by a consumer that is assigned by hand. */
final class KafkaLog implements MessageLog {
  private static final Duration POLL = Duration.ofMillis(250);

  /** So long without a message where there should be some: Kafka is away. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Consumer<byte[], byte[]> consumer;
  private final Admin admin;
  private final KafkaConfig config;
  private final MessageDecoder decoder;

  KafkaLog(
      Consumer<byte[], byte[]> consumer, Admin admin, KafkaConfig config, MessageDecoder decoder) {
    this.consumer = consumer;
    this.admin = admin;
    this.config = config;
    this.decoder = decoder;
  }

  @Override
  public List<LogPartition> partitions() {
    return translated(() -> {
      Map<String, String> ids = new TopicIds(admin).ofExisting(config.topics());
      if (config.essential().stream().noneMatch(ids::containsKey)) {
        TopicIds.requireAll(config.essential(), ids);
      }
      List<TopicPartition> all =
          config.topics().stream()
              .filter(ids::containsKey)
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      return all.stream()
          .map(tp ->
              new LogPartition(
                  new Partition(tp.topic(), tp.partition()),
                  ids.getOrDefault(tp.topic(), ""),
                  beginnings.getOrDefault(tp, 0L),
                  ends.getOrDefault(tp, 0L)))
          .toList();
    });
  }

  @Override
  public Set<String> missing() {
    Set<String> missing = new TreeSet<>(config.topics());
    missing.removeAll(new TopicIds(admin).ofExisting(config.topics()).keySet());
    return missing;
  }

  @Override
  public void read(Map<Partition, LogRange> ranges, Predicate<Poll> reader) {
    read(ranges, reader, TIMEOUT);
  }

  @Override
  public void read(Map<Partition, LogRange> ranges, Predicate<Poll> reader, Duration timeout) {
    RangesToRead left = new RangesToRead(ranges);
    translated(() -> {
      consumer.assign(left.unfinished());
      consumer.resume(consumer.assignment()); // what the last reading paused stays paused else
      left.unfinished().forEach(tp -> consumer.seek(tp, left.reached(tp)));
      read(left, reader, timeout);
      return true;
    });
  }

  private void read(RangesToRead left, Predicate<Poll> reader, Duration timeout) {
    Bounds bounds = Bounds.ofRecords(config.maxPollRecords());
    BoundedPolls polls = new BoundedPolls(consumer, bounds, left::isUnfinished);
    long moved = System.nanoTime();
    while (!left.unfinished().isEmpty()) {
      Poll poll = poll(polls, left);
      if (!poll.advances().isEmpty()) {
        if (!reader.test(poll)) {
          return;
        }
        moved = System.nanoTime(); // who reads may take longer than Kafka is waited for
        // What reading is over for must not be fetched again and again.
        consumer.pause(left.finished(consumer.assignment()));
      } else if (System.nanoTime() - moved > timeout.toNanos()) {
        throw new UnavailableException(
            "Kafka",
            "no message of %s came within %s s".formatted(left.unfinished(), timeout.toSeconds()));
      }
    }
  }

  private Poll poll(BoundedPolls polls, RangesToRead left) {
    try {
      ConsumerRecords<byte[], byte[]> records = polls.poll(POLL);
      List<Message> messages = new ArrayList<>(records.count());
      List<Advance> advances = new ArrayList<>();
      for (TopicPartition tp : left.unfinished()) {
        ConsumerRecord<byte[], byte[]> last = null;
        for (ConsumerRecord<byte[], byte[]> message : records.records(tp)) {
          if (message.offset() < left.end(tp)) {
            messages.add(decoder.decode(PollReader.raw(message)));
            last = message;
          }
        }
        // Also behind what is no message, as the markers of transactions.
        left.reach(tp, consumer.position(tp), last == null ? null : LastRecords.of(last))
            .ifPresent(advances::add);
      }
      return new Poll(messages, advances);
    } catch (OffsetOutOfRangeException gone) {
      throw left.gap(gone.offsetOutOfRangePartitions(), consumer::beginningOffsets, gone);
    }
  }

  private <T> T translated(Supplier<T> work) {
    try {
      return work.get();
    } catch (KafkaException failure) {
      throw new UnavailableException("Kafka", Failures.reason(failure, config.security()), failure);
    }
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    admin.close(Duration.ofSeconds(1));
  }
}
