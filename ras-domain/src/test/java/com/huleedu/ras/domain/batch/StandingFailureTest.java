package com.huleedu.ras.domain.batch;

import static com.huleedu.ras.domain.BatchStatus.COMPLETED_SUCCESSFULLY;
import static com.huleedu.ras.domain.BatchStatus.COMPLETED_WITH_FAILURES;
import static com.huleedu.ras.domain.BatchStatus.FAILED_CRITICALLY;
import static com.huleedu.ras.domain.BatchStatus.PROCESSING_PIPELINES;
import static com.huleedu.ras.domain.Phase.CJ_ASSESSMENT;
import static com.huleedu.ras.domain.Phase.NLP;
import static com.huleedu.ras.domain.Phase.SPELLCHECK;
import static com.huleedu.ras.domain.batch.Story.B;
import static com.huleedu.ras.domain.batch.Story.at;
import static com.huleedu.ras.domain.batch.Story.essays;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Stamp;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Until when a failure of comparative judgement stands, and whom it fails. */
class StandingFailureTest {
  private static final CjPicture FAILED = new CjPicture(ProcessingStage.FAILED, null, "{\"at\":5}");

  /** Two essays of which the spellcheck handed one on; a failure at 5. */
  private static Story failed() {
    return new Story()
        .registered(1, "a", "b")
        .outcome(3, SPELLCHECK, COMPLETED_WITH_FAILURES, essays("a"), essays("b"))
        .cjFailed(5);
  }

  @Test
  void itIsTheOutcomeOfItsPhase() {
    Batch batch = failed().batch();

    assertThat(batch.status()).isEqualTo(FAILED_CRITICALLY);
    assertThat(batch.completedEssayCount()).isZero();
    assertThat(batch.failedEssayCount()).isEqualTo(2);
    assertThat(batch.processingCompletedAt()).isEqualTo(at(5));
    assertThat(batch.lastUpdated()).isEqualTo(at(5));
    assertThat(batch.essays().getFirst().cj()).isEqualTo(FAILED);
    assertThat(batch.essays().getFirst().lastUpdated()).isEqualTo(at(5));
    assertThat(batch.essays().getLast().cj()).as("was never handed on").isNull();
    assertThat(batch.essays().getLast().lastUpdated()).isEqualTo(at(1));
  }

  @Test
  void aNewerOutcomeOfItsPhaseOvertakesItAndAnOlderDoesNot() {
    assertThat(cjOutcome(6).batch().status()).isEqualTo(COMPLETED_WITH_FAILURES);
    assertThat(cjOutcome(6).batch().essays().getFirst().cj()).isNull();
    Batch batch = cjOutcome(4).batch();
    assertThat(batch.status()).isEqualTo(FAILED_CRITICALLY);
    assertThat(batch.completedEssayCount()).as("the outcome counts no longer").isZero();
    assertThat(batch.failedEssayCount()).isEqualTo(2);
  }

  private static Story cjOutcome(int second) {
    return failed().outcome(second, CJ_ASSESSMENT, COMPLETED_SUCCESSFULLY, essays("a"), essays());
  }

  @Test
  void aNewerResultOrVerdictOfAMemberOvertakesIt() {
    assertThat(failed().ranked(6, B, "b").batch().status()).isEqualTo(PROCESSING_PIPELINES);
    assertThat(failed().judged(6, "17", essays("b"), essays()).batch().status())
        .isEqualTo(PROCESSING_PIPELINES);
    assertThat(failed().ranked(4, B, "b").batch().status()).isEqualTo(FAILED_CRITICALLY);
    assertThat(failed().judged(4, "17", essays("b"), essays()).batch().status())
        .isEqualTo(FAILED_CRITICALLY);
    assertThat(failed().spellchecked(6, "a").batch().status())
        .as("of another phase")
        .isEqualTo(FAILED_CRITICALLY);
  }

  @Test
  void aResultOfAnEssayOfAnotherBatchDoesNot() {
    Story story = failed().registered(2, new BatchId("other"), List.of(), "x").ranked(6, B, "x");

    assertThat(story.batch().status()).isEqualTo(FAILED_CRITICALLY);
  }

  @Test
  void anEndThatNamesThePhaseOvertakesItAndNoOtherDoes() {
    assertThat(failed().ended(6, COMPLETED_SUCCESSFULLY, CJ_ASSESSMENT).batch().failedEssayCount())
        .isEqualTo(1);
    Batch other = failed().ended(6, COMPLETED_SUCCESSFULLY, SPELLCHECK).batch();
    assertThat(other.failedEssayCount()).isEqualTo(2);
    assertThat(other.status()).as("the end has the last word").isEqualTo(COMPLETED_WITH_FAILURES);
    assertThat(failed().ended(4, COMPLETED_SUCCESSFULLY, CJ_ASSESSMENT).batch().failedEssayCount())
        .isEqualTo(2);
    assertThat(failed().ended(6, PROCESSING_PIPELINES, CJ_ASSESSMENT).facts())
        .as("an end that is none")
        .isEqualTo(failed().facts());
  }

