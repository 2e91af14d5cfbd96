package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What messages of today may leave out, or say twice, of comparative judgement. */
class TodaysCjMessagesTest {
  private static final String RESULT = Decoding.real("13_assessment_result");
  private static final String THIN = Decoding.real("14_cj_completed_thin");
  private static final EssayId E3 = new EssayId("e1f1c0de-0000-4000-8000-0000000000e3");

  private static CjAssessmentCompleted cj(String json) {
    return (CjAssessmentCompleted) Decoding.event(Decoding.CJ, json);
  }

  @Test
  void aMessageMayHaveRankingsAndASummary() {
    String both =
        THIN.replace(
            "\"processing_summary\"",
            "\"rankings\": [{\"els_essay_id\": \"r\", \"rank\": 1}], \"processing_summary\"");
    assertThat(cj(both).rankings())
        .containsEntry(new EssayId("r"), new CjResult("17", 1L, null, null));
    assertThat(cj(both).verdicts()).hasSize(2);
    String nulls =
        THIN.replace("\"processing_summary\"", "\"rankings\": null, \"processing_summary\"");
    assertThat(cj(nulls).rankings()).isEmpty();
    String none =
        Decoding.ranked().replace("\"rankings\"", "\"processing_summary\": null, \"rankings\"");
    assertThat(cj(none).verdicts()).isEmpty();
    String empty = THIN.replaceFirst("\\{\"total_essays\".*?}", "{}");
    assertThat(cj(empty).verdicts()).isEmpty();
  }

  /** It stands with each essay that the message names, of which there may be tens of thousands. */
  @Test
  void ofALongNameOfARunIsKeptWhatTellsItFromOthers() {
    String run = "x".repeat(500_000);
    assertThat(runOf(run)).hasSize(71).isEqualTo(runOf(run)).isNotEqualTo(runOf(run + "y"));
    assertThat(runOf("x".repeat(256))).hasSize(71);
    assertThat(runOf("x".repeat(255))).isEqualTo("x".repeat(255));

    String thin = THIN.replace("\"17\"", "\"" + run + "\"");
    assertThat(cj(thin).verdicts().values())
        .hasSize(2)
        .allSatisfy(verdict -> assertThat(verdict.run()).isEqualTo(runOf(run)));
    String result = RESULT.replace("\"17\"", "\"" + run + "\"");
    assertThat(((AssessmentResultPublished) Decoding.event(Decoding.RESULT, result)).results())
        .allSatisfy((essay, row) -> assertThat(row.run()).isEqualTo(runOf(run)));
  }

  private static String runOf(String job) {
    String json =
        THIN.replace("\"17\"", "\"" + job + "\"")
            .replace(
                "\"processing_summary\"",
                "\"rankings\": [{\"els_essay_id\": \"r\"}], \"processing_summary\"");
    return cj(json).rankings().get(new EssayId("r")).run();
  }

  @Test
  void whoIsNamedAsBothHasFailed() {
    String both =
        THIN.replace("\"failed_essay_ids\": [", "\"failed_essay_ids\": [\"" + E3 + "\", ");
    assertThat(cj(both).verdicts()).hasSize(2);
    assertThat(cj(both).verdicts().get(E3).succeeded()).isFalse();
  }

  private static AssessmentResultPublished result(String rows) {
    String json =
        RESULT.replaceFirst("\"essay_results\": \\[.*?]", "\"essay_results\": [" + rows + "]");
    return (AssessmentResultPublished) Decoding.event(Decoding.RESULT, json);
  }

  @Test
  void anchorsAreSkippedAndOfTwoRowsTheLastCounts() {
    assertThat(
            result(
                    """
                    {"essay_id": "ANCHOR_1"}, {"essay_id": "x", "is_anchor": true},
                    {"essay_id": "a", "rank": 1}, {"essay_id": "a", "rank": 2, "is_anchor": null}
                    """)
                .results())
        .containsOnlyKeys(new EssayId("a"))
        .containsEntry(new EssayId("a"), new CjResult("17", 2L, null, null));
  }

  @Test
  void rowsWithoutAnEssayAreCounted() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    String rows =
        "{\"rank\": 1}, {\"essay_id\": null}, {\"is_anchor\": true}, {\"essay_id\": \"a\"}";
    String json =
        RESULT.replaceFirst("\"essay_results\": \\[.*?]", "\"essay_results\": [" + rows + "]");
    JsonAdapter.messageDecoder(Topics.DEFAULT, registry)
        .decode(
            new RawMessage(
                new Partition(Decoding.RESULT, 0),
                0,
                Decoding.RECORD_TIME,
                null,
                List.of(),
                json.getBytes(StandardCharsets.UTF_8)));

    assertThat(registry.get("ras.rankings.skipped").counter().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "\"letter_grade\": \"U\", \"confidence_score\": 0                            | -",
        "\"letter_grade\": \"U\", \"confidence_score\": -0.0, \"normalized_score\": 1 | -",
        "\"letter_grade\": \"U\", \"confidence_score\": NaN                          | -",
        "\"letter_grade\": \"U\"                                                     | -",
        "\"letter_grade\": null, \"confidence_score\": 0.5                           | -",
        "\"confidence_label\": \"HIGH\"                                              | -",
        "\"letter_grade\": \"U\", \"confidence_score\": 0.1                          | U",
        "\"letter_grade\": \"A\", \"confidence_score\": 0                            | A",
        "\"letter_grade\": \"A\"                                                     | A",
      })
  void aGradeThatWasNotPredictedIsNone(String members, String letter) {
    Grade grade =
        result("{\"essay_id\": \"a\", " + members + "}").results().get(new EssayId("a")).grade();

    assertThat(grade == null ? null : grade.letter()).isEqualTo(letter);
  }

  @Test
  void numbersOfARowMayBeNoNumber() {
    assertThat(
            result(
                    """
                    {"essay_id": "a", "rank": "3", "bt_score": NaN, "letter_grade": "B",
                    "normalized_score": NaN, "confidence_score": NaN}
                    """)
                .results())
        .containsEntry(
            new EssayId("a"), new CjResult("17", 3L, null, new Grade("B", null, null, null)));
  }

  @Test
  void theAssignmentMayStandInTheMetadata() {
    String inMetadata =
        RESULT.replaceFirst("\"assignment_id\": \"[^\"]*\"", "\"assignment_id\": null");
    assertThat(assignment(inMetadata)).isEqualTo("assignment-sv2-7");
    assertThat(
            assignment(
                RESULT.replaceFirst("\"assignment_id\": \"[^\"]*\"", "\"assignment_id\": \"own\"")))
        .isEqualTo("own");
    assertThat(
            assignment(
                inMetadata.replaceFirst(
                    "\"assessment_metadata\": \\{[^}]*}", "\"assessment_metadata\": null")))
        .isNull();
  }

  private static String assignment(String json) {
    return ((AssessmentResultPublished) Decoding.event(Decoding.RESULT, json)).assignment();
  }
}
