package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where reading is lenient, by the contract. */
class LenienceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2025-06-28T21:42:05.123456Z|2025-06-28T21:42:05.123456Z",
        "2025-06-28T21:42:05|2025-06-28T21:42:05Z",
        "2025-06-28 21:42:05.5|2025-06-28T21:42:05.500Z",
        "2025-06-28T21:42:05.123456999Z|2025-06-28T21:42:05.123456Z",
        "2025-06-28T21:42:05.1234567890123Z|2025-06-28T21:42:05.123456Z",
        "2025-06-28T21:42:05+02:00|2025-06-28T19:42:05Z",
        "2025-06-28T21:42:05-0530|2025-06-29T03:12:05Z",
        "2025-06-28T21:42:05+23:59|2025-06-27T21:43:05Z",
        "2025-06-28T21:42+01|2025-06-28T20:42:00Z",
        "1969-12-31T23:59:59.9999999Z|1969-12-31T23:59:59.999999Z",
      })
  void timestamps(String written, String meant) {
    assertThat(stamp(Decoding.registered().replace("2025-06-28T21:42:05.123456Z", written)).time())
        .isEqualTo(Instant.parse(meant));
  }

  @Test
  void anAbsentIdIsDerivedFromTheMessageAndAnAbsentTimeIsTheRecords() {
    String json =
        Decoding.registered()
            .replaceFirst("\"event_id\": \"[^\"]*\", ", "")
            .replaceFirst("\"event_timestamp\": \"[^\"]*\", ", "");

    assertThat(json).doesNotContain("event_id", "event_timestamp");
    assertThat(stamp(json)).isEqualTo(stamp(json));
    assertThat(stamp(json).time()).isEqualTo(Decoding.RECORD_TIME);
    assertThat(stamp(json).eventId()).isNotEqualTo(stamp(json + " ").eventId());
    assertThat(stamp(json).eventId().version()).isEqualTo(8);
  }

  @Test
  void anUpperCaseIdIsTheSameId() {
    String json = Decoding.registered();
    String upper = json.replaceFirst("11111111-1111-4111-8111", "ABCDEFAB-1111-4111-8111");

    assertThat(stamp(upper).eventId())
        .isEqualTo(UUID.fromString("abcdefab-1111-4111-8111-000000000001"));
  }

  private static Stamp stamp(String json) {
    return Decoding.event(Decoding.REGISTERED, json).stamp();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5.0", "\"5\"", "5e0", "0.5E1", "50e-1"})
  void integers(String written) {
    String json =
        Decoding.spellchecked()
            .replace("\"corrections_made\": 5", "\"corrections_made\": " + written);

    assertThat(spellcheck(json).result().corrections()).isEqualTo(5L);
  }

  @Test
  void unknownMembersAreIgnoredAndOfRepeatedOnesTheLastCounts() {
    String json =
        Decoding.registered()
            .replace(
                "\"course_code\"",
                "\"batch_id\": \"last\", \"new\": {\"a\": [NaN]}, \"course_code\"");

    assertThat(((BatchRegistered) Decoding.event(Decoding.REGISTERED, json)).batch())
        .isEqualTo(new BatchId("last"));
  }

  @Test
  void theFirstCorrectedTextCountsWhateverItsKeyAndOtherContentTypesDoNot() {
    String json =
        Decoding.spellchecked()
            .replace(
                "{\"corrected_text\": {\"default\": \"txt-corr-e1\"}}",
                "{\"new\": 7, \"corrected_text\": {\"any\": \"first\", \"default\": \"second\"}}");

    assertThat(spellcheck(json).result().correctedText()).isEqualTo(new TextId("first"));
  }

  @Test
  void theParentComesFromTheMetadataFirstAndElseFromTheReference() {
    String both =
        Decoding.spellchecked()
            .replaceFirst("\"parent_id\": null", "\"parent_id\": \"reference\"")
            .replaceFirst("\"parent_id\": null", "\"parent_id\": \"metadata\"");
    String one =
        Decoding.spellchecked().replaceFirst("\"parent_id\": null", "\"parent_id\": \"reference\"");

    assertThat(spellcheck(both).batch()).isEqualTo(new BatchId("metadata"));
    assertThat(spellcheck(one).batch()).isEqualTo(new BatchId("reference"));
  }

  private static SpellcheckCompleted spellcheck(String json) {
    return (SpellcheckCompleted) Decoding.event(Decoding.SPELLCHECK, json);
  }

  @Test
  void aScoreMayBeNullOrNaNAndOfARepeatedEssayTheLastRankingCounts() {
    String json =
        Decoding.ranked()
            .replaceFirst(
                "\\[\\{\"rank\": 1.*\\]",
                """
                [{"rank": 1, "els_essay_id": "a", "score": NaN},
                 {"rank": null, "els_essay_id": "b", "score": null},
                 {"rank": 3, "els_essay_id": "c", "score": 1},
                 {"rank": 4, "score": 0.1}, {"rank": 5, "els_essay_id": null, "score": 0.1},
                 {"rank": "7", "els_essay_id": "c", "score": -2.5e-3}]
                """);
    var event = (CjAssessmentCompleted) Decoding.event(Decoding.CJ, json);

    assertThat(event.rankings())
        .containsOnlyKeys(new EssayId("a"), new EssayId("b"), new EssayId("c"))
        .containsEntry(new EssayId("a"), new CjResult("17", 1L, null, null))
        .containsEntry(new EssayId("b"), new CjResult("17", null, null, null))
        .containsEntry(new EssayId("c"), new CjResult("17", 7L, -0.0025, null));
  }

  @Test
  void aRankingNeedsNoEventNameAndWithoutAnEssayIsNotLookedAt() {
    String json =
        Decoding.ranked()
            .replace("\"event_name\"", "\"other\"")
            .replace("[{\"rank\": 1", "[{\"rank\": \"x\"}, {\"rank\": 1");

    assertThat(((CjAssessmentCompleted) Decoding.event(Decoding.CJ, json)).rankings()).hasSize(2);
  }

  @Test
  void requestedPhasesMayBeNull() {
    String json =
        Decoding.registered().replace("\"user_id\"", "\"requested_pipelines\": null, \"user_id\"");

    assertThat(Decoding.event(Decoding.REGISTERED, json)).isInstanceOf(BatchRegistered.class);
  }

  @Test
  void requestedPhasesDropUnknownNames() {
    String json =
        Decoding.registered()
            .replace(
                "\"user_id\"",
                "\"requested_pipelines\": [\"nlp\", \"dance\", \"spellcheck\"], \"user_id\"");

    assertThat(
            ((BatchRegistered) Decoding.event(Decoding.REGISTERED, json))
                .registration()
                .requestedPhases())
        .containsExactly(Phase.NLP, Phase.SPELLCHECK);
  }

  @Test
  void anErrorIsKeptWholeAsCompactJson() {
    String error =
        "{\"t\": \""
            + "å".repeat(9_000)
            + "\\u001b \\ud83d\\ude00 \\ud800 \\u0000\", \"n\": [1.50, null]}";
    String json =
        Decoding.spellcheckFailed()
            .replaceFirst(
                "\"error_info\": \\{[^}]*\\}",
                "\"error_info\": " + java.util.regex.Matcher.quoteReplacement(error));

    assertThat(spellcheck(json).result().error())
        .isEqualTo(
            "{\"t\":\"" + "å".repeat(9_000) + "\\u001b 😀 \\ud800 \\u0000\",\"n\":[1.50,null]}");
  }

  @Test
  void depthIsCountedExactly() {
    assertThat(Decoding.event(Decoding.REGISTERED, nested(199))).isNotNull();
    assertThat(Decoding.reason(Decoding.REGISTERED, nested(200))).isEqualTo("too_deep");
  }

  private static String nested(int levels) {
    String deep = "[".repeat(levels) + "]".repeat(levels);
    return Decoding.registered().replaceFirst("\\{", "{\"unknown\": " + deep + ", ");
  }
}
