package com.huleedu.ras.domain.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Counts of essays say what the rules say of the essays themselves. */
class BatchOutcomesTest {
  private static final int CASES = 20_000;
  private static final List<EssayId> ESSAYS =
      IntStream.range(0, 6).mapToObj(i -> new EssayId("e" + i)).toList();

  @Test
  void countsAreThoseOfTheEssays() {
    for (int seed = 0; seed < CASES; seed++) {
      List<OutcomeFacts> outcomes = outcomes(new Random(seed));
      BatchOutcomes counted = BatchOutcomes.of(outcomes);

      assertThat(counted.failedEssays()).as("seed %d", seed).isEqualTo(failed(outcomes).size());
      assertThat(counted.completedEssays()).as("seed %d", seed).isEqualTo(completed(outcomes));
    }
  }

  /** A failure in place of the outcome of its phase, said of counts and of outcomes. */
  @Test
  void countsWithAFailureAreThoseOfTheEssays() {
    Set<EssayId> members = Set.copyOf(ESSAYS.subList(0, 3));
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      List<OutcomeFacts> outcomes = outcomes(random);
      Phase handedOnBy =
          outcomes.stream()
              .map(OutcomeFacts::phase)
              .filter(phase -> phase != Phase.CJ_ASSESSMENT)
              .filter(_ -> random.nextBoolean())
              .findFirst()
              .orElse(null);
      Stamp stamp = new Stamp(Instant.EPOCH, new UUID(0, 0), random.nextInt());
      StandingFailure failure =
          new StandingFailure(new Register<>(stamp, new CjFailure(null)), handedOnBy);
      BatchOutcomes counted = BatchOutcomes.of(outcomes, members).with(failure);

      List<OutcomeFacts> replaced = new ArrayList<>(outcomes);
      replaced.removeIf(outcome -> outcome.phase() == Phase.CJ_ASSESSMENT);
      Set<EssayId> failed = handedOnBy == null ? members : failure.handedOn(outcomes);
      replaced.add(
          new OutcomeFacts(
              new BatchId("b"),
              Phase.CJ_ASSESSMENT,
              new Register<>(
                  stamp,
                  new PhaseOutcome(BatchStatus.FAILED_CRITICALLY, List.of(), List.copyOf(failed))),
              Instant.EPOCH));
      assertThat(counted.failedEssays()).as("seed %d", seed).isEqualTo(failed(replaced).size());
      assertThat(counted.completedEssays()).as("seed %d", seed).isEqualTo(completed(replaced));
    }
  }

  @Test
  void thereAreNoMoreOfThemThanWaysToBeNamed() {
    List<EssayId> many = IntStream.range(0, 10_000).mapToObj(i -> new EssayId("e" + i)).toList();
    List<OutcomeFacts> outcomes =
        List.of(
            outcome(Phase.SPELLCHECK, 1, many, many.subList(0, 5_000)),
            outcome(Phase.NLP, 2, many.subList(2_500, 5_000), List.of()));

    assertThat(BatchOutcomes.of(outcomes).named())
        .containsExactlyInAnyOrder(
            new NamedAlike(Set.of(Phase.SPELLCHECK), Set.of(Phase.SPELLCHECK), false, 2_500),
            new NamedAlike(
                Set.of(Phase.SPELLCHECK), Set.of(Phase.SPELLCHECK, Phase.NLP), false, 2_500));
  }

  /** As the rules have it, essay by essay: the newest outcome that names one decides. */
  private static Set<EssayId> failed(List<OutcomeFacts> outcomes) {
    Set<EssayId> failed = new HashSet<>();
    byStamp(outcomes)
        .forEach(outcome -> {
          outcome.processed().forEach(failed::remove);
          failed.addAll(outcome.failed());
        });
    return failed;
  }

  private static long completed(List<OutcomeFacts> outcomes) {
    return byStamp(outcomes)
        .reduce((_, later) -> later)
        .map(last ->
            last.processed().stream().filter(essay -> !last.failed().contains(essay)).count())
        .orElse(0L);
  }

  private static Stream<PhaseOutcome> byStamp(List<OutcomeFacts> outcomes) {
    return outcomes.stream()
        .map(OutcomeFacts::outcome)
        .sorted(Comparator.comparing(Register::stamp))
        .map(Register::value);
  }

  private static List<OutcomeFacts> outcomes(Random random) {
    return Arrays.stream(Phase.values())
        .filter(_ -> random.nextInt(4) > 0)
        .map(phase -> outcome(phase, random.nextInt(), some(random), some(random)))
        .toList();
  }

  private static List<EssayId> some(Random random) {
    return Stream.generate(() -> ESSAYS.get(random.nextInt(ESSAYS.size())))
        .limit(random.nextInt(5))
        .toList();
  }

  private static OutcomeFacts outcome(
      Phase phase, int digest, List<EssayId> processed, List<EssayId> failed) {
    Stamp stamp = new Stamp(Instant.EPOCH, new UUID(0, 0), digest);
    PhaseOutcome outcome = new PhaseOutcome(BatchStatus.COMPLETED_SUCCESSFULLY, processed, failed);
    return new OutcomeFacts(new BatchId("b"), phase, new Register<>(stamp, outcome), Instant.EPOCH);
  }
}
