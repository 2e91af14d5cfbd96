package com.huleedu.ras.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.huleedu.ras.benchmarks.load.Requests;
import com.huleedu.ras.benchmarks.load.Saturation;
import com.huleedu.ras.embedded.JavaProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Answers that the cache does not have yet: every batch in turn, and what an answer left in Redis
 * is removed before its batch is asked for again. The same removal goes with the yardstick.
 */
final class ServedMisses implements Experiment {
  private static final double ENOUGH = 0.98;
  private static final int AT_A_TIME = 8;

  @Override
  public List<RowId> rows() {
    return List.of(RowId.MISS_SERVED);
  }

  @Override
  public List<Row> run(Lab lab, Set<RowId> wanted) {
    Library library = lab.library();
    int metrics = JavaProcess.freePort();
    Map<String, String> settings = Map.of("METRICS_PORT", String.valueOf(metrics));
    try (ServiceProcess service =
            lab.service("served", library.database(), library.log(), settings).awaitReady();
        ServiceProcess bare =
            lab.bare("database", library.database())
                .await(ServiceProcess.statusPath("none"), 401)) {
      List<byte[]> requests = library.statusRequests();
      Library.requireSame(service.port(), bare.port(), requests.subList(0, 50));
      int redis = lab.servers().redis().port();
      DoubleSupplier ours = saturation(lab, library, service.port(), redis);
      DoubleSupplier bares = saturation(lab, library, bare.port(), redis);
      double misses = ServiceProcess.metric(metrics, "ras_cache_misses_total");
      double hits = ServiceProcess.metric(metrics, "ras_cache_hits_total");
      Pairs pairs = Pairs.measure(lab, RowId.MISS_SERVED, ours, bares);
      misses = ServiceProcess.metric(metrics, "ras_cache_misses_total") - misses;
      hits = ServiceProcess.metric(metrics, "ras_cache_hits_total") - hits;
      double share = misses / (misses + hits);
      lab.raw().add(Map.of("row", RowId.MISS_SERVED.id(), "misses", misses, "hits", hits));
      if (!(share >= ENOUGH)) {
        throw new MeasurementFailedException(
            "only %.3f of the answers were misses".formatted(share));
      }
      return List.of(
          pairs.row(
              RowId.MISS_SERVED,
              "%d connections, %,d batches of %d essays, %.1f %% of the answers misses"
                  .formatted(
                      Scale.CONNECTIONS, library.batches().size(), Scale.ESSAYS, share * 100)));
    }
  }

  private static DoubleSupplier saturation(Lab lab, Library library, int port, int redis) {
    Scale scale = lab.scale();
    Requests requests = new Requests(port, library.statusRequests(), library.everyOne(), 200);
    Saturation.measure(
        requests,
        new Saturation.Pace(Scale.CONNECTIONS, scale.warmUp(), Duration.ofMillis(500)),
        () -> new Removal(redis, library.batches()));
    return () ->
        Saturation.measure(
            requests,
            new Saturation.Pace(Scale.CONNECTIONS, scale.settle(), scale.measured()),
            () -> new Removal(redis, library.batches()));
  }

  /**
   * Removes bodies from Redis, some at a time, in one trip. Nobody waits for a fill, so what was
   * answered last stays until as many further answers have come.
   */
  private static final class Removal implements Saturation.AfterAnswer {
    private final List<String> batches;
    private final Socket socket;
    private final StringBuilder filled = new StringBuilder();
    private final StringBuilder filling = new StringBuilder();
    private int count;

    Removal(int port, List<String> batches) {
      this.batches = batches;
      try {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
      } catch (IOException e) {
        throw new MeasurementFailedException("no way to Redis", e);
      }
    }

    @Override
    public void answered(int request) throws IOException {
      filling.append(" ras:batch:").append(batches.get(request));
      if (++count == AT_A_TIME) {
        removeFilled();
      }
    }

    private void removeFilled() throws IOException {
      if (!filled.isEmpty()) {
        remove();
      }
      filled.append(filling);
      filling.setLength(0);
      count = 0;
    }

    private void remove() throws IOException {
      socket.getOutputStream().write(("UNLINK" + filled + "\r\n").getBytes(US_ASCII));
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0 && next != '\n'; ) {
        next = in.read();
      }
      filled.setLength(0);
    }

    @Override
    public void close() throws IOException {
      removeFilled();
      removeFilled();
      socket.close();
    }
  }
}
