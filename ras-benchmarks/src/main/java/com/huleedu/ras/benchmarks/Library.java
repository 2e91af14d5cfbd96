package com.huleedu.ras.benchmarks;

import com.huleedu.ras.benchmarks.load.HttpConnection;
import com.huleedu.ras.benchmarks.load.Zipf;
import com.huleedu.ras.domain.UserId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What is read: a user with many batches, one with a page of them, and others by Zipf, all taken in
 * by the service itself.
 */
final class Library implements AutoCloseable {
  static final String LARGE_USER = "large";
  static final String SMALL_USER = "small";
  private static final int SAMPLES = 20_000;
  private static final double POPULARITY = 0.9;

  private final String database;
  private final Log log;
  private final List<String> batches;

  private Library(String database, Log log, List<String> batches) {
    this.database = database;
    this.log = log;
    this.batches = List.copyOf(batches);
  }

  static Library fill(Lab lab) {
    Scale scale = lab.scale();
    int small = scale.largeUser() + Scale.SMALL_USER;
    var others = Workload.zipfUsers(lab.seed(), "reader-", 100);
    Workload workload =
        new Workload(
            lab.seed() + 7,
            batch -> {
              if (batch < scale.largeUser()) {
                return new UserId(LARGE_USER);
              }
              return batch < small ? new UserId(SMALL_USER) : others.apply(batch);
            },
            small + scale.others());
    Log log = new Log(lab.servers().kafka(), "library", lab.seed());
    lab.screen().say("  publishing what will be read");
    log.publish(workload);
    String database = lab.databases().create();
    try (ServiceProcess _ =
            lab.service("library", database, log, Map.of("CACHE_ENABLED", "false")).awaitReady();
        Connection connection = DriverManager.getConnection(database)) {
      lab.screen().say("  taking in %,d events".formatted(log.events()));
      while (Databases.projected(connection) < log.events()) {
        Lab.pause(Duration.ofMillis(100));
      }
      Databases.execute(connection, "vacuum analyze", "checkpoint");
      return new Library(database, log, batches(connection));
    } catch (SQLException e) {
      throw new MeasurementFailedException("can't fill the tables", e);
    }
  }

  private static List<String> batches(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select batch_id from ras.batch_results order by md5(batch_id)")) {
      List<String> ids = new ArrayList<>();
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
      return ids;
    }
  }

  String database() {
    return database;
  }

  Log log() {
    return log;
  }

  /** In no order that means anything. */
  List<String> batches() {
    return batches;
  }

  /** Requests for the status of each batch. */
  List<byte[]> statusRequests() {
    return batches.stream()
        .map(batch -> ServiceProcess.request(ServiceProcess.statusPath(batch)))
        .toList();
  }

  /** Batches as they are asked for: a few often. */
  int[] popular(long seed) {
    return new Zipf(batches.size(), POPULARITY).sample(SAMPLES, new Random(seed));
  }

  /** Every batch once, and again. */
  int[] everyOne() {
    int[] order = new int[batches.size()];
    java.util.Arrays.setAll(order, i -> i);
    return order;
  }

  /** Fails unless two servers answer the same. */
  static void requireSame(int port, int yardstick, List<byte[]> requests) {
    try (HttpConnection ours = new HttpConnection(port);
        HttpConnection bare = new HttpConnection(yardstick)) {
      for (byte[] request : requests) {
        ours.exchange(request);
        bare.exchange(request);
        String difference = difference(ours.content(), bare.content());
        if (!difference.isEmpty()) {
          throw new MeasurementFailedException(
              "the yardstick answers otherwise than the service: " + difference);
        }
      }
    } catch (IOException e) {
      throw new MeasurementFailedException("a server does not answer", e);
    }
  }

  private static String difference(String ours, String bare) {
    int place = 0;
    while (place < ours.length()
        && place < bare.length()
        && ours.charAt(place) == bare.charAt(place)) {
      place++;
    }
    int from = Math.max(0, place - 40);
    return ours.equals(bare)
        ? ""
        : "'%s' in place of '%s'".formatted(excerpt(bare, from), excerpt(ours, from));
  }

  private static String excerpt(String text, int from) {
    return text.substring(from, Math.min(text.length(), from + 80));
  }

  @Override
  public void close() {
    log.close();
  }
}
