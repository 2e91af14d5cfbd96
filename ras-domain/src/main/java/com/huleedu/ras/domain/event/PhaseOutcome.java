package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import java.util.List;

/**
 * How one phase of a batch ended.
 *
 * @param processed the essays that came through; each once, in the order of the message
 * @param failed the essays that did not; an essay in both counts as failed
 */
public record PhaseOutcome(BatchStatus status, List<EssayId> processed, List<EssayId> failed) {
  public PhaseOutcome {
    processed = processed.stream().distinct().toList();
    failed = failed.stream().distinct().toList();
  }
}
