package com.huleedu.ras.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The service takes in a backlog, from an empty group on.
 *
 * @param eventsPerSecond from the end of the warm-up to the last event; the first {@value
 *     #WARM_UP_PERCENT} % of the backlog are the warm-up
 * @param peakMebibytes the most of the process that was resident
 * @param walBytes what the server wrote to its log of changes, from the first event to the last
 * @param cores of the processes, on average over their lives
 * @param progress seconds since the start of the process, and events taken in
 */
record Intake(
    double eventsPerSecond,
    double peakMebibytes,
    double walBytes,
    double cores,
    List<double[]> progress) {
  static final int WARM_UP_PERCENT = 20;
  private static final Duration SAMPLE = Duration.ofMillis(100);
  private static final Duration STUCK = Duration.ofSeconds(60);

  /**
   * How to run it.
   *
   * @param database with the tables of the service there already
   * @param limit of each process
   */
  record Setup(
      String name, String database, Backlog backlog, int processes, Optional<CpuLimit> limit) {
    Setup(String name, String database, Backlog backlog) {
      this(name, database, backlog, 1, Optional.empty());
    }
  }

  static Intake run(Lab lab, Setup setup) throws SQLException {
    // Marks of an earlier repetition must not make this one skip anything.
    forget(lab);
    lab.databases().checkpoint();
    List<ServiceProcess> services = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(setup.database())) {
      long walBefore = Databases.walBytes(connection);
      Watch watch = new Watch(setup.backlog().log().events());
      Map<String, String> group = Map.of("KAFKA_CONSUMER_GROUP_ID", "group-" + System.nanoTime());
      for (int i = 0; i < setup.processes(); i++) {
        ServiceProcess service =
            lab.service(setup.name(), setup.database(), setup.backlog().log(), group);
        services.add(service);
        setup.limit().ifPresent(limit -> limit.hold(service.pid()));
      }
      while (watch.goesOn(Databases.projected(connection), resident(services))) {
        Lab.pause(SAMPLE);
      }
      double wal = Databases.walBytes(connection) - walBefore;
      double cpu = services.stream().mapToDouble(ServiceProcess::cpuSeconds).sum();
      double cores = cpu / watch.progress.getLast()[0];
      return new Intake(watch.rate(), watch.peak, wal, cores, watch.progress);
    } finally {
      services.forEach(ServiceProcess::close);
      setup.limit().ifPresent(limit -> services.forEach(one -> limit.release(one.pid())));
    }
  }

  private static double resident(List<ServiceProcess> services) {
    return services.stream().mapToDouble(ServiceProcess::residentMebibytes).max().orElse(0);
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
