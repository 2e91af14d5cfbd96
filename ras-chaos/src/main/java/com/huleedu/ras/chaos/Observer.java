package com.huleedu.ras.chaos;

import com.huleedu.ras.chaos.Workload.Place;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** Looks at the servers from outside, past the service and past the faults. */
final class Observer implements AutoCloseable {
  private static final List<String> TABLES =
      List.of(
          "batch_results", "batch_pipelines", "phase_outcomes", "rejected_files", "essay_results");

  private final String jdbcUrl;
  private final Admin admin;
  private @Nullable Connection kept;
  private final List<TopicPartition> partitions = new ArrayList<>();

  Observer(Stage stage) {
    this.jdbcUrl = stage.jdbcUrl();
    this.admin =
        Admin.create(Map.of("bootstrap.servers", stage.kafka(), "default.api.timeout.ms", 120_000));
    for (String topic : Stage.TOPICS.names()) {
      for (int partition = 0; partition < Stage.PARTITIONS; partition++) {
        partitions.add(new TopicPartition(topic, partition));
      }
    }
  }

  /** The next offset of every partition of the log. */
  Map<TopicPartition, Long> ends() {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(p -> p, _ -> OffsetSpec.latest()));
    try {
      return sorted(
          admin.listOffsets(wanted).all().get().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset())));
    } catch (ExecutionException e) {
      throw new ExperimentFailedException("Kafka does not say where its log ends", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The offsets that the group has committed; 0 where it has not. */
  Map<TopicPartition, Long> committed() {
    try {
      Map<TopicPartition, Long> offsets = zeros();
      admin
          .listConsumerGroupOffsets(Stage.GROUP)
          .partitionsToOffsetAndMetadata()
          .get()
          .forEach((partition, offset) -> {
            if (offset != null) {
              offsets.put(partition, offset.offset());
            }
          });
      return sorted(offsets);
    } catch (ExecutionException e) {
      throw new ExperimentFailedException("Kafka does not say what is committed", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The positions in the database; 0 where there is none. */
  Map<TopicPartition, Long> positions() {
    Map<TopicPartition, Long> offsets = zeros();
    query(
        "select topic, partition, next_offset from stream_positions",
        row -> offsets.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3)));
    return sorted(offsets);
  }

  /** How many messages are projected; -1 while the database does not say. */
  long projected() {
    try {
      return positions().values().stream().mapToLong(Long::longValue).sum();
    } catch (ExperimentFailedException databaseIsAway) {
      return -1;
    }
  }

  List<Place> deadLetters() {
    List<Place> letters = new ArrayList<>();
    query(
        "select topic, partition, kafka_offset from dead_letters",
        row ->
            letters.add(
                new Place(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3))));
    return letters;
  }

  /** The rows of the model, as text. */
  List<String> rows() {
    return rows(jdbcUrl);
  }

  static List<String> rows(String jdbcUrl) {
    List<String> rows = new ArrayList<>();
    for (String table : TABLES) {
      Sql.query(
          jdbcUrl,
          "select t::text from %s t".formatted(table),
          row -> rows.add(table + " " + row.getString(1)));
    }
    rows.sort(null);
    return rows;
  }

  /** Ids of batches that can be asked for, at random. */
  List<String> someBatches(int count) {
    List<String> ids = new ArrayList<>();
    query(
        "select batch_id from batch_results order by random() limit " + count,
        row -> ids.add(row.getString(1)));
    return ids;
  }

  /** Ids of the batches whose rows were written last. */
  List<String> latestBatches(int count) {
    List<String> ids = new ArrayList<>();
    query(
        "select batch_id from batch_results order by age(xmin) limit " + count,
        row -> ids.add(row.getString(1)));
    return ids;
  }

  /** How many members of the group own partitions. */
  long owners() {
    return ownersOfPartitions().values().stream().distinct().count();
  }

  /** The member that owns each partition. */
  Map<TopicPartition, String> ownersOfPartitions() {
    Map<TopicPartition, String> owners = new HashMap<>();
    try {
      admin.describeConsumerGroups(List.of(Stage.GROUP)).all().get().values().stream()
          .flatMap(group -> group.members().stream())
          .forEach(member ->
              member
                  .assignment()
                  .topicPartitions()
                  .forEach(partition -> owners.put(partition, member.consumerId())));
      return owners;
    } catch (ExecutionException notThereYet) {
      return Map.of();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** With the consumer protocol it is the broker that says when a silent member is out. */
  void setSessionTimeout(Duration timeout) {
    ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, Stage.GROUP);
    List<AlterConfigOp> changes =
        List.of(
            set("consumer.session.timeout.ms", timeout.toMillis()),
            set("consumer.heartbeat.interval.ms", timeout.toMillis() / 3));
    try {
      admin.incrementalAlterConfigs(Map.of(group, changes)).all().get();
    } catch (ExecutionException e) {
      throw new ExperimentFailedException("Kafka does not take the session timeout", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static AlterConfigOp set(String key, long value) {
    return new AlterConfigOp(new ConfigEntry(key, String.valueOf(value)), AlterConfigOp.OpType.SET);
  }

  /** Waits until everything that is in the log is acknowledged. */
  boolean awaitAcknowledged(Duration limit) {
    Map<TopicPartition, Long> ends = ends();
    return Waiting.until(limit, () -> committed().equals(ends));
  }

  /** The same, where the experiment can't go on without. */
  void demandAcknowledged(Duration limit) {
    if (!awaitAcknowledged(limit)) {
      throw new ExperimentFailedException(
          "the log was not brought to its end: committed %s of %s".formatted(committed(), ends()));
    }
  }

  /** On a connection that is kept while it works: some who watch ask many times a second. */
  private synchronized void query(String sql, Sql.Row each) {
    try {
      if (kept == null) {
        kept = DriverManager.getConnection(jdbcUrl);
      }
      try (var statement = kept.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          each.read(rows);
        }
      }
    } catch (SQLException e) {
      forget();
      throw new ExperimentFailedException("the database does not answer " + sql, e);
    }
  }

  private void forget() {
    try {
      if (kept != null) {
        kept.close();
      }
    } catch (SQLException e) {
      // It was broken before.
    } finally {
      kept = null;
    }
  }

  private Map<TopicPartition, Long> zeros() {
    Map<TopicPartition, Long> zeros = new HashMap<>();
    partitions.forEach(partition -> zeros.put(partition, 0L));
    return zeros;
  }

  private static Map<TopicPartition, Long> sorted(Map<TopicPartition, Long> offsets) {
    Map<TopicPartition, Long> sorted =
        new TreeMap<>(
            Comparator.comparing(TopicPartition::topic)
                .thenComparingInt(TopicPartition::partition));
    sorted.putAll(offsets);
    return sorted;
  }

  private static ExperimentFailedException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ExperimentFailedException("interrupted", e);
  }

  @Override
  public void close() {
    forget();
    admin.close(Duration.ZERO);
  }
}
