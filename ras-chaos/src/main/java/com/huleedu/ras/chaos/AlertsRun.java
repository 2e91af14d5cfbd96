package com.huleedu.ras.chaos;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Provokes alerts, one after the other, on a real stack that a real Prometheus watches, with all
 * windows of the rules sixty times shorter: each has to fire, and no other that is news beside it.
 */
final class AlertsRun {
  /** So many times shorter is every window, and the time between two scrapes. */
  static final int FASTER = 60;

  /** A quarter of a minute, as the page has it, so many times shorter. */
  private static final Duration INTERVAL = Duration.ofSeconds(15).dividedBy(FASTER);

  /** The longest window is an hour; certificates are looked at twice a minute. */
  private static final Duration FIRES_WITHIN = Duration.ofMinutes(3);

  private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);

  /** As most rates look back. */
  private static final Duration CALM = Duration.ofSeconds(5);

  private final Plan plan;
  private final PrintWriter out;
  private final List<Outcome> outcomes = new ArrayList<>();

  /**
   * What is asked for.
   *
   * @param alerts those to provoke, in this order
   * @param held for how long each is held after it fires, so that others may, too
   * @param directory gets the logs
   */
  record Plan(
      Path prometheus,
      AlertRules rules,
      AlertPage page,
      List<String> alerts,
      Duration held,
      Repeat repeat,
      Path directory) {}

  /** With what a run is the same again. */
  record Repeat(long seed, Map<String, String> settings) {}

  /**
   * What one provocation led to.
   *
   * @param after how long it took to fire; negative if it did not
   * @param beside what else fired until it was undone
   * @param afterwards what fired from then until nothing did
   * @param strange of both, what the page does not have beside it
   */
  record Outcome(
      String alert,
      Duration after,
      Set<String> beside,
      Set<String> afterwards,
      Set<String> strange) {
    boolean fired() {
      return !after.isNegative();
    }

    boolean holds() {
      return fired() && strange.isEmpty();
    }

    String time() {
      return fired() ? "%.1f s".formatted(after.toMillis() / 1e3) : "never";
    }

    @Override
    public String toString() {
      return "%s; beside it %s; afterwards %s%s"
          .formatted(
              fired() ? "fired after " + time() : "DID NOT FIRE",
              text(beside),
              text(afterwards),
              strange.isEmpty() ? "" : "; NOT ON THE PAGE: " + text(strange));
    }

    static String text(Set<String> alerts) {
      return alerts.isEmpty() ? "none" : String.join(", ", alerts);
    }
  }

  AlertsRun(Plan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
  }

  List<Outcome> run() {
    Repeat repeat = plan.repeat();
    try (AlertScene scene = AlertScene.start(repeat.settings(), repeat.seed(), plan.directory());
        Prometheus prometheus = Prometheus.start(plan.prometheus(), task(scene), plan.directory());
        AlertWatch watch = AlertWatch.start(prometheus::alerts)) {
      for (String alert : plan.alerts()) {
        Outcome outcome = provoke(alert, scene, watch);
        outcomes.add(outcome);
        out.printf("  %s %s: %s%n", outcome.holds() ? "✓" : "✗", alert, outcome);
        out.flush();
      }
      return List.copyOf(outcomes);
    }
  }

  private Prometheus.Task task(AlertScene scene) {
    return new Prometheus.Task(
        plan.rules().withWindowsDividedBy(FASTER), scene.metricsPort(), INTERVAL);
  }

  private Outcome provoke(String alert, AlertScene scene, AlertWatch watch) {
    Provocation provocation = Objects.requireNonNull(Provocations.byAlert().get(alert));
    // What was done for the alert before is out of the sight of this one's rule.
    Duration sight = plan.rules().looksBack(alert).dividedBy(FASTER);
    awaitCalm(watch, sight.compareTo(CALM) > 0 ? sight : CALM, "before " + alert);
    watch.begin();
    Runnable end = provocation.begin().apply(scene);
    Map<String, Duration> fired;
    try {
      if (Waiting.until(FIRES_WITHIN, () -> watch.fired().containsKey(alert))) {
        Waiting.pause(provocation.heldFor().orElse(plan.held()));
      }
      fired = watch.fired();
    } finally {
      end.run();
    }
    awaitCalm(watch, CALM, "after " + alert);
    Set<String> beside = new TreeSet<>(fired.keySet());
    beside.remove(alert);
    Set<String> afterwards = new TreeSet<>(watch.fired().keySet());
    afterwards.removeAll(fired.keySet());
    Set<String> strange = new TreeSet<>(beside);
    strange.addAll(afterwards);
    strange.removeAll(plan.page().beside(alert));
    return new Outcome(
        alert, fired.getOrDefault(alert, Duration.ofMillis(-1)), beside, afterwards, strange);
  }

  private static void awaitCalm(AlertWatch watch, Duration time, String when) {
    if (!Waiting.until(ENDS_WITHIN, () -> watch.isCalmFor(time))) {
      throw new ExperimentFailedException(
          "%s something fires, or is about to, for %s: %s"
              .formatted(when, ENDS_WITHIN, watch.last()));
    }
  }

  /** Each alert a finding. */
  static Verdict verdict(List<Outcome> outcomes) {
    Verdict verdict = new Verdict();
    outcomes.forEach(outcome -> verdict.add(outcome.alert(), outcome.holds(), outcome.toString()));
    return verdict;
  }

  /** As the page has it; Markdown. */
  static String table(List<Outcome> outcomes) {
    StringBuilder table =
        new StringBuilder("| alert | fires after | beside it | afterwards |\n|---|---:|---|---|\n");
    for (Outcome outcome : outcomes) {
      table.append(
          "| %s | %s | %s | %s |%n"
              .formatted(
                  outcome.alert(),
                  outcome.time(),
                  outcome.beside().isEmpty() ? "" : Outcome.text(outcome.beside()),
                  outcome.afterwards().isEmpty() ? "" : Outcome.text(outcome.afterwards())));
    }
    return table.toString();
  }
}
