package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import org.jspecify.annotations.Nullable;

/**
 * How comparative judgement has come out for one essay.
 *
 * @param result of whichever run; null unless the stage is completed, and where there is none yet.
 *     Read for an answer, its run may be any word that serves to compare runs of one essay
 * @param error of the run that failed; a JSON object in compact text
 */
public record CjPicture(ProcessingStage stage, @Nullable CjResult result, @Nullable String error) {

  /**
   * What the facts say; null if they say nothing of the phase.
   *
   * @param failure the failure that stands and names the essay, or null
   */
  static @Nullable CjPicture of(EssayFacts facts, @Nullable Register<CjFailure> failure) {
    if (failure != null) {
      return new CjPicture(ProcessingStage.FAILED, null, failure.value().error());
    }
    Register<CjResult> result = facts.cj();
    Register<CjVerdict> verdict = facts.verdict();

    ProcessingStage stage;
    if (verdict != null && hasTheWord(verdict, result)) {
      stage = verdict.value().stage();
    } else if (result != null) {
      stage = ProcessingStage.COMPLETED;
    } else {
      return null;
    }
    return stage == ProcessingStage.COMPLETED && result != null
        ? new CjPicture(stage, result.value(), null)
        : new CjPicture(stage, null, null);
  }

  /** A verdict has the word about its own run whenever it comes, and about any older one. */
  private static boolean hasTheWord(
      Register<CjVerdict> verdict, @Nullable Register<CjResult> result) {
    return result == null
        || verdict.value().run().equals(result.value().run())
        || verdict.stamp().compareTo(result.stamp()) > 0;
  }
}
