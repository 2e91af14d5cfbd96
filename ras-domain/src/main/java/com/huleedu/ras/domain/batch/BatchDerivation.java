package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The derivation of one batch, its inputs held together (rules, "Derived for a visible batch"). */
final class BatchDerivation {
  private final BatchKnowledge known;
  private final Registration registration;
  private final Instant registeredAt;
  private final BatchProgress progress;

  BatchDerivation(BatchKnowledge known, PipelineEnds pipelineEnds) {
    this.known = known;
    this.registration = known.registered().registration().value();
    this.registeredAt = known.registered().registration().stamp().time();
    this.progress = known.progress(pipelineEnds);
  }

  /**
   * The batch with these members.
   *
   * @param handedOn those of them that a failure names if it stands and not all have failed
   * @param cut whether there are more
   */
  Batch derive(Stream<EssayFacts> members, Set<EssayId> handedOn, boolean cut) {
    Register<String> assignment = known.pipeline().assignment();
    return new Batch(
        known.registered().batch(),
        registration.owner(),
        progress.status(),
        registration.essayCount(),
        progress.outcomes().completedEssays(),
        progress.outcomes().failedEssays(),
        firstOf(registration.requestedPhases()),
        registration.requestedPhases().size() > Batch.MAX_REQUESTED_PHASES,
        progress.currentPhase().orElse(null),
        members.map(essay -> essay(essay, handedOn)).toList(),
        cut,
        known.registered().createdAt(),
        lastUpdated(),
        startedAt(),
        completedAt(),
        assignment == null ? null : assignment.value(),
        registration.promptRef(),
        registration.classId(),
        known.rejected());
  }

  private EssayResult essay(EssayFacts essay, Set<EssayId> handedOn) {
    StandingFailure failure = progress.failure();
    boolean named =
        failure != null && (failure.handedOnBy() == null || handedOn.contains(essay.essay()));
    Register<CjFailure> naming = named ? Objects.requireNonNull(failure).failure() : null;
    return EssayResult.of(essay, registeredAt, naming);
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
    Stream<Instant> ofPhases =
        Stream.concat(
                known.outcomes().stream().map(ClosedPhase::stamp),
                known.members().newest().values().stream())
            .map(Stamp::time);
    Stream<Instant> ofFiles =
        Stream.of(known.members().newestSlot(), known.rejected().newest()).filter(Objects::nonNull);
    return Stream.of(ofPhases, ofFiles, known.pipeline().changes())
        .flatMap(times -> times)
        .reduce(registeredAt, Merges::newest);
  }

  private @Nullable Instant startedAt() {
    Stream<Instant> ofOutcomes = known.outcomes().stream().map(ClosedPhase::firstEvidence);
    Stream<Instant> others =
        Stream.of(known.members().firstEvidence(), known.pipeline().firstEvidence())
            .filter(Objects::nonNull);
    return Stream.concat(ofOutcomes, others).min(Comparator.naturalOrder()).orElse(null);
  }

  private @Nullable Instant completedAt() {
    return progress.status().isFinal()
        ? progress.lastWord().map(last -> last.stamp().time()).orElse(null)
        : null;
  }
}
