package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The derivation of one batch, its inputs held together (rules, "Derived for a visible batch"). */
final class BatchDerivation {
  private final BatchFacts facts;
  private final Registration registration;
  private final Instant registeredAt;
  private final Collection<OutcomeFacts> outcomes;
  private final Collection<EssayFacts> members;

  BatchDerivation(
      BatchFacts facts, Collection<OutcomeFacts> outcomes, Collection<EssayFacts> members) {
    this.facts = facts;
    this.registration = facts.registration().value();
    this.registeredAt = facts.registration().stamp().time();
    this.outcomes = outcomes;
    this.members = members;
  }

  Batch derive() {
    BatchOutcomes summary = BatchOutcomes.of(outcomes);
    BatchProgress progress = progress(summary);
    return new Batch(
        facts.batch(),
        registration.owner(),
        progress.status(),
        registration.essayCount(),
        summary.completedEssays(),
        summary.failedEssays(),
        registration.requestedPhases(),
        progress.currentPhase().orElse(null),
        essays(),
        facts.createdAt(),
        lastUpdated(),
        startedAt(),
        completedAt(progress));
  }

  private BatchProgress progress(BatchOutcomes summary) {
    Map<Phase, Stamp> newest = new EnumMap<>(Phase.class);
    for (EssayFacts essay : members) {
      note(newest, Phase.SPELLCHECK, essay.spellcheck());
      note(newest, Phase.CJ_ASSESSMENT, essay.cj());
    }
    return new BatchProgress(registration.requestedPhases(), summary, newest);
  }

  private static void note(Map<Phase, Stamp> newest, Phase phase, @Nullable Register<?> result) {
    if (result != null) {
      newest.merge(phase, result.stamp(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
  }

  private List<EssayResult> essays() {
    Map<EssayId, Integer> places = new HashMap<>();
    registration.essays().forEach(essay -> places.put(essay, places.size()));
    return members.stream()
        .sorted(
            Comparator.<EssayFacts>comparingInt(
                    essay -> places.getOrDefault(essay.essay(), Integer.MAX_VALUE))
                .thenComparing(EssayFacts::essay))
        .map(essay -> EssayResult.of(essay, registeredAt))
        .toList();
  }

  private Instant lastUpdated() {
    Stream<Instant> outcomeTimes = outcomes.stream().map(o -> o.outcome().stamp().time());
    Stream<Instant> resultTimes =
        members.stream().map(EssayFacts::newestResult).filter(Objects::nonNull).map(Stamp::time);
    return Stream.concat(outcomeTimes, resultTimes)
        .reduce(registeredAt, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  private @Nullable Instant startedAt() {
    Stream<Instant> ofOutcomes = outcomes.stream().map(OutcomeFacts::firstEvidence);
    Stream<Instant> ofEssays =
        members.stream().map(EssayFacts::firstEvidence).filter(Objects::nonNull);
    return Stream.concat(ofOutcomes, ofEssays).min(Comparator.naturalOrder()).orElse(null);
  }

  private static @Nullable Instant completedAt(BatchProgress progress) {
    return progress.status().isFinal()
        ? progress.outcomes().last().map(last -> last.stamp().time()).orElse(null)
        : null;
  }
}
