package com.huleedu.ras.testkit.history;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.batch.CjPicture;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.testkit.history.PlainEvents.Said;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rules of both generations once more, sentence by sentence as they are written, from events
 * and essay by essay, without facts, registers or counts: what the domain is held against.
 */
final class PlainRules {
  /** The outcome of one phase. */
  private record Ended(
      Phase phase,
      BatchStatus status,
      Stamp stamp,
      Set<EssayId> processed,
      Set<EssayId> failed,
      Instant first) {}

  private final PlainEvents events;
  private final BatchId batch;
  private final boolean endsAreRead;
  private final Registration registration;
  private final List<EssayId> members;
  private final List<PipelineCompleted> ends;
  private final Map<Phase, Ended> outcomes = new EnumMap<>(Phase.class);
  private final Optional<CjAssessmentFailed> standing;

  /** Of a batch that is registered. */
  PlainRules(List<CompletionEvent> history, BatchId batch, PipelineEnds pipelineEnds) {
    this.events = new PlainEvents(history);
    this.batch = batch;
    this.endsAreRead = pipelineEnds == PipelineEnds.READ;
    this.registration =
        PlainEvents.newest(events.of(BatchRegistered.class, batch).stream())
            .orElseThrow()
            .registration();
    this.members = events.members(batch);
    this.ends = events.ends(batch);
    for (Phase phase : Phase.values()) {
      List<PhaseOutcomeAnnounced> all = events.outcomes(batch, phase);
      PlainEvents.newest(all.stream())
          .ifPresent(newest -> outcomes.put(phase, ended(newest, earliest(all.stream()))));
    }
    this.standing =
        PlainEvents.newest(events.of(CjAssessmentFailed.class, batch).stream())
            .filter(this::stands);
    standing.ifPresent(this::fail);
  }

  private static Ended ended(PhaseOutcomeAnnounced event, Instant first) {
    return new Ended(
        event.phase(),
        event.outcome().status(),
        event.stamp(),
        Set.copyOf(event.outcome().processed()),
        Set.copyOf(event.outcome().failed()),
        first);
  }

  private static Instant earliest(Stream<? extends CompletionEvent> all) {
    return all.map(event -> event.stamp().time()).min(Comparator.naturalOrder()).orElseThrow();
  }

  private boolean stands(CjAssessmentFailed failure) {
    List<Stamp> others = new ArrayList<>();
    for (EssayId essay : members) {
      events.cjResults(essay).forEach(said -> others.add(said.stamp()));
      events.verdicts(essay).forEach(said -> others.add(said.stamp()));
    }
    ends.stream()
        .filter(end -> end.phases().contains(Phase.CJ_ASSESSMENT))
        .forEach(end -> others.add(end.stamp()));
    Optional.ofNullable(outcomes.get(Phase.CJ_ASSESSMENT))
        .ifPresent(outcome -> others.add(outcome.stamp()));
    return others.stream().allMatch(other -> failure.stamp().compareTo(other) > 0);
  }

  private void fail(CjAssessmentFailed failure) {
    outcomes.remove(Phase.CJ_ASSESSMENT);
    Instant time = failure.stamp().time();
    Set<EssayId> failed =
        outcomes.values().stream()
            .filter(other -> other.first().compareTo(time) < 0)
            .max(Comparator.comparing(Ended::stamp))
            .map(Ended::processed)
            .orElseGet(() -> Set.copyOf(members));
    outcomes.put(
        Phase.CJ_ASSESSMENT,
        new Ended(
            Phase.CJ_ASSESSMENT,
            BatchStatus.FAILED_CRITICALLY,
            failure.stamp(),
            Set.of(),
            failed,
            time));
  }

  /** How comparative judgement has come out for a member. */
  Optional<CjPicture> cj(EssayId essay) {
    if (standing.isPresent() && outcomes.get(Phase.CJ_ASSESSMENT).failed().contains(essay)) {
      String error = standing.get().failure().error();
      return Optional.of(new CjPicture(ProcessingStage.FAILED, null, error));
    }
    Said<CjResult> result = PlainEvents.newestSaid(events.cjResults(essay)).orElse(null);
    Said<CjVerdict> verdict = PlainEvents.newestSaid(events.verdicts(essay)).orElse(null);
    if (result == null && verdict == null) {
      return Optional.empty();
    }
    boolean failed =
        verdict != null
            && !verdict.value().succeeded()
            && (result == null
                || verdict.value().run().equals(result.value().run())
                || verdict.stamp().compareTo(result.stamp()) > 0);
    return Optional.of(
        failed
            ? new CjPicture(ProcessingStage.FAILED, null, null)
            : new CjPicture(
                ProcessingStage.COMPLETED, result == null ? null : result.value(), null));
  }

  long failedEssays() {
    Set<EssayId> named = new HashSet<>();
    outcomes
        .values()
        .forEach(outcome -> {
          named.addAll(outcome.processed());
          named.addAll(outcome.failed());
        });
    return named.stream().filter(this::isFailed).count();
  }

  private boolean isFailed(EssayId essay) {
    return outcomes.values().stream()
        .filter(it -> it.processed().contains(essay) || it.failed().contains(essay))
        .max(Comparator.comparing(Ended::stamp))
        .filter(it -> it.failed().contains(essay))
        .isPresent();
  }

