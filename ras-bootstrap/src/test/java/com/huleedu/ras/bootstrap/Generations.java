package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.bootstrap.configuration.RebuildConfiguration;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.RebuildModel.Request;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /**
   * A verdict that was read past claims its essay, too, whether the claim wins or not, and is the
   * first evidence of it where it is the oldest, though a later verdict stands.
   */
  private void assertReadPast(Difference difference) {
    for (Difference.Cell cell : difference.cells()) {
      String column = cell.column();
      boolean isOfAVerdict = column.matches("(verdict|claim)_.*|batch_id");
      if (column.equals("claimants")) {
        assertThat(members(cell.expected()))
            .as("%s", difference)
            .containsAll(members(cell.found()));
      } else if (column.equals("first_evidence_at")) {
        assertThat(Instant.parse(cell.expected()))
            .as("%s", difference)
            .isBefore(cell.found() == null ? Instant.MAX : Instant.parse(cell.found()));
      } else if (column.endsWith("_event_id")) {
        assertThat(accepted).as("%s", difference).contains(cell.expected());
      } else if (!isOfAVerdict) {
        assertThat(READ_PAST).as("%s", difference).contains(column);
        assertThat(cell.found()).as("%s", difference).isNull();
      }
    }
    for (String fact : List.of("verdict", "claim")) {
      List<String> changed =
          columns(difference).filter(column -> column.startsWith(fact + "_")).toList();
      if (!changed.isEmpty()) {
        assertThat(changed).as("%s", difference).contains(fact + "_event_id");
      }
    }
  }

  private static Stream<String> columns(Difference difference) {
    return difference.cells().stream().map(Difference.Cell::column);
  }

  /** Of an array as PostgreSQL writes it; one with a comma falls apart on both sides alike. */
  private static List<String> members(@Nullable String array) {
    return array == null
        ? List.of()
        : Stream.of(array.substring(1, array.length() - 1).split(",", -1))
            .filter(member -> !member.isEmpty())
            .toList();
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
