package com.huleedu.ras.domain.batch;

import static com.huleedu.ras.domain.BatchStatus.AWAITING_CONTENT_VALIDATION;
import static com.huleedu.ras.domain.BatchStatus.CANCELLED;
import static com.huleedu.ras.domain.BatchStatus.COMPLETED_SUCCESSFULLY;
import static com.huleedu.ras.domain.BatchStatus.COMPLETED_WITH_FAILURES;
import static com.huleedu.ras.domain.BatchStatus.CONTENT_INGESTION_FAILED;
import static com.huleedu.ras.domain.BatchStatus.FAILED_CRITICALLY;
import static com.huleedu.ras.domain.BatchStatus.PROCESSING_PIPELINES;
import static com.huleedu.ras.domain.Phase.CJ_ASSESSMENT;
import static com.huleedu.ras.domain.Phase.NLP;
import static com.huleedu.ras.domain.Phase.SPELLCHECK;
import static com.huleedu.ras.domain.batch.Story.B;
import static com.huleedu.ras.domain.batch.Story.at;
import static com.huleedu.ras.domain.batch.Story.essays;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.Stamp;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The status of batches whose runs announce their end, and what the end says. */
class WaitingForTheEndTest {
  private static Story checked() {
    return new Story()
        .registeredFlat(1, "a", "b")
        .outcome(3, SPELLCHECK, COMPLETED_SUCCESSFULLY, essays("a", "b"), essays());
  }

  private static void assertStatus(BatchStatus status, Story story) {
    assertThat(story.batch().status()).isEqualTo(status);
  }

  @Test
  void aPhaseThatWentWellIsUnendedUntilAnEndNamesIt() {
    assertStatus(PROCESSING_PIPELINES, checked());
    assertThat(checked().batch().currentPhase()).isEqualTo(CJ_ASSESSMENT);
    assertThat(checked().batch().processingCompletedAt()).isNull();
    // Whenever it comes.
    assertStatus(COMPLETED_SUCCESSFULLY, checked().ended(2, COMPLETED_SUCCESSFULLY, SPELLCHECK));
    Batch ended = checked().ended(4, COMPLETED_SUCCESSFULLY, SPELLCHECK).batch();
    assertThat(ended.status()).isEqualTo(COMPLETED_SUCCESSFULLY);
    assertThat(ended.processingCompletedAt()).isEqualTo(at(4));
    assertThat(ended.lastUpdated()).isEqualTo(at(4));
    assertThat(ended.currentPhase()).isNull();
  }

  @Test
  void batchesOfTheOldShapeAndWithoutATopicWaitForNone() {
    assertThat(checked().batch(B, PipelineEnds.NOT_READ).status())
        .isEqualTo(COMPLETED_SUCCESSFULLY);
    assertStatus(
        COMPLETED_SUCCESSFULLY,
        new Story()
            .registered(1, "a", "b")
            .outcome(3, SPELLCHECK, COMPLETED_SUCCESSFULLY, essays("a", "b"), essays()));
  }

  @Test
  void anEndThatForgetsThePhaseEndsItIfItIsLater() {
    assertStatus(COMPLETED_SUCCESSFULLY, checked().ended(4, COMPLETED_SUCCESSFULLY, NLP));
    assertStatus(PROCESSING_PIPELINES, checked().ended(2, COMPLETED_SUCCESSFULLY, NLP));
    Stamp sameTime = new Stamp(at(3), new UUID(0, 99), 0);
    assertStatus(
        PROCESSING_PIPELINES,
        checked()
            .add(new PipelineCompleted(sameTime, null, B, COMPLETED_SUCCESSFULLY, Set.of(NLP))));
  }

