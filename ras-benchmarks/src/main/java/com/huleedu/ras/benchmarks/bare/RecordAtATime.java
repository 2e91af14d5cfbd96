package com.huleedu.ras.benchmarks.bare;

import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Y5: the usual way. Per event one mark by SET NX, one transaction, one commit of its offset; with
 * prepared statements, pipelines of the clients' own, and nothing logged.
 */
public final class RecordAtATime {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final RedisCommands<String, String> redis;
  private final Fold.Statements statements;
  private final MessageDecoder decoder;
  private final String run = UUID.randomUUID().toString();

  private RecordAtATime(
      KafkaConsumer<byte[], byte[]> consumer,
      RedisCommands<String, String> redis,
      Connection database,
      Topics topics)
      throws SQLException {
    this.consumer = consumer;
    this.redis = redis;
    this.statements = new Fold.Statements(database);
    this.decoder = JsonAdapter.messageDecoder(topics, new SimpleMeterRegistry());
    consumer.subscribe(topics.names());
  }

  /** Events a second; what is done in the warm-up is not counted. */
  public static double measure(
      BareConsumer.Source source, String jdbcUrl, String redisUri, Duration warmUp, Duration time)
      throws SQLException {
    RedisClient client = RedisClient.create(redisUri);
    try (KafkaConsumer<byte[], byte[]> consumer = source.consumer();
        var redis = client.connect();
        Connection database = DriverManager.getConnection(jdbcUrl + "&currentSchema=bare")) {
      try (Statement statement = database.createStatement()) {
        for (String command : Fold.createTables()) {
          statement.execute(command);
        }
      }
      RecordAtATime loop = new RecordAtATime(consumer, redis.sync(), database, source.topics());
      loop.join();
      loop.run(warmUp);
      long started = System.nanoTime();
      long events = loop.run(time);
      return events / ((System.nanoTime() - started) / 1e9);
    } finally {
      client.shutdown();
    }
  }

  /** Until it has partitions; takes nothing from them. */
  private void join() {
    while (consumer.assignment().isEmpty()) {
      consumer.poll(Duration.ofMillis(100));
    }
    consumer.seekToBeginning(consumer.assignment());
  }

  private long run(Duration time) throws SQLException {
    long end = System.nanoTime() + time.toNanos();
    long events = 0;
    while (System.nanoTime() < end) {
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(200))) {
        if (System.nanoTime() >= end) {
          // What is left of this poll is not done; the log has more than is asked of it.
          break;
        }
        process(message);
        events++;
      }
    }
    return events;
  }

  private void process(ConsumerRecord<byte[], byte[]> message) throws SQLException {
    RawMessage raw =
        new RawMessage(
            new Partition(message.topic(), message.partition()),
            message.offset(),
            Instant.ofEpochMilli(message.timestamp()),
            message.key(),
            List.of(),
            message.value());
    if (decoder.decode(raw) instanceof Message.Decoded decoded) {
      String mark = "bare:" + run + ":" + decoded.mark();
      if (redis.set(mark, "1", SetArgs.Builder.nx().ex(86_400)) != null) {
        statements.write(new Fold(Facts.fold(List.of(decoded.event()))));
      }
    }
    consumer.commitSync(
        Map.of(
            new TopicPartition(message.topic(), message.partition()),
            new OffsetAndMetadata(message.offset() + 1)));
  }
}
