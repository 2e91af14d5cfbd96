package com.huleedu.ras.domain.batch;

import static com.huleedu.ras.domain.BatchStatus.COMPLETED_SUCCESSFULLY;
import static com.huleedu.ras.domain.Phase.SPELLCHECK;
import static com.huleedu.ras.domain.batch.Story.B;
import static com.huleedu.ras.domain.batch.Story.at;
import static com.huleedu.ras.domain.batch.Story.essays;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.ProcessingStage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which essays belong to a batch, in which order, and what times they give it. */
class MembershipTest {
  private static final BatchId OTHER = new BatchId("other");

  @Test
  void anyRegistrationBeatsAnyResult() {
    Story story =
        new Story().registered(1, "a").registered(2, OTHER, List.of()).ranked(9, OTHER, "a");

    assertThat(ids(story.batch())).containsExactly(new EssayId("a"));
    assertThat(ids(story.batch(OTHER))).isEmpty();
    assertThat(story.facts().essays().get(new EssayId("a")).claimants()).containsExactly(B, OTHER);
  }

  @Test
  void withinAKindTheGreaterStampWins() {
    Story story = new Story().registered(5, "a").registered(3, OTHER, List.of(), "a");
    Story results =
        new Story()
            .registered(1)
            .registered(2, OTHER, List.of())
            .ranked(4, B, "x")
            .spellchecked(3, "x", OTHER, ProcessingStage.COMPLETED);

    assertThat(ids(story.batch())).containsExactly(new EssayId("a"));
    assertThat(ids(results.batch())).containsExactly(new EssayId("x"));
  }

  @Test
  void registeredEssaysComeInTheirOrderAndTheOthersById() {
    Story story = new Story().registered(1, "z", "a", "z", "m").ranked(2, B, "q", "b", "a");

    assertThat(ids(story.batch())).containsExactlyElementsOf(essays("z", "a", "m", "b", "q"));
  }

  @Test
  void anEssayThatANewerRegistrationLeavesOutStaysAMember() {
    Story story = new Story().registered(1, "a", "b").registered(2, "b");

    assertThat(ids(story.batch())).containsExactlyElementsOf(essays("b", "a"));
    assertThat(story.batch().createdAt()).isEqualTo(at(1));
  }

  @Test
  void timesAreThoseOfTheNewestWinnersAndTheEarliestEvidence() {
    Batch batch =
        new Story()
            .registered(3, "a", "b")
            .spellchecked(9, "a")
            .spellchecked(2, "a")
            .outcome(8, SPELLCHECK, COMPLETED_SUCCESSFULLY, essays("a"), essays())
            .batch();

    assertThat(batch.processingStartedAt()).isEqualTo(at(2));
    assertThat(batch.processingCompletedAt()).isEqualTo(at(8));
    assertThat(batch.lastUpdated()).isEqualTo(at(9));
    assertThat(batch.essays().get(0).lastUpdated()).isEqualTo(at(9));
    assertThat(batch.essays().get(1).lastUpdated()).as("no results").isEqualTo(at(3));
  }

  @Test
  void allFieldsOfAResultComeFromTheOneWinner() {
    Batch batch =
        new Story()
            .registered(1, "a")
            .spellchecked(7, "a", null, ProcessingStage.FAILED)
            .spellchecked(5, "a")
            .batch();

    var result = batch.essays().getFirst().spellcheck();
    assertThat(result.stage()).isEqualTo(ProcessingStage.FAILED);
    assertThat(result.corrections()).isEqualTo(7);
  }

  private static List<EssayId> ids(Batch batch) {
    return batch.essays().stream().map(EssayResult::essay).toList();
  }
}
