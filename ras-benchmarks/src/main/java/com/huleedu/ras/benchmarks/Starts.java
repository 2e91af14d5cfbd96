package com.huleedu.ras.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * From the start of a process until it is ready, the servers being up and the tables there: with an
 * archive of classes, as {@code ./ras serve} starts it, the yardstick with one of its own; and both
 * without.
 */
final class Starts implements Experiment {
  @Override
  public List<RowId> rows() {
    return List.of(RowId.START);
  }

  @Override
  public List<Row> run(Lab lab, Set<RowId> wanted) {
    Library library = lab.library();
    Side ours =
        Side.of(
            lab,
            "start",
            flags -> lab.service("start", library.database(), library.log(), Map.of(), flags));
    Side bare = Side.of(lab, "bare-start", flags -> lab.bare("start", library.database(), flags));
    Pairs pairs = Pairs.measure(lab, RowId.START, ours::seconds, bare::seconds);
    Row without = Row.ofPairs(RowId.START, ours.without, bare.without, "");
    return List.of(
        pairs.row(
            RowId.START,
            "until /readyz answers 200; without archives of classes %.2f against %.2f, ratio %.2f"
                .formatted(without.ours(), without.yardstick(), without.ratio())));
  }

  /** One of the two that are started, and how long it took without an archive. */
  private record Side(
      Function<List<String>, ServiceProcess> starter, List<String> archived, List<Double> without) {

    /** The first one makes the archive as it ends. */
    static Side of(Lab lab, String name, Function<List<String>, ServiceProcess> starter) {
      try {
        Path archive = lab.archive(name);
        List<String> flags =
            List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:disable",
                "-Xlog:all=off");
        starter.apply(flags).awaitReady().close();
        if (!Files.exists(archive)) {
          throw new MeasurementFailedException("no archive of classes was made: " + archive);
        }
        return new Side(starter, flags, new ArrayList<>());
      } catch (IOException e) {
        throw new MeasurementFailedException("an archive of classes is in the way", e);
      }
    }

    double seconds() {
      without.add(seconds(List.of()));
      return seconds(archived);
    }

    private double seconds(List<String> flags) {
      long started = System.nanoTime();
      try (ServiceProcess _ = starter.apply(flags).awaitReady()) {
        return (System.nanoTime() - started) / 1e9;
      }
    }
  }
}
