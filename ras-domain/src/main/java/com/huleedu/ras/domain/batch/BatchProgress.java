package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.Stamp;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a batch has come, judged from its phases (rules, "Derived for a visible batch").
 *
 * @param requested the phases that the registration asked for, in order
 * @param outcomes all of them
 * @param newestResults per phase in which a member essay has a result, the newest one's stamp
 */
public record BatchProgress(
    List<Phase> requested, BatchOutcomes outcomes, Map<Phase, Stamp> newestResults) {

  public BatchProgress {
    requested = List.copyOf(requested);
    newestResults = Map.copyOf(newestResults);
  }

  /** The first of the six rules that fits. */
  public BatchStatus status() {
    if (openPhases().findAny().isPresent()) {
      return BatchStatus.PROCESSING_PIPELINES;
    }
    BatchStatus last = outcomes.last().map(ClosedPhase::status).orElse(null);
    if (last == null) {
      return BatchStatus.AWAITING_CONTENT_VALIDATION;
    }
    if (last == BatchStatus.CANCELLED || last == BatchStatus.FAILED_CRITICALLY) {
      return last;
    }
    if (nextRequested().isPresent()) {
      return BatchStatus.PROCESSING_PIPELINES;
    }
    return last == BatchStatus.COMPLETED_WITH_FAILURES || outcomes.failedEssays() > 0
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

  private Stream<Phase> openPhases() {
    return newestResults.keySet().stream().filter(phase -> !outcomes.isClosed(phase));
  }

  private Optional<Phase> nextRequested() {
    return requested.stream().filter(phase -> !outcomes.isClosed(phase)).findFirst();
  }
}
