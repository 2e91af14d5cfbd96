package com.huleedu.ras.benchmarks;

import com.huleedu.ras.benchmarks.bare.BareConsumer;
import com.huleedu.ras.benchmarks.load.HttpConnection;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long after an event was due to be sent an answer contains it, while others are taken in at a
 * quarter of what the service can. The yardstick is done once it has committed a row.
 */
final class Freshness implements Experiment {
  private static final String OURS = "fresh";
  private static final String BARE = "fresh-bare";
  private static final double PART_OF_CAPACITY = 0.25;

  /** Where ingest was not measured in the same run. */
  private static final double USUAL_CAPACITY = 6_000;

  private static final int PROBES_PER_SECOND = 10;

  /** At this pace it takes long until all code is compiled: a minute for most of it. */
  private static final int WARM_UPS = 10;

  private static final int OK = 200;
  private static final Duration LOOK = Duration.ofMillis(1);
  private static final Duration LOST = Duration.ofMinutes(2);

  @Override
  public List<RowId> rows() {
    return List.of(RowId.FRESHNESS_P50, RowId.FRESHNESS_P99);
  }

  @Override
  public List<Row> run(Lab lab, Set<RowId> wanted) throws Exception {
    double rate = lab.capacity().orElse(USUAL_CAPACITY) * PART_OF_CAPACITY;
    // A log each: neither takes in what burdens the other.
    try (Log log = new Log(lab.servers().kafka(), OURS, lab.seed());
        Log bareLog = new Log(lab.servers().kafka(), BARE, lab.seed())) {
      Run run = new Run(lab, log, bareLog, rate);
      run.repeat();
      String note =
          "%,d probes, %,.0f events a second beside them".formatted(lab.scale().probes(), rate);
      List<Row> rows = new ArrayList<>();
      rows.add(Row.ofPairs(RowId.FRESHNESS_P50, run.ours50, run.bare50, note));
      rows.add(Row.ofPairs(RowId.FRESHNESS_P99, run.ours99, run.bare99, note));
      rows.removeIf(row -> !wanted.contains(row.id()));
      return rows;
    }
  }

  /** All repetitions on one log. */
  private static final class Run {
    private final Lab lab;
    private final Log log;
    private final Log bareLog;
    private final double rate;
    private final Probes probes;
    private final List<Double> ours50 = new ArrayList<>();
    private final List<Double> ours99 = new ArrayList<>();
    private final List<Double> bare50 = new ArrayList<>();
    private final List<Double> bare99 = new ArrayList<>();
    private final Histogram ours = new ConcurrentHistogram(3);
    private final Histogram bare = new ConcurrentHistogram(3);

    Run(Lab lab, Log log, Log bareLog, double rate) {
      this.lab = lab;
      this.log = log;
      this.bareLog = bareLog;
      this.rate = rate;
      this.probes = new Probes(lab.seed() + 13);
    }

    void repeat() throws SQLException, IOException {
      log.publish(probes.registration());
      log.flush();
      String database = lab.databases().create();
      String bareDatabase = lab.databases().create();
      try (ServiceProcess service = lab.service("fresh", database, log, Map.of()).awaitReady()) {
        awaitAnswer(service);
        int count = lab.scale().probes();
        warmUp();
        observe(service, count / 4, new ConcurrentHistogram(3));
        int repetitions = lab.repetitions();
        for (int i = 0; i < repetitions; i++) {
          lab.screen().repetition(RowId.FRESHNESS_P50, i, repetitions);
          Histogram one = new ConcurrentHistogram(3);
          observe(service, count, one);
          keep(i, "ours", one, ours, ours50, ours99);
          Histogram other = new ConcurrentHistogram(3);
          observeBare(bareDatabase, count, other);
          keep(i, "yardstick", other, bare, bare50, bare99);
        }
      }
      Hits.latencies(lab, "freshness", Map.of("service", ours, "bare consumer", bare));
    }

    /** A cold process falls behind, and compiles on the processors that all others need. */
    private void warmUp() {
      try (Burden _ = new Burden(lab, OURS, lab.seed() + 2, rate)) {
        Lab.pause(lab.scale().warmUp().multipliedBy(WARM_UPS));
      }
    }

    private void keep(
        int repetition,
        String side,
        Histogram one,
        Histogram all,
        List<Double> p50,
        List<Double> p99) {
      all.add(one);
      p50.add(one.getValueAtPercentile(50) / 1e6);
      p99.add(one.getValueAtPercentile(99) / 1e6);
      lab.raw().value(RowId.FRESHNESS_P50, side, repetition, p50.getLast());
      lab.raw().value(RowId.FRESHNESS_P99, side, repetition, p99.getLast());
    }

