package com.huleedu.ras.domain.batch;

import static com.huleedu.ras.domain.batch.Story.B;
import static com.huleedu.ras.domain.batch.Story.at;
import static com.huleedu.ras.domain.batch.Story.essays;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.event.NoEffect;
import com.huleedu.ras.domain.event.RejectedFile;
import com.huleedu.ras.domain.event.SaidNothing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What of the second generation is shown as it was said: files, slots, assignment, prompt. */
class BatchDetailsTest {
  private static final BatchId OTHER = new BatchId("other");

  @Test
  void promptAndClassAreThoseOfTheRegistrationThatWon() {
    Batch batch = new Story().registered(3, "a").registeredFlat(2, "a").batch();
    assertThat(batch.promptRef()).isNull();
    assertThat(batch.classId()).isNull();
    batch = new Story().registered(3, "a").registeredFlat(4, "a").batch();
    assertThat(batch.promptRef()).isEqualTo("{}");
    assertThat(batch.classId()).isEqualTo("class");
  }

  @Test
  void theAssignmentIsThatOfTheNewestResultThatHasOne() {
    Story story =
        new Story()
            .registered(1, "a")
            .graded(2, "first", "17", "a")
            .graded(4, "second", "17")
            .graded(5, null, "17", "a");

    assertThat(story.batch().assignment()).isEqualTo("second");
    assertThat(story.batch().lastUpdated()).isEqualTo(at(5));
    assertThat(new Story().graded(7, "alone", "17").registered(1).batch().lastUpdated())
        .isEqualTo(at(7));
    assertThat(new Story().registered(1).batch().assignment()).isNull();
  }

  @Test
  void rejectedFilesComeByTimeThenById() {
    Story story = new Story().registered(1).rejected(3, "z").rejected(2, "b").rejected(2, "a");
    RejectedFiles rejected = story.batch().rejectedFiles();

    assertThat(rejected.first())
        .extracting(file -> file.upload().value())
        .containsExactly("a", "b", "z");
    assertThat(rejected.known()).isEqualTo(3);
    assertThat(rejected.newest()).isEqualTo(at(3));
    assertThat(rejected.isCut()).isFalse();
    assertThat(story.rejected(4, "a").batch().rejectedFiles().first().getLast().file())
        .as("said again")
        .isEqualTo(
            new Register<>(Story.stamp(4), new RejectedFile("file 4", "EMPTY_CONTENT", null)));
    assertThat(story.rejected(1, "a").batch().rejectedFiles().first().getLast().file().stamp())
        .isEqualTo(Story.stamp(4));
    assertThat(RejectedFiles.of(List.of())).isEqualTo(RejectedFiles.NONE);
  }

  @Test
  void moreFilesThanAnyoneReadsAreCounted() {
    RejectedFile file = new RejectedFile("f", "c", null);
    List<RejectedFileFacts> many =
        IntStream.rangeClosed(1, RejectedFiles.MAX_SHOWN + 1)
            .mapToObj(i ->
                new RejectedFileFacts(
                    B, new UploadId("u" + i), new Register<>(Story.stamp(i), file)))
            .toList();
    RejectedFiles rejected = RejectedFiles.of(many.reversed());

    assertThat(rejected.first()).isEqualTo(many.subList(0, RejectedFiles.MAX_SHOWN));
    assertThat(rejected.isCut()).isTrue();
    assertThat(rejected.newest()).isEqualTo(at(RejectedFiles.MAX_SHOWN + 1));
  }

  @Test
  void registrationBeatsSlotBeatsResult() {
    Story slot =
        new Story()
            .registered(1)
            .registered(2, OTHER, List.of())
            .slot(3, B, "x")
            .ranked(4, OTHER, "x");
    assertThat(slot.batch().essays()).hasSize(1);
    assertThat(slot.batch(OTHER).essays()).isEmpty();
    slot.slot(5, OTHER, "x");
    assertThat(slot.batch(OTHER).essays()).as("the newer of two slots").hasSize(1);
    slot.registered(1, "x");
    assertThat(slot.batch().essays()).hasSize(1);
    assertThat(slot.batch().essays().getFirst().slot().fileName())
        .as("what it is, whoever said so")
        .isEqualTo("file 5");
    assertThat(slot.facts().essays().get(new EssayId("x")).claimants()).containsExactly(B, OTHER);
  }

  @Test
  void aVerdictAndARowClaimAsAResultDoes() {
    Story verdict = new Story().registered(1).judged(3, "17", essays("v"), essays("w"));
    assertThat(verdict.batch().essays()).hasSize(2);
    Story row = new Story().registered(1).graded(3, null, "17", "r");
    assertThat(row.batch().essays()).hasSize(1);
    row.spellchecked(4, "r", OTHER, ProcessingStage.COMPLETED);
    assertThat(row.batch().essays()).as("the newer of two results").isEmpty();
    assertThat(new Story().registered(1).cjFailed(2).rejected(3, "u").batch().essays()).isEmpty();
  }

  @Test
  void whatSaysNothingChangesNothing() {
    Facts nothing =
        new Story()
            .add(new SaidNothing(Story.stamp(1), null, B, NoEffect.PHASE_NOT_SHOWN))
            .ended(2, BatchStatus.STUDENT_VALIDATION_COMPLETED, Phase.NLP)
            .facts();

    assertThat(nothing.isEmpty()).isTrue();
    assertThat(NoEffect.STATUS_NOT_FINAL.tag()).isEqualTo("status_not_final");
  }

  @Test
  void factsOfOneRowAreOnlyThat() {
    Facts all =
        new Story()
            .registered(1, "a")
            .cjFailed(2)
            .rejected(3, "u")
            .outcome(4, Phase.NLP, BatchStatus.CANCELLED, essays(), essays())
            .facts();
    Facts merged =
        List.of(
                Facts.of(all.batches().get(B)),
                Facts.of(all.pipelines().get(B)),
                Facts.of(all.outcomes().values().iterator().next()),
                Facts.of(all.rejectedFiles().values().iterator().next()),
                Facts.of(all.essays().values().iterator().next()))
            .stream()
            .peek(row -> assertThat(row.isEmpty()).isFalse())
            .reduce(Facts.fold(List.of()), Facts::merge);

    assertThat(merged).isEqualTo(all);
    assertThat(PipelineFacts.none(B).merge(all.pipelines().get(B)))
        .isEqualTo(all.pipelines().get(B));
  }

  @Test
  void keysAreOrderedByBatchThenByUpload() {
    RejectedFileFacts.Key key = new RejectedFileFacts.Key(B, new UploadId("u"));
    List<RejectedFileFacts.Key> keys =
        new ArrayList<>(
            List.of(
                new RejectedFileFacts.Key(OTHER, new UploadId("a")),
                new RejectedFileFacts.Key(B, new UploadId("v")),
                key));
    Collections.sort(keys);

    assertThat(keys.getFirst()).isEqualTo(key);
    assertThat(keys.getLast().batch()).isEqualTo(OTHER);
    assertThat(new UploadId("u").toString()).isEqualTo("u");
  }
}
