package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The derivation of one batch, its inputs held together (rules, "Derived for a visible batch"). */
final class BatchDerivation {
  private final BatchFacts facts;
  private final Registration registration;
  private final Instant registeredAt;
  private final BatchOutcomes outcomes;
  private final MemberResults results;

  BatchDerivation(BatchFacts facts, BatchOutcomes outcomes, MemberResults results) {
    this.facts = facts;
    this.registration = facts.registration().value();
    this.registeredAt = facts.registration().stamp().time();
    this.outcomes = outcomes;
    this.results = results;
  }

  /**
   * The batch with these members.
   *
   * @param cut whether there are more
   */
  Batch derive(Stream<EssayFacts> members, boolean cut) {
    BatchProgress progress =
        new BatchProgress(registration.requestedPhases(), outcomes, results.newest());
    return new Batch(
        facts.batch(),
        registration.owner(),
        progress.status(),
        registration.essayCount(),
        outcomes.completedEssays(),
        outcomes.failedEssays(),
        firstOf(registration.requestedPhases()),
        registration.requestedPhases().size() > Batch.MAX_REQUESTED_PHASES,
        progress.currentPhase().orElse(null),
        members.map(essay -> EssayResult.of(essay, registeredAt)).toList(),
        cut,
        facts.createdAt(),
        lastUpdated(),
        startedAt(),
        completedAt(progress));
  }

  private static List<Phase> firstOf(List<Phase> requested) {
    return requested.subList(0, Math.min(requested.size(), Batch.MAX_REQUESTED_PHASES));
  }

  /** Registered ones in registration order, then the others by id. */
  Stream<EssayFacts> inOrder(Collection<EssayFacts> members) {
    Map<EssayId, Integer> places = new HashMap<>();
    registration.essays().forEach(essay -> places.put(essay, places.size()));
    return members.stream()
        .sorted(
            Comparator.<EssayFacts>comparingInt(
                    essay -> places.getOrDefault(essay.essay(), Integer.MAX_VALUE))
                .thenComparing(EssayFacts::essay));
  }

  private Instant lastUpdated() {
    Stream<Stamp> ofOutcomes = outcomes.closed().values().stream().map(ClosedPhase::stamp);
    return Stream.concat(ofOutcomes, results.newest().values().stream())
        .map(Stamp::time)
        .reduce(registeredAt, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  private @Nullable Instant startedAt() {
    Stream<Instant> ofOutcomes =
        outcomes.closed().values().stream().map(ClosedPhase::firstEvidence);
    return Stream.concat(ofOutcomes, Stream.ofNullable(results.firstEvidence()))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private @Nullable Instant completedAt(BatchProgress progress) {
    return progress.status().isFinal()
        ? outcomes.last().map(last -> last.stamp().time()).orElse(null)
        : null;
  }
}