  @ParameterizedTest
  @EnumSource(
      value = BatchStatus.class,
      names = {"FAILED_CRITICALLY", "CANCELLED"})
  void afterAFailureNoEndComes(BatchStatus status) {
    // The last word is the outcome that is sent again, so that it shows.
    Story later =
        checked()
            .outcome(4, NLP, status, essays(), essays())
            .outcome(6, SPELLCHECK, COMPLETED_SUCCESSFULLY, essays("a", "b"), essays());
    assertThat(later.batch().status())
        .isEqualTo(status == CANCELLED ? COMPLETED_SUCCESSFULLY : COMPLETED_WITH_FAILURES);
    assertStatus(PROCESSING_PIPELINES, checked().outcome(2, NLP, status, essays(), essays()));
    Stamp sameTime = new Stamp(at(3), new UUID(0, 1), 0);
    PhaseOutcome outcome = new PhaseOutcome(status, essays(), essays());
    assertStatus(
        PROCESSING_PIPELINES,
        checked().add(new PhaseOutcomeAnnounced(sameTime, null, B, NLP, outcome)));
  }

  @Test
  void aFailureThatStandsEndsTheWait() {
    Story story =
        checked()
            .cjFailed(4)
            .outcome(6, SPELLCHECK, COMPLETED_SUCCESSFULLY, essays("a", "b"), essays());

    assertStatus(COMPLETED_WITH_FAILURES, story);
    assertThat(story.batch().failedEssayCount()).isZero();
  }

  @Test
  void aPhaseThatWentPartlyWellWaitsTooAndTheNewestOfTwoEndsCounts() {
    Story story =
        new Story()
            .registeredFlat(1, "a")
            .outcome(3, SPELLCHECK, COMPLETED_WITH_FAILURES, essays("a"), essays());
    assertStatus(PROCESSING_PIPELINES, story);
    assertStatus(PROCESSING_PIPELINES, story.ended(2, COMPLETED_SUCCESSFULLY));
    assertStatus(COMPLETED_WITH_FAILURES, story.ended(5, COMPLETED_SUCCESSFULLY));
  }

  @Test
  void aSecondRunOpensAWaitOfItsOwn() {
    Story story =
        checked()
            .ended(4, COMPLETED_SUCCESSFULLY, SPELLCHECK)
            .outcome(5, NLP, COMPLETED_SUCCESSFULLY, essays("a", "b"), essays());
    assertStatus(PROCESSING_PIPELINES, story);
    assertThat(story.batch().currentPhase()).isEqualTo(CJ_ASSESSMENT);
    story.outcome(6, CJ_ASSESSMENT, COMPLETED_SUCCESSFULLY, essays("a", "b"), essays());
    assertThat(story.batch().currentPhase()).as("both usual phases are closed").isNull();
    assertStatus(COMPLETED_SUCCESSFULLY, story.ended(7, COMPLETED_SUCCESSFULLY, NLP));
  }

  @Test
  void whereNothingIsClosedTheSpellcheckIsAtWork() {
    Story story =
        new Story()
            .registeredFlat(1, "a")
            .outcome(3, NLP, COMPLETED_SUCCESSFULLY, essays("a"), essays());

    assertThat(story.batch().currentPhase()).isEqualTo(SPELLCHECK);
  }

  @Test
  void anEndClosesThePhasesThatItNames() {
    Story named = new Story().registered(1, B, List.of(NLP), "a").spellchecked(2, "a");
    assertThat(named.batch().currentPhase()).isEqualTo(SPELLCHECK);
    named.ended(1, COMPLETED_SUCCESSFULLY, SPELLCHECK);
    assertThat(named.batch().currentPhase()).isEqualTo(NLP);
    assertStatus(COMPLETED_SUCCESSFULLY, named.ended(3, COMPLETED_SUCCESSFULLY, NLP));
    assertThat(named.batch().completedEssayCount()).as("counts come from outcomes").isZero();
    assertThat(named.facts().pipelines().get(B).namings())
        .containsEntry(Phase.SPELLCHECK, Story.stamp(1))
        .containsEntry(Phase.NLP, Story.stamp(3));
  }

