package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.Registration;
import java.util.List;

/**
 * What a batch is expected to become, and what of it never got in.
 *
 * @param requested the phases that the registration asked for, in order
 * @param essayCount as registered
 * @param flat whether the registration was of the flat shape
 * @param rejectedFiles how many files never became essays
 */
public record Intake(
    List<Phase> requested,
    long essayCount,
    boolean flat,
    long rejectedFiles,
    PipelineEnds pipelineEnds) {
  public Intake {
    requested = List.copyOf(requested);
  }

  static Intake of(Registration registration, RejectedFiles rejected, PipelineEnds pipelineEnds) {
    return new Intake(
        registration.requestedPhases(),
        registration.essayCount(),
        registration.flat(),
        rejected.known(),
        pipelineEnds);
  }

  /** Whether the batch names no phases, so that the ends of its runs have to be awaited. */
  boolean awaitsEnds() {
    return flat && pipelineEnds == PipelineEnds.READ;
  }

  /** Whether no file is left that could become an essay. */
  boolean isAllRejected() {
    return essayCount > 0 && rejectedFiles >= essayCount;
  }
}
