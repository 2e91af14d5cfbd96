package com.huleedu.ras.domain.batch;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * All that is known of one registered batch, but its essays one by one.
 *
 * @param outcomes as they were announced, their essays counted
 */
public record BatchKnowledge(
    BatchFacts registered,
    PipelineFacts pipeline,
    BatchOutcomes outcomes,
    RejectedFiles rejected,
    MemberResults members) {

  /**
   * Counts what facts say.
   *
   * @param outcomes all of this batch
   * @param members all essays whose membership is this batch
   */
  public static BatchKnowledge of(
      BatchFacts registered,
      PipelineFacts pipeline,
      Collection<OutcomeFacts> outcomes,
      RejectedFiles rejected,
      Collection<EssayFacts> members) {
    return new BatchKnowledge(
        registered,
        pipeline,
        pipeline.cjFailure() == null
            ? BatchOutcomes.of(outcomes)
            : BatchOutcomes.of(
                outcomes, members.stream().map(EssayFacts::essay).collect(Collectors.toSet())),
        rejected,
        MemberResults.of(members));
  }

  /** How far the batch has come. */
  public BatchProgress progress(PipelineEnds pipelineEnds) {
    return BatchProgress.of(
        Intake.of(registered.registration().value(), rejected, pipelineEnds),
        pipeline,
        outcomes,
        members);
  }
}