  private Optional<Ended> last() {
    return outcomes.values().stream().max(Comparator.comparing(Ended::stamp));
  }

  long completedEssays() {
    return last()
        .map(it -> it.processed().stream().filter(essay -> !it.failed().contains(essay)).count())
        .orElse(0L);
  }

  /** The newest of the outcomes and the ends. */
  Optional<Said<BatchStatus>> lastWord() {
    return PlainEvents.newestSaid(
        Stream.concat(
            outcomes.values().stream().map(it -> new Said<>(it.stamp(), it.status())),
            ends.stream().map(end -> new Said<>(end.stamp(), end.status()))));
  }

  private boolean isNamed(Phase phase) {
    return ends.stream().anyMatch(end -> end.phases().contains(phase));
  }

  private boolean isClosed(Phase phase) {
    return outcomes.containsKey(phase) || isNamed(phase);
  }

  private List<Phase> open() {
    List<Phase> open = new ArrayList<>();
    if (members.stream().anyMatch(essay -> events.spellchecks(essay).findAny().isPresent())
        && !isClosed(Phase.SPELLCHECK)) {
      open.add(Phase.SPELLCHECK);
    }
    if (newestOfCj().isPresent() && !isClosed(Phase.CJ_ASSESSMENT)) {
      open.add(Phase.CJ_ASSESSMENT);
    }
    return open;
  }

  private Optional<Stamp> newestOfCj() {
    return members.stream()
        .flatMap(essay -> Stream.concat(events.cjResults(essay), events.verdicts(essay)))
        .map(Said::stamp)
        .max(Comparator.naturalOrder());
  }

  private Optional<Stamp> newestOfSpellcheck() {
    return members.stream()
        .flatMap(events::spellchecks)
        .map(CompletionEvent::stamp)
        .max(Comparator.naturalOrder());
  }

  private Optional<Phase> nextRequested() {
    return registration.requestedPhases().stream().filter(it -> !isClosed(it)).findFirst();
  }

  private boolean isUnended(Ended phase) {
    boolean wentWell =
        phase.status() == BatchStatus.COMPLETED_SUCCESSFULLY
            || phase.status() == BatchStatus.COMPLETED_WITH_FAILURES;
    boolean endedLater =
        ends.stream().anyMatch(end -> end.stamp().time().compareTo(phase.first()) > 0);
    boolean brokenLater =
        outcomes.values().stream()
            .filter(it ->
                it.status() == BatchStatus.FAILED_CRITICALLY
                    || it.status() == BatchStatus.CANCELLED)
            .anyMatch(it -> it.stamp().time().compareTo(phase.first()) > 0);
    return registration.flat()
        && endsAreRead
        && wentWell
        && !isNamed(phase.phase())
        && !endedLater
        && !brokenLater;
  }

  BatchStatus status() {
    if (!open().isEmpty()) {
      return BatchStatus.PROCESSING_PIPELINES;
    }
    if (outcomes.isEmpty() && ends.isEmpty()) {
      long rejected =
          events.of(FileRejected.class, batch).stream()
              .map(FileRejected::upload)
              .distinct()
              .count();
      boolean noSlot = members.stream().noneMatch(it -> events.slots(it).findAny().isPresent());
      return registration.essayCount() > 0 && rejected >= registration.essayCount() && noSlot
          ? BatchStatus.CONTENT_INGESTION_FAILED
          : BatchStatus.AWAITING_CONTENT_VALIDATION;
    }
    BatchStatus lastWord = lastWord().orElseThrow().value();
    if (lastWord == BatchStatus.CANCELLED || lastWord == BatchStatus.FAILED_CRITICALLY) {
      return lastWord;
    }
    if (nextRequested().isPresent() || outcomes.values().stream().anyMatch(this::isUnended)) {
      return BatchStatus.PROCESSING_PIPELINES;
    }
    boolean critical =
        outcomes.values().stream().anyMatch(it -> it.status() == BatchStatus.FAILED_CRITICALLY);
    BatchStatus last = last().map(Ended::status).orElse(lastWord);
    return failedEssays() > 0
            || standing.isPresent()
            || (registration.flat() && critical)
            || last == BatchStatus.COMPLETED_WITH_FAILURES
        ? BatchStatus.COMPLETED_WITH_FAILURES
        : BatchStatus.COMPLETED_SUCCESSFULLY;
  }

  Optional<Phase> currentPhase() {
    if (status() != BatchStatus.PROCESSING_PIPELINES) {
      return Optional.empty();
    }
    List<Phase> open = open();
    if (open.size() == 2) {
      boolean cj = newestOfCj().orElseThrow().compareTo(newestOfSpellcheck().orElseThrow()) > 0;
      return Optional.of(cj ? Phase.CJ_ASSESSMENT : Phase.SPELLCHECK);
    }
    return open.stream()
        .findFirst()
        .or(this::nextRequested)
        .or(() ->
            Stream.of(Phase.SPELLCHECK, Phase.CJ_ASSESSMENT)
                .filter(it -> !isClosed(it))
                .findFirst());
  }
}
