package com.huleedu.ras.domain.batch;

import static com.huleedu.ras.domain.batch.Story.B;
import static com.huleedu.ras.domain.batch.Story.at;
import static com.huleedu.ras.domain.batch.Story.essays;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.Grade;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Verdict and result of one essay, of one run or of two. */
class CjPictureTest {
  private static CjPicture cj(Story story) {
    return story.registered(1, "a").batch().essays().getFirst().cj();
  }

  @Test
  void aVerdictAloneSaysHowItWent() {
    assertThat(cj(new Story().judged(2, "17", essays("a"), essays())))
        .isEqualTo(new CjPicture(ProcessingStage.COMPLETED, null, null));
    assertThat(cj(new Story().judged(2, "17", essays(), essays("a"))))
        .isEqualTo(new CjPicture(ProcessingStage.FAILED, null, null));
    assertThat(cj(new Story().judged(2, "17", essays("a"), essays("a"))).stage())
        .as("named as both")
        .isEqualTo(ProcessingStage.FAILED);
    assertThat(cj(new Story())).isNull();
  }

  @Test
  void aVerdictHasTheWordAboutItsOwnRunWheneverItComes() {
    assertThat(cj(new Story().judged(2, "17", essays(), essays("a")).rankedBy("17", 3, B, "a")))
        .isEqualTo(new CjPicture(ProcessingStage.FAILED, null, null));
    assertThat(cj(new Story().judged(4, "17", essays(), essays("a")).rankedBy("17", 3, B, "a")))
        .isEqualTo(new CjPicture(ProcessingStage.FAILED, null, null));
  }

  @Test
  void ofTwoRunsTheNewerHasTheWord() {
    assertThat(cj(new Story().judged(2, "17", essays(), essays("a")).rankedBy("18", 3, B, "a")))
        .isEqualTo(ranked("18", 3));
    assertThat(
            cj(new Story().judged(4, "17", essays(), essays("a")).rankedBy("18", 3, B, "a"))
                .stage())
        .isEqualTo(ProcessingStage.FAILED);
    assertThat(cj(new Story().judged(4, "17", essays("a"), essays()).rankedBy("18", 3, B, "a")))
        .as("values of whichever run they are")
        .isEqualTo(ranked("18", 3));
  }

  private static CjPicture ranked(String run, long rank) {
    return new CjPicture(ProcessingStage.COMPLETED, new CjResult(run, rank, 0.5, null), null);
  }

  @Test
  void aResultThatTheFirstGenerationStoredHasNoRun() {
    CjResult stored = new CjResult(3L, 0.5);
    Story older =
        new Story()
            .judged(2, "17", essays(), essays("a"))
            .add(
                new CjAssessmentCompleted(
                    Story.stamp(3), null, B, Map.of(new EssayId("a"), stored)));

    assertThat(cj(older)).isEqualTo(new CjPicture(ProcessingStage.COMPLETED, stored, null));
  }

  /** Two messages say it with one stamp only if one message says both. */
  @Test
  void ofAnotherRunAndExactlyAsNewAVerdictDoesNotHaveTheWord() {
    assertThat(cj(new Story().judged(3, "17", essays(), essays("a")).rankedBy("18", 3, B, "a")))
        .isEqualTo(ranked("18", 3));
  }

  @Test
  void aRowGivesTheGrade() {
    CjPicture graded = cj(new Story().graded(2, null, "17", "a"));

    assertThat(graded.result().grade()).isEqualTo(new Grade("B", 0.8, 0.7, "MID"));
    assertThat(cj(new Story().graded(2, null, "17", "a").rankedBy("17", 3, B, "a")).result())
        .as("one register for both")
        .isEqualTo(new CjResult("17", 3L, 0.5, null));
  }

  @Test
  void numbersHaveOneZeroAndAreFinite() {
    assertThat(new Grade("B", -0.0, -0.0, null)).isEqualTo(new Grade("B", 0.0, 0.0, null));
    assertThatThrownBy(() -> new Grade("B", Double.NaN, null, null))
        .hasMessageContaining("normalized_score");
    assertThatThrownBy(() -> new Grade("B", null, Double.POSITIVE_INFINITY, null))
        .hasMessageContaining("confidence_score");
    assertThat(new CjVerdict("17", true).stage()).isEqualTo(ProcessingStage.COMPLETED);
    assertThat(new CjVerdict("17", false).stage()).isEqualTo(ProcessingStage.FAILED);
  }

  @Test
  void timesOfAnEssayAreThoseOfAllThatIsSaidOfIt() {
    Story story = new Story().registered(1, "a").judged(2, "17", essays("a"), essays());
    assertUpdated(story, 2);
    assertUpdated(story.slot(3, B, "a"), 3);
    assertUpdated(story.ranked(4, B, "a"), 4);
    assertUpdated(story.spellchecked(5, "a"), 5);
    assertUpdated(story.judged(6, "17", essays("a"), essays()), 6);
    assertThat(story.batch().processingStartedAt()).isEqualTo(at(2));
    Batch slotAlone = new Story().registered(1, "a").slot(3, B, "a").batch();
    assertThat(slotAlone.processingStartedAt()).as("a slot is no evidence").isNull();
    assertThat(slotAlone.lastUpdated()).isEqualTo(at(3));
    assertThat(List.of(slotAlone.essays().getFirst().slot().fileName())).containsExactly("file 3");
  }

  private static void assertUpdated(Story story, int second) {
    assertThat(story.batch().essays().getFirst().lastUpdated()).isEqualTo(at(second));
    assertThat(story.batch().lastUpdated()).isEqualTo(at(second));
  }

  @Test
  void aFailureThatNamesAnEssayUpdatesItUnlessSomethingElseIsNewer() {
    Story story = new Story().registered(1, "a").cjFailed(5);
    assertUpdated(story, 5);
    assertUpdated(story.slot(7, B, "a"), 7);
  }
}
