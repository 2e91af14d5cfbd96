package com.huleedu.ras.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One process of the service takes in a backlog, from an empty group on.
 *
 * @param eventsPerSecond from the end of the warm-up to the last event; the first {@value
 *     #WARM_UP_PERCENT} % of the backlog are the warm-up
 * @param peakMebibytes the most of the process that was resident
 * @param walBytes what the server wrote to its log of changes, from the first event to the last
 * @param progress seconds since the start of the process, and events taken in
 */
record Intake(
    double eventsPerSecond, double peakMebibytes, double walBytes, List<double[]> progress) {
  static final int WARM_UP_PERCENT = 20;
  private static final Duration SAMPLE = Duration.ofMillis(100);
  private static final Duration STUCK = Duration.ofSeconds(60);

  /**
   * Runs it.
   *
   * @param database with the tables of the service there already
   */
  static Intake run(Lab lab, String name, String database, Backlog backlog) throws SQLException {
    // Marks of an earlier repetition must not make this one skip anything.
    forget(lab);
    lab.databases().checkpoint();
    try (Connection connection = DriverManager.getConnection(database)) {
      long walBefore = Databases.walBytes(connection);
      Watch watch = new Watch(backlog.log().events());
      try (ServiceProcess service =
          lab.service(
              name,
              database,
              backlog.log(),
              Map.of("KAFKA_CONSUMER_GROUP_ID", "group-" + System.nanoTime()))) {
        while (watch.goesOn(Databases.projected(connection), service.residentMebibytes())) {
          Lab.pause(SAMPLE);
        }
        double wal = Databases.walBytes(connection) - walBefore;
        return new Intake(watch.rate(), watch.peak, wal, watch.progress);
      }
    }
  }

  private static void forget(Lab lab) {
    var client = io.lettuce.core.RedisClient.create(lab.servers().redis().uri());
    try (var redis = client.connect()) {
      redis.sync().flushall();
    } finally {
      client.shutdown();
    }
  }

  /** What is seen of it from time to time. */
  private static final class Watch {
    private final long total;
    private final long started = System.nanoTime();
    private final List<double[]> progress = new ArrayList<>();
    private double peak;
    private long lastMove = started;

    Watch(long total) {
      this.total = total;
    }

    boolean goesOn(long events, double mebibytes) {
      long now = System.nanoTime();
      peak = Math.max(peak, mebibytes);
      if (progress.isEmpty() || events > progress.getLast()[1]) {
        lastMove = now;
        progress.add(new double[] {(now - started) / 1e9, events});
      } else if (now - lastMove > STUCK.toNanos()) {
        throw new MeasurementFailedException(
            "the service stopped taking in events at %,d of %,d".formatted(events, total));
      }
      return events < total;
    }

    double rate() {
      double warm = total * WARM_UP_PERCENT / 100.0;
      double[] first =
          progress.stream().filter(point -> point[1] >= warm).findFirst().orElseThrow();
      double[] last = progress.getLast();
      if (last[0] <= first[0]) {
        throw new MeasurementFailedException("the backlog is too small to be watched");
      }
      return (last[1] - first[1]) / (last[0] - first[0]);
    }
  }
}
