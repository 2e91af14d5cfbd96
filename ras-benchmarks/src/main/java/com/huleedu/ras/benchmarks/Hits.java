package com.huleedu.ras.benchmarks;

import com.huleedu.ras.benchmarks.bare.BareServer;
import com.huleedu.ras.benchmarks.load.HttpConnection;
import com.huleedu.ras.benchmarks.load.OpenLoop;
import com.huleedu.ras.benchmarks.load.Requests;
import com.huleedu.ras.benchmarks.load.Saturation;
import com.huleedu.ras.benchmarks.load.Spread;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.HdrHistogram.Histogram;

/** Answers that lie in the cache. */
final class Hits implements Experiment {
  private static final int OPEN_CONNECTIONS = 64;
  private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.5, 99.9, 99.99};

  @Override
  public List<RowId> rows() {
    return List.of(RowId.HIT, RowId.HIT_P99, RowId.NOT_MODIFIED);
  }

  @Override
  public List<Row> run(Lab lab, Set<RowId> wanted) {
    Library library = lab.library();
    try (ServiceProcess service =
            lab.service(
                    "hits",
                    library.database(),
                    library.log(),
                    Map.of("REDIS_CACHE_TTL_SECONDS", "3600"))
                .awaitReady();
        ServiceProcess bare =
            lab.bare("cache", library.database()).await(ServiceProcess.statusPath("none"), 401)) {
      List<String> tags = fillCaches(lab, library, service.port());
      List<byte[]> requests = library.statusRequests();
      Library.requireSame(service.port(), bare.port(), requests.subList(0, 50));
      int[] popular = library.popular(lab.seed());
      Requests ours = new Requests(service.port(), requests, popular, 200);
      Requests bares = new Requests(bare.port(), requests, popular, 200);
      DoubleSupplier measureOurs = saturation(lab, ours);
      DoubleSupplier measureBares = saturation(lab, bares);
      List<Row> rows = new ArrayList<>();
      if (wanted.contains(RowId.HIT) || wanted.contains(RowId.HIT_P99)) {
        Pairs pairs = Pairs.measure(lab, RowId.HIT, measureOurs, measureBares);
        rows.add(pairs.row(RowId.HIT, note(library)));
        if (wanted.contains(RowId.HIT_P99)) {
          double half = Spread.of(pairs.ours()).median() / 2;
          rows.add(percentile(lab, ours, bares, half));
        }
      }
      if (wanted.contains(RowId.NOT_MODIFIED)) {
        Requests conditional =
            new Requests(service.port(), conditional(library, tags), popular, 304);
        Pairs pairs =
            Pairs.measure(lab, RowId.NOT_MODIFIED, saturation(lab, conditional), measureBares);
        rows.add(pairs.row(RowId.NOT_MODIFIED, note(library) + ", 304 against 200"));
      }
      rows.removeIf(row -> !wanted.contains(row.id()));
      return rows;
    }
  }

  private static String note(Library library) {
    return "%d connections, %,d batches of %d essays by Zipf"
        .formatted(Scale.CONNECTIONS, library.batches().size(), Scale.ESSAYS);
  }

  private static DoubleSupplier saturation(Lab lab, Requests requests) {
    Scale scale = lab.scale();
    Saturation.measure(
        requests, new Saturation.Pace(Scale.CONNECTIONS, scale.warmUp(), Duration.ofMillis(500)));
    return () ->
        Saturation.measure(
            requests, new Saturation.Pace(Scale.CONNECTIONS, scale.settle(), scale.measured()));
  }

  /**
   * Asks the service for every batch, and gives the yardstick the same bodies. Returns the tags.
   */
  private static List<String> fillCaches(Lab lab, Library library, int service) {
    RedisClient client = RedisClient.create(lab.servers().redis().uri());
    try (var redis = client.connect();
        HttpConnection connection = new HttpConnection(service)) {
      List<String> tags = new ArrayList<>();
      for (String batch : library.batches()) {
        connection.exchange(ServiceProcess.request(ServiceProcess.statusPath(batch)));
        redis.sync().set(BareServer.CACHE_PREFIX + batch, connection.content());
        tags.add(connection.header("ETag"));
      }
      return tags;
    } catch (IOException e) {
      throw new MeasurementFailedException("the service does not answer", e);
    } finally {
      client.shutdown();
    }
  }

  private static List<byte[]> conditional(Library library, List<String> tags) {
    List<byte[]> requests = new ArrayList<>();
    for (int i = 0; i < tags.size(); i++) {
      String path = ServiceProcess.statusPath(library.batches().get(i));
      requests.add(ServiceProcess.request(path, "If-None-Match: " + tags.get(i)));
    }
    return requests;
  }

  private static Row percentile(Lab lab, Requests ours, Requests bares, double perSecond) {
    Histogram all = new Histogram(3);
    Histogram allBare = new Histogram(3);
    Pairs pairs =
        Pairs.measure(
            lab,
            RowId.HIT_P99,
            () -> openLoop(lab, ours, perSecond, all),
            () -> openLoop(lab, bares, perSecond, allBare));
    latencies(lab, "hit-p99", Map.of("service", all, "bare handler", allBare));
    return pairs.row(
        RowId.HIT_P99,
        "%,.0f arrivals a second, half of what the service can answer".formatted(perSecond));
  }

  private static double openLoop(Lab lab, Requests requests, double perSecond, Histogram all) {
    Scale scale = lab.scale();
    OpenLoop.Result result =
        OpenLoop.run(
            requests,
            new OpenLoop.Pace(
                perSecond, OPEN_CONNECTIONS, scale.settle(), scale.measured(), lab.seed()));
    all.add(result.latency());
    return result.latency().getValueAtPercentile(99) / 1e6;
  }

  /** Keeps whole distributions, in nanoseconds, and draws them. */
  static void latencies(Lab lab, String name, Map<String, Histogram> sides) {
    sides.forEach((side, histogram) -> {
      lab.raw().histogram(name + "-" + side.replace(' ', '-'), histogram);
      List<double[]> points = new ArrayList<>();
      for (double percentile : PERCENTILES) {
        double nines = -Math.log10(1 - percentile / 100);
        points.add(new double[] {nines, histogram.getValueAtPercentile(percentile) / 1e6});
      }
      lab.charts()
          .line(
              "Latency: " + name,
              "nines of the percentile (1: p90, 2: p99, 3: p99.9)",
              "ms",
              side,
              points);
    });
  }
}
