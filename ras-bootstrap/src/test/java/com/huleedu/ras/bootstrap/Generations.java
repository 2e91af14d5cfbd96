package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.bootstrap.configuration.RebuildConfiguration;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.RebuildModel.Request;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What operators do after an update from the first generation, and what they may see. */
final class Generations {
  /** What the first generation read past in messages that it accepted. */
  private static final Set<String> READ_PAST = Set.of("student_prompt_ref", "class_id", "cj_run");

  private final Deployment deployment;
  private final Set<String> accepted;

  /**
   * @param accepted ids of the events of both shapes that the first generation applied: of one with
   *     rankings it read past the verdicts, and an older one may stand in their place
   */
  Generations(Deployment deployment, Set<String> accepted) {
    this.deployment = deployment;
    this.accepted = accepted;
  }

  /**
   * An audit names what was read past and nothing else, a rebuild fills it: then it is the fold.
   */
  void assertThatARebuildFillsWhatWasReadPast(DecodedLog log) {
    List<Difference> past = audit();
    assertThat(past).allSatisfy(this::assertReadPast).isNotEmpty();
    List<Difference> filled = new ArrayList<>();
    RebuildResult rebuilt = rebuild(filled);
    assertThat(rebuilt.outcome()).isEqualTo(RebuildResult.Outcome.SWAPPED);
    assertThat(filled)
        .extracting(Difference::key)
        .containsExactlyInAnyOrderElementsOf(past.stream().map(Difference::key).toList());
    assertThat(audit()).isEmpty();
    assertThat(rebuild(new ArrayList<>()).count()).isZero();
    String url = deployment.environment().get("DATABASE_URL");
    assertThat(RebuildTest.withoutPlaces(Rows.of(url)))
        .isEqualTo(RebuildTest.withoutPlaces(Rows.ofFold(log.events())));
  }

  /** As docs/operations.md says; returns what the command printed. */
  static String replayWhatTheFirstRefused(int adminPort) {
    try (ServiceProcess command =
        ServiceProcess.start(
            Map.of("INTERNAL_API_KEY", Deployment.API_KEY),
            "dead-letters",
            "replay",
            "--refused-by-first-generation",
            "--url",
            "http://127.0.0.1:" + adminPort)) {
      assertThat(command.exitCode()).as(command.output()).isZero();
      return command.output();
    }
  }

  private void assertReadPast(Difference difference) {
    Map<Boolean, List<Difference.Cell>> cells =
        difference.cells().stream()
            .collect(Collectors.partitioningBy(cell -> cell.column().startsWith("verdict_")));
    assertThat(cells.get(false))
        .as("%s", difference)
        .allMatch(cell -> READ_PAST.contains(cell.column()) && cell.found() == null);
    assertThat(cells.get(true))
        .as("%s", difference)
        .filteredOn(cell -> cell.column().equals("verdict_event_id"))
        .hasSize(cells.get(true).isEmpty() ? 0 : 1)
        .allMatch(cell -> accepted.contains(cell.expected()));
  }

  private List<Difference> audit() {
    List<Difference> found = new ArrayList<>();
    AuditTest.audit(deployment, 1, found);
    return found;
  }

  private RebuildResult rebuild(List<Difference> found) {
    try (AuditAndRebuild opened =
        AuditAndRebuild.open(RebuildConfiguration.fromEnvironment(deployment.environment()))) {
      return opened
          .rebuild()
          .rebuild(
              new Request(false, false, false, false), found::add, new AuditTest.SilentProgress());
    }
  }
}
