package com.huleedu.ras.bootstrap.command;

import com.huleedu.ras.application.checkup.CheckResult;
import com.huleedu.ras.bootstrap.Doctor;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks at everything that the service needs, and says what to do. */
@Command(
    name = "doctor",
    description =
        "Look at Kafka, PostgreSQL, Redis and this machine as the service would meet them, and say"
            + " what is wrong and what to do. Changes nothing; may run before the first start and"
            + " beside a service.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing stands in the way of the service",
      "1:something does",
      "2:misconfigured or misused"
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOption config;

  @Option(names = "--json", description = "Print JSON instead of lines.")
  private boolean json;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "ID",
      description =
          "Only these checks, separated by commas: K1, P4 …, or a letter for all that begin with"
              + " it (K Kafka, P PostgreSQL, R Redis, L this machine, D --deep).")
  private List<String> only = List.of();

  @Option(
      names = "--deep",
      description =
          "Read the newest 1,000 messages of each topic as well, and say what of them would become"
              + " a dead letter, and why. Joins no group.")
  private boolean deep;

  @Override
  public Integer call() {
    Map<String, String> environment = config.environment();
    RasConfiguration configuration = RasConfiguration.fromEnvironment(environment);
    List<CheckResult> results = Doctor.look(configuration, environment, this::isWanted, deep);
    if (results.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--only names no check: " + String.join(",", only));
    }
    DoctorReport report =
        new DoctorReport(
            spec.commandLine().getOut(), spec.commandLine().getColorScheme().ansi().enabled());
    if (json) {
      report.json(results);
    } else {
      report.lines(results);
    }
    return DoctorReport.failed(results) ? 1 : 0;
  }

  private boolean isWanted(String id) {
    return only.isEmpty()
        || only.stream()
            .map(one -> one.strip().toUpperCase(Locale.ROOT))
            .anyMatch(one -> one.equals(id) || one.equals(id.substring(0, 1)));
  }
}
