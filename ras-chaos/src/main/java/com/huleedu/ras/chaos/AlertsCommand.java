package com.huleedu.ras.chaos;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Every alert, provoked. */
@Command(
    name = "alerts",
    description =
        "Provokes each alert on a real stack that a Prometheus watches, with all windows sixty"
            + " times shorter: it fires, and no other that is news beside it.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets what it annotates before it runs
final class AlertsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "ALERT",
      split = ",",
      description = "These alone, as RasDown,RasBehind.")
  private List<String> only = List.of();

  @Option(
      names = "--prometheus",
      paramLabel = "PROGRAM",
      description =
          "Prometheus (that of " + Prometheus.VARIABLE + ", of .ras/prometheus, or of the path).")
  private @Nullable Path prometheus;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "The rules (deploy/prometheus/ras-alerts.yml).")
  private @Nullable Path rules;

  @Option(
      names = "--hold",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description =
          "How long each is held after it fires, a second for a minute (${DEFAULT-VALUE}).")
  private int held;

  @Mixin private Repetition repetition;

  @Option(
      names = "--report",
      paramLabel = "DIRECTORY",
      defaultValue = "target/chaos",
      description = "Gets alerts.md and the logs (${DEFAULT-VALUE}).")
  private Path directory;

  @Override
  public Integer call() throws IOException {
    Optional<Path> program = Prometheus.program(prometheus);
    if (program.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "ras chaos: there is no Prometheus%s: %s"
                  .formatted(prometheus == null ? "" : " at " + prometheus, Prometheus.ADVICE));
      return ExitCode.USAGE;
    }
    Checkout checkout = Checkout.find();
    AlertRules all = AlertRules.read(rules == null ? checkout.rules() : rules);
    AlertsRun.Plan plan =
        new AlertsRun.Plan(
            program.get(),
            all,
            AlertPage.read(checkout.page()),
            chosen(all.names()),
            Duration.ofSeconds(held),
            new AlertsRun.Repeat(repetition.seed(), repetition.settings()),
            Files.createDirectories(directory).toAbsolutePath());
    return run(plan);
  }

  private int run(AlertsRun.Plan plan) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "alerts: %d, seed %d %s%n",
        plan.alerts().size(), plan.repeat().seed(), plan.repeat().settings());
    out.flush();
    List<AlertsRun.Outcome> outcomes = new AlertsRun(plan, out).run();
    String table = AlertsRun.table(outcomes);
    Files.writeString(plan.directory().resolve("alerts.md"), table);
    out.print(table);
    Verdict verdict = AlertsRun.verdict(outcomes);
    verdict.print(out);
    return verdict.holds() ? ExitCode.OK : ChaosCommand.BROKEN_PROMISE;
  }

  private List<String> chosen(List<String> all) {
    for (String one : only) {
      if (!all.contains(one) || !Provocations.byAlert().containsKey(one)) {
        throw new ParameterException(
            spec.commandLine(), "no alert is named %s: %s".formatted(one, String.join(", ", all)));
      }
    }
    return only.isEmpty() ? all : all.stream().filter(only::contains).toList();
  }
}
