package com.huleedu.ras.application.commit;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
}
