package com.huleedu.ras.domain.batch;

import static com.huleedu.ras.domain.batch.Story.B;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.EssayId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pictures of batches that are too large to be read whole. */
class CutBatchTest {
  private static final Story STORY =
      new Story().registered(1, "e1", "e2", "e3").spellchecked(2, "e1").spellchecked(3, "e3");

  @Test
  void lacksEssaysAndSaysSoAndIsElseTheSame() {
    Batch whole = STORY.batch();
    Facts facts = STORY.facts();
    List<EssayFacts> members = List.copyOf(facts.essays().values());
    Batch cut =
        Batch.deriveCut(
            BatchKnowledge.of(
                facts.batches().get(B),
                PipelineFacts.none(B),
                List.of(),
                RejectedFiles.NONE,
                members),
            members.subList(0, 1),
            Set.of(),
            PipelineEnds.READ);

    assertThat(cut.essays()).isEqualTo(whole.essays().subList(0, 1));
    assertThat(cut.essaysCut()).isTrue();
    assertThat(whole.essaysCut()).isFalse();
    assertThat(cut)
        .usingRecursiveComparison()
        .ignoringFields("essays", "essaysCut")
        .isEqualTo(whole);
  }

  @Test
  void marksTheEssaysWhoseErrorsAreCut() {
    Batch whole = STORY.batch();
    Batch marked = whole.withCutErrors(Set.of(new EssayId("e3")));

    assertThat(whole.withCutErrors(Set.of())).isEqualTo(whole);
    assertThat(marked.essays())
        .extracting(EssayResult::spellcheckErrorCut)
        .containsExactly(false, false, true);
    assertThat(marked).usingRecursiveComparison().ignoringFields("essays").isEqualTo(whole);
    assertThat(marked.essays())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("spellcheckErrorCut")
        .isEqualTo(whole.essays());
  }
}