  @Test
  void withoutAnyOutcomeTheEndSaysHowItWent() {
    Story story = new Story().registered(1, "a");
    assertStatus(COMPLETED_WITH_FAILURES, story.ended(2, COMPLETED_WITH_FAILURES));
    assertThat(story.batch().processingStartedAt()).isEqualTo(at(2));
    assertStatus(COMPLETED_SUCCESSFULLY, story.ended(3, COMPLETED_SUCCESSFULLY));
    // With one, it is no better.
    story
        .outcome(2, NLP, COMPLETED_SUCCESSFULLY, essays("a"), essays())
        .ended(4, COMPLETED_WITH_FAILURES);
    assertStatus(COMPLETED_SUCCESSFULLY, story);
    assertStatus(CANCELLED, story.ended(5, CANCELLED));
    assertStatus(FAILED_CRITICALLY, story.ended(6, FAILED_CRITICALLY));
    assertThat(story.batch().processingCompletedAt()).isEqualTo(at(6));
  }

  @Test
  void theOlderWordIsNotTheLast() {
    Story story =
        new Story()
            .registered(1, "a")
            .outcome(5, NLP, COMPLETED_SUCCESSFULLY, essays("a"), essays())
            .ended(4, CANCELLED);

    assertStatus(COMPLETED_SUCCESSFULLY, story);
    assertThat(story.batch().processingCompletedAt()).isEqualTo(at(5));
    assertThat(story.batch().processingStartedAt()).isEqualTo(at(4));
  }

  /** An end does not make good again what failed. */
  @Test
  void aPhaseThatFailedCriticallyStaysAFailureOfAFlatBatchAlone() {
    Story flat =
        new Story()
            .registeredFlat(1, "a")
            .outcome(2, NLP, FAILED_CRITICALLY, essays(), essays())
            .ended(4, COMPLETED_SUCCESSFULLY);
    Story old =
        new Story()
            .registered(1, "a")
            .outcome(2, NLP, FAILED_CRITICALLY, essays(), essays())
            .ended(4, COMPLETED_SUCCESSFULLY);

    assertStatus(COMPLETED_WITH_FAILURES, flat);
    assertStatus(COMPLETED_SUCCESSFULLY, old);
  }

  @Test
  void aVerdictOpensThePhaseAndAnOutcomeClosesIt() {
    Story story = new Story().registeredFlat(1, "a").judged(2, "17", essays("a"), essays());
    assertThat(story.batch().currentPhase()).isEqualTo(CJ_ASSESSMENT);
    story.spellchecked(1, "a");
    assertThat(story.batch().currentPhase()).as("the newer of two").isEqualTo(CJ_ASSESSMENT);
    story.spellchecked(3, "a");
    assertThat(story.batch().currentPhase()).isEqualTo(SPELLCHECK);
    story
        .outcome(4, CJ_ASSESSMENT, COMPLETED_SUCCESSFULLY, essays("a"), essays())
        .outcome(5, SPELLCHECK, COMPLETED_SUCCESSFULLY, essays("a"), essays())
        .ended(6, COMPLETED_SUCCESSFULLY);
    assertStatus(COMPLETED_SUCCESSFULLY, story);
  }

  @Test
  void allFilesAreRejected() {
    Story story = new Story().registeredFlat(1, "a", "b").rejected(2, "u");
    assertStatus(AWAITING_CONTENT_VALIDATION, story);
    assertStatus(AWAITING_CONTENT_VALIDATION, story.rejected(3, "u"));
    assertStatus(CONTENT_INGESTION_FAILED, story.rejected(4, "v"));
    assertThat(story.batch().processingCompletedAt()).isNull();
    assertThat(story.batch().lastUpdated()).isEqualTo(at(4));
    assertStatus(CONTENT_INGESTION_FAILED, story.rejected(5, "w"));
    assertStatus(AWAITING_CONTENT_VALIDATION, story.slot(6, B, "b"));
    assertStatus(AWAITING_CONTENT_VALIDATION, new Story().registeredFlat(1).rejected(2, "u"));
    assertStatus(
        CANCELLED, new Story().registeredFlat(1, "a").rejected(2, "u").ended(3, CANCELLED));
  }
}
