package com.huleedu.ras.domain.batch;

import static com.huleedu.ras.domain.BatchStatus.AWAITING_CONTENT_VALIDATION;
import static com.huleedu.ras.domain.BatchStatus.CANCELLED;
import static com.huleedu.ras.domain.BatchStatus.COMPLETED_SUCCESSFULLY;
import static com.huleedu.ras.domain.BatchStatus.COMPLETED_WITH_FAILURES;
import static com.huleedu.ras.domain.BatchStatus.FAILED_CRITICALLY;
import static com.huleedu.ras.domain.BatchStatus.PROCESSING_PIPELINES;
import static com.huleedu.ras.domain.Phase.CJ_ASSESSMENT;
import static com.huleedu.ras.domain.Phase.NLP;
import static com.huleedu.ras.domain.Phase.SPELLCHECK;
import static com.huleedu.ras.domain.batch.Story.B;
import static com.huleedu.ras.domain.batch.Story.essays;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The six rules of the status, and the phase and counts that go with it. */
class StatusRulesTest {

  @Test
  void rule1AnOpenPhaseMeansProcessingWhateverElseEnded() {
    Batch batch =
        new Story()
            .registered(1, "a")
            .outcome(2, SPELLCHECK, FAILED_CRITICALLY, essays(), essays("a"))
            .ranked(3, B, "a")
            .batch();

    assertThat(batch.status()).isEqualTo(PROCESSING_PIPELINES);
    assertThat(batch.currentPhase()).isEqualTo(CJ_ASSESSMENT);
    assertThat(batch.processingCompletedAt()).isNull();
  }

  @Test
  void anEssayOfAnotherBatchOpensNoPhaseHere() {
    Batch batch =
        new Story()
            .registered(1, "a")
            .registered(2, new BatchId("other"), List.of(), "x")
            .spellchecked(3, "x")
            .batch();

    assertThat(batch.status()).isEqualTo(AWAITING_CONTENT_VALIDATION);
  }

  @Test
  void rule2NothingEndedYet() {
    Batch batch = new Story().registered(1, "a").batch();

    assertThat(batch.status()).isEqualTo(AWAITING_CONTENT_VALIDATION);
    assertThat(batch.currentPhase()).isNull();
    assertThat(batch.processingStartedAt()).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = BatchStatus.class,
      names = {"CANCELLED", "FAILED_CRITICALLY"})
  void rule3TheLastWordEndsItEvenIfPhasesAreStillRequested(BatchStatus status) {
    Batch batch =
        new Story()
            .registered(1, B, List.of(SPELLCHECK, NLP), "a")
            .outcome(2, SPELLCHECK, status, essays(), essays())
            .batch();

    assertThat(batch.status()).isEqualTo(status);
    assertThat(batch.processingCompletedAt()).isEqualTo(Story.at(2));
  }

  @Test
  void rule4ARequestedPhaseIsStillToCome() {
    Batch batch =
        new Story()
            .registered(1, B, List.of(SPELLCHECK, NLP, CJ_ASSESSMENT), "a")
            .outcome(2, SPELLCHECK, COMPLETED_WITH_FAILURES, essays(), essays("a"))
            .batch();

    assertThat(batch.status()).isEqualTo(PROCESSING_PIPELINES);
    assertThat(batch.currentPhase()).isEqualTo(NLP);
  }

  /** Named once or a thousand times, a phase is requested; an answer repeats a hundred of them. */
  @Test
  void phasesRequestedOverAndOver() {
    List<Phase> requested = new ArrayList<>(Collections.nCopies(100, NLP));
    Batch whole = new Story().registered(1, B, requested, "a").batch();
    assertThat(whole.requestedPhases()).isEqualTo(requested);
    assertThat(whole.requestedPhasesCut()).isFalse();

    List<Phase> more = new ArrayList<>(requested);
    more.add(SPELLCHECK);
    Batch cut =
        new Story()
            .registered(1, B, more, "a")
            .outcome(2, NLP, COMPLETED_SUCCESSFULLY, essays("a"), essays())
            .batch();
    assertThat(cut.requestedPhases()).isEqualTo(requested);
    assertThat(cut.requestedPhasesCut()).isTrue();
    assertThat(cut.currentPhase()).isEqualTo(SPELLCHECK);
  }

