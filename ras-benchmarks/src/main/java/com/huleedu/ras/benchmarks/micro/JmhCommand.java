package com.huleedu.ras.benchmarks.micro;

import com.huleedu.ras.bootstrap.NeutralDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Where {@code ./ras jmh} begins. Exit codes: 0 measured, 1 could not measure, 2 misused. */
@Command(
    name = "jmh",
    description =
        "Measures the pure parts alone by JMH, with the allocation per operation"
            + " (docs/performance.md).",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:could not measure", "2:misused"},
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class JmhCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATTERN",
      defaultValue = ".*",
      description = "A regular expression for the names of those to be run, as Decode (all).")
  private String pattern;

  @Option(names = "--quick", description = "One fork, 3 × 1 s after 2 × 1 s of warm-up, each.")
  private boolean quick;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/bench",
      description = "Gets jmh.json (${DEFAULT-VALUE}).")
  private Path directory;

  private JmhCommand() {}

  static void main(String[] arguments) {
    NeutralDefaults.set();
    System.exit(new CommandLine(new JmhCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Path json = Files.createDirectories(directory).resolve("jmh.json");
    try {
      new Runner(options(json).build()).run();
    } catch (NoBenchmarksException none) {
      throw new ParameterException(spec.commandLine(), "No benchmark matches " + pattern, none);
    } catch (RunnerException e) {
      spec.commandLine().getErr().println("ras jmh: " + e.getMessage());
      return FAILED;
    }
    spec.commandLine().getOut().println("For programs: " + json);
    return 0;
  }

  private ChainedOptionsBuilder options(Path json) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(pattern)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .jvmArgsAppend("-Xmx256m", "-XX:+UseSerialGC") // a small heap, as a service has
            .resultFormat(ResultFormatType.JSON)
            .result(json.toString());
    return quick
        ? options
            .forks(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(3)
            .measurementTime(TimeValue.seconds(1))
        : options.forks(3).warmupIterations(5).measurementIterations(5);
  }
}