    /**
     * Asks without end, and notes of each probe when the answer first has it. Says what it has, as
     * clients do: an answer of 12 kB each ms would be a burden of its own.
     */
    private void observe(ServiceProcess service, int count, Histogram into) throws IOException {
      List<String> texts = probes.nextTexts(count);
      // A connection of its own: the service closes one that nobody uses for a minute.
      try (Burden _ = new Burden(lab, OURS, lab.seed(), rate);
          HttpConnection connection = new HttpConnection(service.port())) {
        AtomicBoolean over = new AtomicBoolean();
        long started = System.nanoTime();
        Thread sender = Thread.ofPlatform().daemon().start(() -> send(log, texts, started, over));
        try {
          awaitAll(connection, texts, started, into);
        } finally {
          over.set(true); // a failure must not leave anybody who publishes behind
          Lab.join(sender);
        }
      }
    }

    private void awaitAll(
        HttpConnection connection, List<String> texts, long started, Histogram into)
        throws IOException {
      int count = texts.size();
      List<Integer> missing = new ArrayList<>(IntStream.range(0, count).boxed().toList());
      byte[] request = request();
      while (!missing.isEmpty()) {
        int status = connection.exchange(request);
        long now = System.nanoTime();
        if (status == OK) {
          List<String> sent = texts.subList(0, Math.min(count, dueBy(started, now)));
          for (int probe : arrived(missing, sent, connection.content())) {
            into.recordValue(Math.max(0, now - due(started, probe)));
          }
          request = request("If-None-Match: " + connection.header("ETag"));
        }
        if (now - due(started, count) > LOST.toNanos()) {
          throw new MeasurementFailedException(
              "%d of %d probes never came into the answer".formatted(missing.size(), count));
        }
        Lab.pause(LOOK);
      }
    }

    private byte[] request(String... headers) {
      return ServiceProcess.request(ServiceProcess.statusPath(probes.batch()), headers);
    }

    /**
     * Takes those away that are in the answer, or were overtaken by a later one of their essay.
     *
     * @param texts those that were due: to look for the others, too, would cost a core
     */
    private static List<Integer> arrived(
        List<Integer> missing, List<String> texts, String content) {
      List<Integer> seen = new ArrayList<>();
      for (int probe : missing) {
        for (int later = probe; later < texts.size(); later += Scale.ESSAYS) {
          if (content.contains(texts.get(later))) {
            seen.add(probe);
            break;
          }
        }
      }
      missing.removeAll(seen);
      return seen;
    }

    private static long due(long started, int probe) {
      return started + TimeUnit.SECONDS.toNanos(1) * probe / PROBES_PER_SECOND;
    }

    private static int dueBy(long started, long now) {
      return (int) ((now - started) * PROBES_PER_SECOND / TimeUnit.SECONDS.toNanos(1)) + 1;
    }

    private void send(Log to, List<String> texts, long started, AtomicBoolean over) {
      for (int i = 0; i < texts.size() && !over.get(); i++) {
        Burden.await(due(started, i));
        to.publish(probes.event(texts.get(i), i % Scale.ESSAYS));
      }
    }

    private void awaitAnswer(ServiceProcess service) throws IOException {
      long asked = System.nanoTime();
      try (HttpConnection connection = new HttpConnection(service.port())) {
        while (connection.exchange(request()) != OK) {
          if (System.nanoTime() - asked > LOST.toNanos()) {
            throw new MeasurementFailedException("the batch of the probes was never there");
          }
          Lab.pause(LOOK);
        }
      }
    }

    private void observeBare(String database, int count, Histogram into) {
      var source =
          new BareConsumer.Source(
              lab.servers().kafka().bootstrapServers(), bareLog.topics(), "latest");
      List<String> texts = probes.nextTexts(count);
      try (Bare consumer = new Bare(source, database);
          Burden _ = new Burden(lab, BARE, lab.seed() + 1, rate)) {
        consumer.joined.await();
        long started = System.nanoTime();
        send(bareLog, texts, started, new AtomicBoolean());
        for (int i = 0; i < count; i++) {
          into.recordValue(consumer.commits.await(texts.get(i), LOST) - due(started, i));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new MeasurementFailedException("interrupted", e);
      }
    }
  }

  /** The bare consumer, in a thread. */
  private static final class Bare implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch joined = new CountDownLatch(1);
    private final Commits commits = new Commits();
    private final Thread thread;

    Bare(BareConsumer.Source source, String database) {
      thread =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                try {
                  BareConsumer.run(
                      source, database, over, joined::countDown, Probes.MARKER, commits::committed);
                } catch (SQLException | RuntimeException e) {
                  commits.fail(e.toString());
                  joined.countDown();
                }
              });
    }

    @Override
    public void close() {
      over.set(true);
      Lab.join(thread);
    }
  }
}
