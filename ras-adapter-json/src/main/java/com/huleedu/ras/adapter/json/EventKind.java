package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.event.NoEffect;
import java.util.List;
import java.util.Set;

/**
 * What the messages of a topic are about; the topic alone decides. A kind of messages is a line
 * here: its name is that of its setting, too.
 */
public enum EventKind {
  BATCH_REGISTERED("huleedu.batch.essays.registered.v1"),
  // One kind on two topics: producers of today write to the second alone.
  PHASE_OUTCOME("huleedu.els.batch_phase.outcome.v1", "huleedu.els.batch.phase.outcome.v1"),
  SPELLCHECK_COMPLETED("huleedu.essay.spellcheck.completed.v1"),
  SPELLCHECK_RESULTS("huleedu.essay.spellcheck.results.v1"),
  CJ_ASSESSMENT_COMPLETED("huleedu.cj_assessment.completed.v1"),
  ASSESSMENT_RESULT("huleedu.assessment.result.published.v1"),
  CJ_ASSESSMENT_FAILED("huleedu.cj_assessment.failed.v1"),
  ESSAY_SLOT_ASSIGNED("huleedu.els.essay.slot.assigned.v1"),
  PIPELINE_COMPLETED("huleedu.batch.pipeline.completed.v1"),
  FILE_REJECTED("huleedu.file.essay.validation.failed.v1");

  @SuppressWarnings("ImmutableEnumChecker") // it is one that can't be changed
  private final List<String> defaultTopics;

  EventKind(String... defaultTopics) {
    this.defaultTopics = List.of(defaultTopics);
  }

  /** The topics that the producers use. */
  public List<String> defaultTopics() {
    return defaultTopics;
  }

  /** Why a message of this kind that is read may say nothing to the model. */
  Set<NoEffect> withoutEffect() {
    return switch (this) {
      case PHASE_OUTCOME -> Set.of(NoEffect.STATUS_NOT_FINAL, NoEffect.PHASE_NOT_SHOWN);
      case PIPELINE_COMPLETED -> Set.of(NoEffect.STATUS_NOT_FINAL);
      case ASSESSMENT_RESULT -> Set.of(NoEffect.OTHER_METHOD);
      default -> Set.of();
    };
  }

  /** The setting that holds its topics. */
  public String setting() {
    return "KAFKA_TOPIC_" + name();
  }
}