  @Test
  void rule5AFailureAnywhereOrInTheLastWord() {
    Story failedEarlier =
        new Story()
            .registered(1, "a", "b")
            .outcome(2, SPELLCHECK, COMPLETED_WITH_FAILURES, essays("a"), essays("b"))
            .outcome(3, CJ_ASSESSMENT, COMPLETED_SUCCESSFULLY, essays("a"), essays());
    Story saidSoLast =
        new Story()
            .registered(1, "a")
            .outcome(2, SPELLCHECK, COMPLETED_WITH_FAILURES, essays("a"), essays());

    assertThat(failedEarlier.batch().status()).isEqualTo(COMPLETED_WITH_FAILURES);
    assertThat(failedEarlier.batch().failedEssayCount()).isEqualTo(1);
    assertThat(saidSoLast.batch().status()).isEqualTo(COMPLETED_WITH_FAILURES);
    assertThat(saidSoLast.batch().failedEssayCount()).isZero();
  }

  @Test
  void rule6AllIsWell() {
    Batch batch =
        new Story()
            .registered(1, B, List.of(SPELLCHECK), "a", "never-got-in")
            .spellchecked(2, "a")
            .outcome(3, SPELLCHECK, COMPLETED_SUCCESSFULLY, essays("a"), essays())
            .batch();

    assertThat(batch.status()).isEqualTo(COMPLETED_SUCCESSFULLY);
    assertThat(batch.essayCount()).as("plays no part").isEqualTo(2);
    assertThat(batch.completedEssayCount()).isEqualTo(1);
  }

  @Test
  void anEssayThatANewerOutcomeProcessedIsNoLongerFailed() {
    Story story =
        new Story()
            .registered(1, "a")
            .outcome(9, CJ_ASSESSMENT, COMPLETED_SUCCESSFULLY, essays("a"), essays())
            .outcome(5, SPELLCHECK, COMPLETED_WITH_FAILURES, essays(), essays("a"));

    assertThat(story.batch().failedEssayCount()).isZero();
    assertThat(story.batch().status()).isEqualTo(COMPLETED_SUCCESSFULLY);
  }

  @Test
  void namedAsBothInOneOutcomeIsFailed() {
    Batch batch =
        new Story()
            .registered(1, "a", "b")
            .outcome(2, SPELLCHECK, COMPLETED_WITH_FAILURES, essays("a", "b", "b"), essays("b"))
            .batch();

    assertThat(batch.failedEssayCount()).isEqualTo(1);
    assertThat(batch.completedEssayCount()).isEqualTo(1);
  }

  @Test
  void onlyTheLastOutcomeCountsTheCompleted() {
    Batch batch =
        new Story()
            .registered(1, "a", "b")
            .outcome(3, SPELLCHECK, COMPLETED_SUCCESSFULLY, essays("a", "b"), essays())
            .outcome(4, CJ_ASSESSMENT, CANCELLED, essays("a"), essays())
            .batch();

    assertThat(batch.completedEssayCount()).isEqualTo(1);
  }

  @Test
  void anOutcomeThatIsNoFinalWordChangesNothing() {
    Story story =
        new Story()
            .registered(1, "a")
            .outcome(2, SPELLCHECK, PROCESSING_PIPELINES, essays("a"), essays("a"));

    assertThat(story.facts()).isEqualTo(new Story().registered(1, "a").facts());
  }

  @Test
  void ofTwoOpenPhasesTheOneWithTheNewestResultIsCurrent() {
    Story story = new Story().registered(1, "a", "b").ranked(5, B, "a").spellchecked(4, "b");

    assertThat(story.batch().currentPhase()).isEqualTo(CJ_ASSESSMENT);
    assertThat(story.spellchecked(6, "a", null, ProcessingStage.FAILED).batch().currentPhase())
        .isEqualTo(SPELLCHECK);
  }
}
