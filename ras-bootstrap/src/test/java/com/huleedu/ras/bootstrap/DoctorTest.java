package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.application.checkup.CheckResult;
import com.huleedu.ras.bootstrap.configuration.RasConfiguration;
import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.domain.port.checkup.Finding.State;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole checkup, as an operator has it done: before the first start, and beside a service. */
class DoctorTest {
  private final Deployment deployment = new Deployment("doctor");
  private final Map<String, String> environment = new HashMap<>(deployment.environment());

  private List<CheckResult> look(boolean deep) {
    return Doctor.look(RasConfiguration.fromEnvironment(environment), environment, _ -> true, deep);
  }

  private static Set<State> states(List<CheckResult> results, String id) {
    return findings(results, id).map(Finding::state).collect(Collectors.toSet());
  }

  private static Stream<Finding> findings(List<CheckResult> results, String id) {
    return results.stream()
        .filter(result -> result.id().equals(id))
        .flatMap(result -> result.findings().stream());
  }

  @Test
  void nothingFailsBeforeTheFirstStartAndItChangesNothing() {
    List<CheckResult> results = look(false);

    assertThat(results)
        .allSatisfy(result ->
            assertThat(result.findings())
                .extracting(Finding::state)
                .as(result.toString())
                .doesNotContain(State.FAIL));
    assertThat(results)
        .extracting(CheckResult::id)
        .contains(
            "K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9", "K10", "P1", "P2", "P3", "P4",
            "P5", "P6", "P7", "P8", "R1", "R2", "R3", "L1", "L2", "L3", "L4", "L5", "L6");
    assertThat(states(results, "P5")).containsExactly(State.NOTE);
    assertThat(findings(look(false), "P5").map(Finding::what))
        .as("still none after it was looked at")
        .anyMatch(what -> what.contains("no RAS in the schema"));
  }

  @Test
  void theNewestMessagesSayWhatWouldBecomeADeadLetter() {
    try (Log log = new Log(deployment)) {
      assertThat(findings(look(true), "D1").map(Finding::what))
          .containsExactly("there are no messages yet");

      log.publishAll(
          Stream.of("{", "{}", "7")
              .map(text ->
                  new ScenarioEvent(
                      Topics.DEFAULT.phaseOutcome(), null, text.getBytes(StandardCharsets.UTF_8)))
              .toList());
      List<Finding> findings = findings(look(true), "D1").toList();
      assertThat(findings)
          .singleElement()
          .satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(State.WARN);
            assertThat(finding.what())
                .startsWith(
                    "3 of the newest 3 messages of %s would become dead letters: "
                        .formatted(deployment.topic(Topics.DEFAULT.phaseOutcome())))
                .contains("× ");
          });
    }
  }

  @Test
  void oneServerThatIsAwayKeepsNoOtherFromBeingLookedAt() {
    environment.put("DATABASE_URL", "postgresql://ras:s3cr3t@127.0.0.1:1/ras");

    List<CheckResult> results = look(false);

    assertThat(states(results, "P1")).containsExactly(State.FAIL);
    assertThat(findings(results, "P4").map(Finding::what))
        .allMatch(what -> what.contains("not looked at"));
    assertThat(states(results, "K5")).doesNotContain(State.FAIL);
    assertThat(states(results, "R1")).containsExactly(State.OK);
    assertThat(results.toString()).doesNotContain("s3cr3t");
  }

  @Test
  void whereWhatAChosenOneBuildsOnFailsThatIsShown() {
    String there = Objects.requireNonNull(environment.put("REDIS_URL", "redis://127.0.0.1:1"));

    List<CheckResult> results =
        Doctor.look(
            RasConfiguration.fromEnvironment(environment), environment, "L1"::equals, false);

    assertThat(results)
        .extracting(CheckResult::id)
        .containsExactly("L1", "L1", "R1"); // the clocks of both
    assertThat(states(results, "R1")).containsExactly(State.FAIL);
    environment.put("REDIS_URL", there);
    assertThat(
            Doctor.look(
                RasConfiguration.fromEnvironment(environment), environment, "L1"::equals, false))
        .extracting(CheckResult::id)
        .containsExactly("L1", "L1");
  }

  @Test
  void aPortThatIsTakenAndTheSchemaBesideAServiceThatRuns() {
    try (RasService service = deployment.start()) {
      environment.put("PORT", String.valueOf(service.port()));

      List<CheckResult> results = look(false);

      assertThat(findings(results, "L2").map(Finding::what))
          .anyMatch(what -> what.contains("port %s of".formatted(service.port())));
      assertThat(states(results, "P5")).containsExactly(State.OK);
    }
  }
}
