package com.huleedu.ras.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures every row, or those that are asked for. */
@Command(
    name = "bench",
    description =
        "Measures the service beside the barest programs that do the same, on servers of its own:"
            + " docs/performance.md says what each row is.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured, whatever the verdicts", "1:could not measure", "2:misused"},
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class BenchCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description = "Smaller sizes and fewer repetitions, in under 8 minutes.")
  private boolean quick;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "ROW",
      description = "These rows alone, by their ids.")
  private List<String> only = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/bench",
      description = "Gets bench.json, the raw data, the logs and report.html (${DEFAULT-VALUE}).")
  private Path directory;

  @Option(names = "--seed", description = "Repeats the events and requests of a run (a new one).")
  private Long seed = ThreadLocalRandom.current().nextLong(1_000_000);

  @Override
  public Integer call() throws IOException {
    Set<RowId> wanted = wanted();
    PrintWriter out = spec.commandLine().getOut();
    Files.createDirectories(directory);
    Map<String, Object> machine = Machine.describe();
    out.printf("%d rows, seed %d%n", wanted.size(), seed);
    out.flush();
    List<Row> rows;
    try (Screen screen = new Screen(wanted.size())) {
      Scale scale = quick ? Scale.ofQuick() : Scale.ofFull();
      screen.say("starting PostgreSQL, Redis and Kafka");
      try (Lab lab = Lab.open(scale, seed, directory, screen)) {
        rows = new BenchRun(lab, wanted).run();
        new ReportPage(rows, machine, lab.charts().all()).write(directory);
      }
    }
    Files.writeString(
        directory.resolve(BenchJson.FILE), BenchJson.of(rows, machine, seed, Machine.commit()));
    Table.print(rows, out);
    out.println("Report: " + directory.resolve(ReportPage.FILE));
    out.flush();
    boolean all = rows.stream().allMatch(row -> row.ours() != null || row.holds());
    return all ? 0 : FAILED;
  }

  private Set<RowId> wanted() {
    List<RowId> found = new ArrayList<>();
    for (String id : only) {
      found.add(
          RowId.of(id)
              .orElseThrow(() ->
                  new ParameterException(
                      spec.commandLine(), "There is no row " + id + "; there are " + ids())));
    }
    return found.isEmpty() ? EnumSet.allOf(RowId.class) : EnumSet.copyOf(found);
  }

  private static String ids() {
    return Stream.of(RowId.values()).map(RowId::id).collect(Collectors.joining(", "));
  }
}
