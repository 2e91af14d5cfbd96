package com.huleedu.ras.testkit.history;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.Stamp;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Questions to a list of events, asked by looking through all of it each time. */
record PlainEvents(List<CompletionEvent> events) {

  /** A value with the stamp of the event that said it. */
  record Said<T>(Stamp stamp, T value) {}

  private record Claimed(int rank, Stamp stamp, BatchId batch) {}

  <E extends CompletionEvent> Stream<E> of(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast);
  }

  <E extends CompletionEvent> List<E> of(Class<E> kind, BatchId batch) {
    return of(kind).filter(event -> batch.equals(event.batch())).toList();
  }

  static <E extends CompletionEvent> Optional<E> newest(Stream<E> events) {
    return events.max(Comparator.comparing(CompletionEvent::stamp));
  }

  static <T> Optional<Said<T>> newestSaid(Stream<Said<T>> said) {
    return said.max(Comparator.comparing(Said::stamp));
  }

  List<PhaseOutcomeAnnounced> outcomes(BatchId batch, Phase phase) {
    return of(PhaseOutcomeAnnounced.class, batch).stream()
        .filter(event -> event.phase() == phase)
        .filter(event -> event.outcome().status().isFinal())
        .toList();
  }

  List<PipelineCompleted> ends(BatchId batch) {
    return of(PipelineCompleted.class, batch).stream()
        .filter(event -> event.status().isFinal())
        .toList();
  }

  Stream<SpellcheckCompleted> spellchecks(EssayId essay) {
    return of(SpellcheckCompleted.class).filter(event -> event.essay().equals(essay));
  }

  Stream<EssaySlotAssigned> slots(EssayId essay) {
    return of(EssaySlotAssigned.class).filter(event -> event.essay().equals(essay));
  }

  Stream<Said<CjResult>> cjResults(EssayId essay) {
    return Stream.concat(
        of(CjAssessmentCompleted.class)
            .filter(event -> event.rankings().containsKey(essay))
            .map(event -> new Said<>(event.stamp(), event.rankings().get(essay))),
        of(AssessmentResultPublished.class)
            .filter(event -> event.results().containsKey(essay))
            .map(event -> new Said<>(event.stamp(), event.results().get(essay))));
  }

  Stream<Said<CjVerdict>> verdicts(EssayId essay) {
    return of(CjAssessmentCompleted.class)
        .filter(event -> event.verdicts().containsKey(essay))
        .map(event -> new Said<>(event.stamp(), event.verdicts().get(essay)));
  }

  /** The members of a batch, by id. */
  List<EssayId> members(BatchId batch) {
    TreeSet<EssayId> all = new TreeSet<>();
    of(BatchRegistered.class).forEach(event -> all.addAll(event.registration().essays()));
    of(EssaySlotAssigned.class).forEach(event -> all.add(event.essay()));
    of(SpellcheckCompleted.class).forEach(event -> all.add(event.essay()));
    of(AssessmentResultPublished.class).forEach(event -> all.addAll(event.results().keySet()));
    of(CjAssessmentCompleted.class)
        .forEach(event -> {
          all.addAll(event.rankings().keySet());
          all.addAll(event.verdicts().keySet());
        });
    return all.stream().filter(essay -> isMember(essay, batch)).toList();
  }

  private boolean isMember(EssayId essay, BatchId batch) {
    Stream<Claimed> registrations =
        of(BatchRegistered.class)
            .filter(event -> event.registration().essays().contains(essay))
            .map(event -> new Claimed(3, event.stamp(), event.batch()));
    Stream<Claimed> slots = slots(essay).map(event -> new Claimed(2, event.stamp(), event.batch()));
    Stream<Claimed> spellchecks =
        spellchecks(essay)
            .filter(event -> event.batch() != null)
            .map(event -> new Claimed(1, event.stamp(), event.batch()));
    Stream<Claimed> completed =
        of(CjAssessmentCompleted.class)
            .filter(
                event -> event.rankings().containsKey(essay) || event.verdicts().containsKey(essay))
            .map(event -> new Claimed(1, event.stamp(), event.batch()));
    Stream<Claimed> published =
        of(AssessmentResultPublished.class)
            .filter(event -> event.results().containsKey(essay))
            .map(event -> new Claimed(1, event.stamp(), event.batch()));
    return Stream.of(registrations, slots, spellchecks, completed, published)
        .flatMap(claims -> claims)
        .max(Comparator.comparingInt(Claimed::rank).thenComparing(Claimed::stamp))
        .filter(claim -> claim.batch().equals(batch))
        .isPresent();
  }
}
