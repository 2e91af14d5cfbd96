package com.huleedu.ras.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The quick forms of the experiments; the long ones are {@code ./ras chaos --help}. */
class ChaosTest {
  private final long seed = new Random().nextInt(1_000_000);
  private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

  @Test
  void tenFaultsAtRandom() throws IOException {
    Path logs = Files.createDirectories(Path.of("target", "chaos"));
    out.println("ChaosTest seed " + seed);
    ChaosRun.Plan plan = new ChaosRun.Plan(8_000, 3, 10, seed, Map.of());

    ChaosRun.Result result = new ChaosRun(plan, out).run(logs);

    new Report(result).write(logs);
    assertHolds(result.verdict());
    assertThat(result.timeline().spans()).hasSize(10);
    assertThat(Files.readString(logs.resolve("report.md"))).contains("passed", "timeline.svg");
  }

  @Test
  void aKillAtEachStep() {
    assertHolds(new CrashPoints(request("crash-points", 1)).run());
  }

  @Test
  void anOwnerThatWakesUpAfterItsPartitionsMoved() {
    assertHolds(new FrozenOwner(request("frozen-owner", 5)).run());
  }

  @Test
  void stopsUnderLoad() {
    assertHolds(new CleanStops(request("clean-stop", 2)).run());
  }

  @Test
  void shortOutages() {
    assertHolds(new Outages(request("outages", 1), Outage.quick()).run());
  }

  /**
   * Those that cost seconds. Not in the quick form: Prometheus waits a quarter of a second for a
   * scrape, so beside other tests a late answer is a RasDown.
   */
  @Test
  void alertsThatAreProvoked() {
    assumeTrue(Boolean.getBoolean("ras.long"), "needs a machine of its own: -Dras.long=true");
    Optional<Path> prometheus = Prometheus.program(null);
    assumeTrue(prometheus.isPresent(), "needs Prometheus: " + Prometheus.ADVICE);
    Checkout checkout = Checkout.find();
    AlertsRun.Plan plan =
        new AlertsRun.Plan(
            prometheus.get(),
            AlertRules.read(checkout.rules()),
            AlertPage.read(checkout.page()),
            List.of("RasDeadLetterOld", "RasAuditDiffers"),
            Duration.ofSeconds(1),
            new AlertsRun.Repeat(seed, Map.of()),
            request("alerts", 1).logs().toAbsolutePath());

    assertHolds(AlertsRun.verdict(new AlertsRun(plan, out).run()));
  }

  private ExperimentCommand.Request request(String name, int rounds) {
    out.println(name + " seed " + seed);
    Path logs = Path.of("target", name);
    logs.toFile().mkdirs();
    return new ExperimentCommand.Request(rounds, seed, Map.of(), logs, out);
  }

  private void assertHolds(Verdict verdict) {
    verdict.print(out);
    assertThat(verdict.findings()).allMatch(Verdict.Finding::holds);
  }
}