  @Test
  void ofTwoMessagesOfOneTimeTheIdDecides() {
    CjFailure failure = new CjFailure(null);
    Stamp earlier = new Stamp(at(5), new UUID(0, 1), 0);
    Stamp later = new Stamp(at(5), new UUID(0, 9), 0);
    Story ranked = new Story().registered(1, "a").ranked(5, B, "a");

    assertThat(ranked.add(new CjAssessmentFailed(earlier, null, B, failure)).batch().currentPhase())
        .isEqualTo(CJ_ASSESSMENT);
    assertThat(ranked.add(new CjAssessmentFailed(later, null, B, failure)).batch().status())
        .isEqualTo(FAILED_CRITICALLY);
  }

  @Test
  void whatIsExactlyAsNewOvertakesIt() {
    Stamp stamp = Story.stamp(5);
    Story story =
        new Story()
            .registered(1, "a")
            .ranked(5, B, "a")
            .add(new CjAssessmentFailed(stamp, null, B, new CjFailure(null)));

    assertThat(story.batch().status()).isEqualTo(PROCESSING_PIPELINES);
  }

  @Test
  void withoutAnotherOutcomeBeforeItAllMembersFail() {
    Story story = new Story().registered(1, "a", "b").spellchecked(2, "a").cjFailed(5);
    assertThat(story.batch().essays()).extracting(EssayResult::cj).containsOnly(FAILED);
    assertThat(story.batch().failedEssayCount()).isEqualTo(2);

    // It began when the failure did, not before.
    PhaseOutcome outcome = new PhaseOutcome(COMPLETED_SUCCESSFULLY, essays("a"), essays());
    Stamp stamp = new Stamp(at(5), new UUID(0, 1), 0);
    story.add(new PhaseOutcomeAnnounced(stamp, null, B, SPELLCHECK, outcome));
    assertThat(story.batch().essays()).extracting(EssayResult::cj).containsOnly(FAILED);
    assertThat(story.batch().failedEssayCount()).isEqualTo(2);
  }

  @Test
  void anOutcomeSentAgainLaterStillTellsWhoWasHandedOn() {
    Story story =
        failed().outcome(7, SPELLCHECK, COMPLETED_WITH_FAILURES, essays("a"), essays("b"));
    Batch batch = story.batch();

    assertThat(batch.essays()).extracting(EssayResult::cj).containsExactly(FAILED, null);
    assertThat(batch.failedEssayCount()).as("the newest outcome names a as processed").isEqualTo(1);
    assertThat(batch.completedEssayCount()).isEqualTo(1);
    assertThat(batch.status()).isEqualTo(COMPLETED_WITH_FAILURES);
  }

  @Test
  void theNewestOfTheOutcomesBeforeItTellsWhoWasHandedOn() {
    Story story = failed().outcome(4, NLP, COMPLETED_SUCCESSFULLY, essays("b"), essays());
    assertThat(story.batch().essays()).extracting(EssayResult::cj).containsExactly(null, FAILED);
    assertThat(story.batch().failedEssayCount()).isEqualTo(1);

    Story cjBefore =
        new Story()
            .registered(1, "a", "b")
            .outcome(3, CJ_ASSESSMENT, COMPLETED_SUCCESSFULLY, essays("a"), essays())
            .cjFailed(5);
    assertThat(cjBefore.batch().essays()).extracting(EssayResult::cj).containsOnly(FAILED);
  }

  @Test
  void whoIsNoMemberMayHaveBeenHandedOn() {
    Batch batch =
        new Story()
            .registered(1, "a")
            .outcome(3, SPELLCHECK, COMPLETED_SUCCESSFULLY, essays("a", "x"), essays())
            .cjFailed(5)
            .batch();

    assertThat(batch.failedEssayCount()).isEqualTo(2);
  }

  @Test
  void aFailureBeforeTheRegistrationCounts() {
    Batch batch = new Story().cjFailed(5).registered(7, "a").batch();

    assertThat(batch.status()).isEqualTo(FAILED_CRITICALLY);
    assertThat(batch.processingStartedAt()).isEqualTo(at(5));
    assertThat(batch.lastUpdated()).isEqualTo(at(7));
  }

  @Test
  void theSameIsDerivedFromWhatIsCounted() {
    Story story = failed();
    Facts facts = story.facts();
    List<EssayFacts> members = List.copyOf(facts.essays().values());
    BatchKnowledge known =
        BatchKnowledge.of(
            facts.batches().get(B),
            facts.pipelines().get(B),
            facts.outcomes().values(),
            RejectedFiles.NONE,
            members);
    StandingFailure failure = known.progress(PipelineEnds.READ).failure();

    assertThat(failure.handedOnBy()).isEqualTo(SPELLCHECK);
    assertThat(failure.handedOn(facts.outcomes().values())).containsExactlyElementsOf(essays("a"));
    assertThat(
            Batch.derive(
                known, members, failure.handedOn(facts.outcomes().values()), PipelineEnds.READ))
        .isEqualTo(story.batch());
  }
}
