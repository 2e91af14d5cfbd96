package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.ProcessingStage;

/**
 * Whether one essay came through one run of comparative judgement.
 *
 * @param run the job
 */
public record CjVerdict(String run, boolean succeeded) {

  /** How far the phase has come with the essay. */
  public ProcessingStage stage() {
    return succeeded ? ProcessingStage.COMPLETED : ProcessingStage.FAILED;
  }
}
