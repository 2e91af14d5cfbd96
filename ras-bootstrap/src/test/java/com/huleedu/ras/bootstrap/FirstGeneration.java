package com.huleedu.ras.bootstrap;

import com.huleedu.ras.embedded.EmbeddedServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What a service of the first generation left behind: its database, the log that it read, and how
 * far it was. The files say in their README how they were made.
 */
final class FirstGeneration {
  /** Prefix of the topics, whose names are part of digests, and the group. */
  static final String DEPLOYMENT = "first-generation";

  /** The batches of random histories that are in the log, so that more can be said of them. */
  static final List<String> WORLDS = List.of("~old", "~both");

  static final Path FOLDER = Path.of("src", "test", "resources", "first-generation");
  static final String DATABASE = "database.sql";
  static final String MESSAGES = "messages.jsonl";
  static final String SCENARIOS = "scenarios.txt";

  private FirstGeneration() {}

  /** Into the empty database and the empty topics of a deployment. */
  static void restore(Deployment deployment) {
    String url = deployment.environment().get("DATABASE_URL");
    Dump.load(FOLDER.resolve(DATABASE), url);
    try (RecordedLog log =
        new RecordedLog(deployment, EmbeddedServers.kafka().bootstrapServers())) {
      log.publish(lines(MESSAGES).stream().map(RecordedMessage::read).toList());
      // They are other topics than those of then, though they have all their messages.
      log.topicIds()
          .forEach((topic, id) -> {
            for (String table : List.of("stream_positions", "dead_letters")) {
              Rows.execute(
                  url,
                  "update %s set topic_id = '%s' where topic = '%s'".formatted(table, id, topic));
            }
          });
      log.commit(positions(url));
    }
  }

  /** How far each partition is projected. */
  private static Map<TopicPartition, Long> positions(String url) {
    Map<TopicPartition, Long> positions = new HashMap<>();
    try (Connection connection = Rows.model(url);
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("select topic, partition, next_offset from stream_positions")) {
      while (row.next()) {
        positions.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3));
      }
      return positions;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Those of the scenarios whose events are in the log. */
  static List<Scenario> scenarios(List<Path> files) {
    List<String> names = lines(SCENARIOS);
    return files.stream()
        .filter(file -> names.contains(String.valueOf(file.getFileName())))
        .map(file -> Scenario.read(file, 0))
        .toList();
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
