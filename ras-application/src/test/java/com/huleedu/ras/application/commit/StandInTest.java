package com.huleedu.ras.application.commit;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.batch.RejectedFileFacts;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.NoEffect;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.RejectedFile;
import com.huleedu.ras.domain.event.SaidNothing;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compared has to be as large as the original, and nobody's. */
class StandInTest {
  private static final Stamp STAMP = new Stamp(Instant.EPOCH, new UUID(1, 0), 0);
  private static final String LONG = "x".repeat(200);

  /** What an index holds: ids of the usual length, so that also short ones are not favoured. */
  private static void assertNobodys(Stream<String> ids, int longest) {
    assertThat(ids.toList())
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(id).hasSizeBetween(36, longest).doesNotContain("x"));
  }

  private static SpellcheckCompleted spellchecked(String text, String error) {
    return new SpellcheckCompleted(
        STAMP,
        null,
        new EssayId("x1"),
        new BatchId("x2"),
        new SpellcheckResult(
            ProcessingStage.FAILED, 7L, new TextId("x3"), new TextId(text), error));
  }

  private static EssayFacts essay(Facts facts) {
    return facts.essays().values().iterator().next();
  }

  @Test
  void theSameRowsAreWrittenAndThenChanged() {
    List<Facts> facts = new StandIn(spellchecked("x4", "{}")).facts();

    assertThat(facts).hasSize(2);
    assertThat(facts.getFirst()).isNotEqualTo(facts.getLast());
    assertThat(facts.getFirst().essays().keySet()).isEqualTo(facts.getLast().essays().keySet());
    assertThat(essay(facts.getFirst().merge(facts.getLast())).spellcheck())
        .as("what comes second is newer")
        .isEqualTo(essay(facts.getLast()).spellcheck());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 36, 37, 200, 255})
  void idsAreAsLongAsTheyWere(int length) {
    SpellcheckResult result =
        essay(new StandIn(spellchecked("x".repeat(length), "{}")).facts().getFirst())
            .spellcheck()
            .value();
    assertThat(result.originalText().value()).hasSize(Math.max(36, length)).doesNotContain("x");
  }

  @Test
  void aResultKeepsItsSizeAndIsNobodys() {
    String error = "{\"x\":\"%s\"}".formatted("x".repeat(992));
    EssayFacts essay = essay(new StandIn(spellchecked(LONG, error)).facts().getFirst());
    SpellcheckResult result = essay.spellcheck().value();

    assertThat(result.stage()).isEqualTo(ProcessingStage.FAILED);
    assertThat(result.corrections()).isEqualTo(7L);
    assertNobodys(
        Stream.of(result.correctedText().value(), result.originalText().value()), LONG.length());
    assertThat(result.error()).matches("\"[0-9a-f]*\"").hasSize(error.length() + 2);
    assertThat(result.error().chars().distinct().count())
        .as("as hard to make smaller as any")
        .isEqualTo(17);
  }

  @Test
  void whatHasNoTextGetsNone() {
    SpellcheckCompleted without =
        new SpellcheckCompleted(
            STAMP,
            null,
            new EssayId("x1"),
            null,
            new SpellcheckResult(ProcessingStage.COMPLETED, null, null, new TextId("x"), null));
    SpellcheckResult result = essay(new StandIn(without).facts().getFirst()).spellcheck().value();
    assertThat(result.correctedText()).isNull();
    assertThat(result.error()).isNull();
  }

  @Test
  void aRegistrationKeepsItsEssaysAndPhases() {
    List<EssayId> essays = List.of(new EssayId("x1"), new EssayId("x2"), new EssayId("x3"));
    Registration registration =
        new Registration(new UserId(LONG), 5, essays, List.of(Phase.NLP, Phase.SPELLCHECK));
    Facts facts =
        new StandIn(new BatchRegistered(STAMP, null, new BatchId("x4"), registration))
            .facts()
            .getFirst();

    assertNobodys(facts.batches().keySet().stream().map(BatchId::value), 36);
    Registration other = facts.batches().values().iterator().next().registration().value();
    assertThat(other.essayCount()).isEqualTo(5);
    assertThat(other.requestedPhases()).containsExactly(Phase.NLP, Phase.SPELLCHECK);
    assertNobodys(other.essays().stream().map(EssayId::value), 36);
    assertThat(other.essays()).hasSize(3);
    assertThat(other.owner().value()).hasSize(200).doesNotContain("x");
  }

  @Test
  void anOutcomeKeepsItsEssays() {
    List<EssayId> processed = List.of(new EssayId("x1"), new EssayId("x2"));
    PhaseOutcome outcome =
        new PhaseOutcome(BatchStatus.CANCELLED, processed, List.of(new EssayId("x3")));
    Facts facts =
        new StandIn(new PhaseOutcomeAnnounced(STAMP, null, new BatchId("x4"), Phase.NLP, outcome))
            .facts()
            .getFirst();

    PhaseOutcome other = facts.outcomes().values().iterator().next().outcome().value();
    assertThat(other.status()).isEqualTo(BatchStatus.CANCELLED);
    assertThat(other.processed()).hasSize(2);
    assertThat(other.failed()).hasSize(1);
    assertNobodys(
        Stream.concat(other.processed().stream(), other.failed().stream()).map(EssayId::value), 36);
  }

  @Test
  void aRankingKeepsItsResults() {
    CjResult first = new CjResult(1L, 0.75);
    CjResult second = new CjResult(2L, 0.25);
    Facts facts =
        new StandIn(
                new CjAssessmentCompleted(
                    STAMP,
                    null,
                    new BatchId("x3"),
                    Map.of(new EssayId("x1"), first, new EssayId("x2"), second)))
            .facts()
            .getFirst();

    assertNobodys(facts.essays().keySet().stream().map(EssayId::value), 36);
    assertThat(facts.essays().values())
        .extracting(essay -> essay.cj().value())
        .containsExactlyInAnyOrder(first, second);
  }

  @Test
  void aRegistrationKeepsPromptAndClassAndShape() {
    String prompt = "{\"x\":\"%s\"}".formatted("x".repeat(92));
    Registration registration =
        new Registration(new UserId("x"), 5, List.of(), List.of(), prompt, "xxxx", true);
    Registration other =
        first(new BatchRegistered(STAMP, null, new BatchId("x4"), registration))
            .batches()
            .values()
            .iterator()
            .next()
            .registration()
            .value();

    assertThat(other.promptRef()).hasSize(prompt.length() + 2).doesNotContain("x");
    assertThat(other.classId()).hasSize(4).doesNotContain("x");
    assertThat(other.flat()).isTrue();
  }

  @Test
  void gradesAndVerdictsKeepTheirSizes() {
    Grade grade = new Grade("xx", 0.5, 0.25, "xxxx");
    CjResult result = new CjResult("x".repeat(20), 3L, 0.75, grade);
    CjResult other =
        essay(
                first(
                    new AssessmentResultPublished(
                        STAMP,
                        null,
                        new BatchId("x"),
                        "x".repeat(40),
                        Map.of(new EssayId("x"), result))))
            .cj()
            .value();
    CjVerdict verdict =
        essay(
                first(
                    new CjAssessmentCompleted(
                        STAMP,
                        null,
                        new BatchId("x"),
                        Map.of(),
                        Map.of(new EssayId("x"), new CjVerdict("x".repeat(30), true)))))
            .verdict()
            .value();

    assertThat(other.run()).hasSize(20).doesNotContain("x");
    assertThat(other.rank()).isEqualTo(3);
    assertThat(other.grade().letter()).hasSize(2).doesNotContain("x");
    assertThat(other.grade().confidenceLabel()).hasSize(4).doesNotContain("x");
    assertThat(other.grade().normalizedScore()).isEqualTo(0.5);
    assertThat(verdict.run()).hasSize(30).doesNotContain("x");
    assertThat(verdict.succeeded()).isTrue();
  }

  @Test
  void whatIsSaidOfABatchKeepsItsSize() {
    BatchId batch = new BatchId("x");
    AssessmentResultPublished assigned =
        new AssessmentResultPublished(STAMP, null, batch, "x".repeat(40), Map.of());
    PipelineFacts facts = pipeline(assigned);
    assertNobodys(Stream.of(facts.batch().value()), 36);
    assertThat(facts.assignment().value()).hasSize(40).doesNotContain("x");

    String error = "{\"x\":\"%s\"}".formatted("x".repeat(92));
    assertThat(pipeline(new CjAssessmentFailed(STAMP, null, batch, new CjFailure(error))))
        .extracting(it -> it.cjFailure().value().error())
        .asString()
        .hasSize(error.length() + 2)
        .doesNotContain("x");

    PipelineFacts ended =
        pipeline(
            new PipelineCompleted(STAMP, null, batch, BatchStatus.CANCELLED, Set.of(Phase.NLP)));
    assertThat(ended.end().value()).isEqualTo(BatchStatus.CANCELLED);
    assertThat(ended.namings()).containsOnlyKeys(Phase.NLP);
    assertThat(first(new SaidNothing(STAMP, null, batch, NoEffect.OTHER_METHOD)).isEmpty())
        .isTrue();
  }

  @Test
  void filesKeepTheirSizes() {
    UploadId upload = new UploadId("x2");
    EssayFacts essay =
        essay(
            first(
                new EssaySlotAssigned(
                    STAMP, null, new BatchId("x"), new EssayId("x1"), new Slot(upload, "xxxx"))));
    assertNobodys(Stream.of(essay.essay().value(), essay.slot().value().upload().value()), 36);
    assertThat(essay.slot().value().fileName()).hasSize(4).doesNotContain("x");

    RejectedFile file = new RejectedFile("xx", "xxxx", "xxxxxx");
    RejectedFileFacts rejected =
        first(new FileRejected(STAMP, null, new BatchId("x"), upload, file))
            .rejectedFiles()
            .values()
            .iterator()
            .next();
    assertNobodys(Stream.of(rejected.batch().value(), rejected.upload().value()), 36);
    RejectedFile other = rejected.file().value();
    assertThat(other.fileName()).hasSize(2).doesNotContain("x");
    assertThat(other.errorCode()).hasSize(4).doesNotContain("x");
    assertThat(other.message()).hasSize(6).doesNotContain("x");
  }

  private static Facts first(CompletionEvent event) {
    return new StandIn(event).facts().getFirst();
  }

  private static PipelineFacts pipeline(CompletionEvent event) {
    return first(event).pipelines().values().iterator().next();
  }
}
