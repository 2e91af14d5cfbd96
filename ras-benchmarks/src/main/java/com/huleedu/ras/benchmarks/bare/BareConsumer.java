package com.huleedu.ras.benchmarks.bare;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.huleedu.ras.adapter.json.Topics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Y2: reads the same topics, and commits one row per poll. */
public final class BareConsumer {
  private BareConsumer() {}

  /** A log. */
  public record Source(String bootstrapServers, Topics topics, String from) {
    KafkaConsumer<byte[], byte[]> consumer() {
      return new KafkaConsumer<>(
          Map.of(
              ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
              bootstrapServers,
              ConsumerConfig.GROUP_ID_CONFIG,
              "bare-" + UUID.randomUUID(),
              ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
              from,
              ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
              1_000,
              ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
              false),
          new ByteArrayDeserializer(),
          new ByteArrayDeserializer());
    }
  }

  /**
   * Reads until it is over.
   *
   * @param joined told once it has partitions
   * @param marker what the values have that the listener wants to be told of
   * @param committed told of each of these once the row of its poll is committed
   */
  public static void run(
      Source source,
      String jdbcUrl,
      AtomicBoolean over,
      Runnable joined,
      String marker,
      Consumer<String> committed)
      throws SQLException {
    try (KafkaConsumer<byte[], byte[]> consumer = source.consumer();
        Connection database = DriverManager.getConnection(jdbcUrl);
        Statement create = database.createStatement()) {
      create.execute("create table if not exists bare_polls (id bigserial primary key, said text)");
      database.setAutoCommit(false);
      consumer.subscribe(source.topics().names());
      boolean told = false;
      try (PreparedStatement insert =
          database.prepareStatement("insert into bare_polls (said) values (?)")) {
        while (!over.get()) {
          List<String> found = new ArrayList<>();
          var poll = consumer.poll(Duration.ofMillis(20));
          if (!told && !consumer.assignment().isEmpty()) {
            consumer.assignment().forEach(consumer::position);
            told = true;
            joined.run();
          }
          for (ConsumerRecord<byte[], byte[]> message : poll) {
            String text = new String(message.value(), UTF_8);
            if (text.contains(marker)) {
              found.add(text);
            }
          }
          if (!poll.isEmpty()) {
            insert.setString(1, "poll");
            insert.executeUpdate();
            database.commit();
            found.forEach(committed);
          }
        }
      }
    }
  }
}
