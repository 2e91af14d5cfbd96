package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.Stamp;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How far a batch has come, judged from its phases (rules, "Derived for a visible batch").
 *
 * @param requested the phases that the registration asked for, in order
 * @param outcomes the closed phases
 * @param newestResults per phase in which a member essay has a result, the newest one's stamp
 */
public record BatchProgress(
    List<Phase> requested,
    Map<Phase, Register<PhaseOutcome>> outcomes,
    Map<Phase, Stamp> newestResults) {

  private static final Comparator<Register<PhaseOutcome>> BY_STAMP =
      Comparator.comparing(Register::stamp);

  public BatchProgress {
    requested = List.copyOf(requested);
    outcomes = Map.copyOf(outcomes);
    newestResults = Map.copyOf(newestResults);
  }

  /** The first of the six rules that fits. */
  public BatchStatus status() {
    if (openPhases().findAny().isPresent()) {
      return BatchStatus.PROCESSING_PIPELINES;
    }
    BatchStatus last = last().map(outcome -> outcome.value().status()).orElse(null);
    if (last == null) {
      return BatchStatus.AWAITING_CONTENT_VALIDATION;
    }
    if (last == BatchStatus.CANCELLED || last == BatchStatus.FAILED_CRITICALLY) {
      return last;
    }
    if (nextRequested().isPresent()) {
      return BatchStatus.PROCESSING_PIPELINES;
    }
    return last == BatchStatus.COMPLETED_WITH_FAILURES || !failedEssays().isEmpty()
        ? BatchStatus.COMPLETED_WITH_FAILURES
        : BatchStatus.COMPLETED_SUCCESSFULLY;
  }

  /** The phase at work; only while the status is {@code processing_pipelines}. */
  public Optional<Phase> currentPhase() {
    if (status() != BatchStatus.PROCESSING_PIPELINES) {
      return Optional.empty();
    }
    return openPhases()
        .max(Comparator.comparing(phase -> newestResults.get(phase)))
        .or(this::nextRequested);
  }

  /** The outcome with the greatest stamp, over all phases. */
  public Optional<Register<PhaseOutcome>> last() {
    return outcomes.values().stream().max(BY_STAMP);
  }

  /** The essays that came through in the last outcome. */
  public long completedEssays() {
    return last().map(Register::value).stream()
        .flatMap(outcome -> {
          Collection<EssayId> failed = new HashSet<>(outcome.failed());
          return outcome.processed().stream().filter(essay -> !failed.contains(essay));
        })
        .count();
  }

  /** The essays of which the newest outcome that names them says that they failed. */
  public Set<EssayId> failedEssays() {
    Set<EssayId> failed = new HashSet<>();
    outcomes.values().stream()
        .sorted(BY_STAMP)
        .map(Register::value)
        .forEach(outcome -> {
          outcome.processed().forEach(failed::remove);
          failed.addAll(outcome.failed());
        });
    return failed;
  }

  private Stream<Phase> openPhases() {
    return newestResults.keySet().stream().filter(phase -> !outcomes.containsKey(phase));
  }

  private Optional<Phase> nextRequested() {
    return requested.stream().filter(phase -> !outcomes.containsKey(phase)).findFirst();
  }
}
