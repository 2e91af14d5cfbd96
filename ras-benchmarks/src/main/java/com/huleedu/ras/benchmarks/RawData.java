package com.huleedu.ras.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/** Every single measurement, a JSON object a line, as they come. */
final class RawData implements AutoCloseable {
  static final String FILE = "raw.jsonl";
  private static final JsonMapper JSON = new JsonMapper();

  private final Path directory;
  private final PrintWriter out;

  RawData(Path directory) throws IOException {
    this.directory = directory;
    this.out = new PrintWriter(Files.newBufferedWriter(directory.resolve(FILE)), true);
  }

  /** One measurement of one side of a row. */
  void value(RowId row, String side, int repetition, double value) {
    add(Map.of("row", row.id(), "side", side, "repetition", repetition, "value", value));
  }

  /** Anything else that is worth keeping. */
  synchronized void add(Map<String, ?> members) {
    out.println(JSON.writeValueAsString(new java.util.TreeMap<>(members)));
  }

  /** A histogram in nanoseconds, written out in milliseconds. */
  void histogram(String name, Histogram latency) {
    try (var file = new java.io.PrintStream(directory.resolve(name + ".hgrm").toFile(), UTF_8)) {
      latency.outputPercentileDistribution(file, 5, 1e6);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (out.checkError()) {
      throw new MeasurementFailedException("can't write " + directory.resolve(FILE));
    }
    out.close();
  }
}
