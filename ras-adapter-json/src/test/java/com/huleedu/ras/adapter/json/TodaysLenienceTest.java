package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.NoEffect;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.port.projection.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be missing, null, flat, nested or superfluous in messages of the second generation. */
class TodaysLenienceTest {
  private static final String RESULT = Decoding.real("13_assessment_result");
  private static final String THIN = Decoding.real("14_cj_completed_thin");
  private static final String FLAT = Decoding.real("16_batch_essays_registered_flat");
  private static final String RICH = Decoding.real("11_spellcheck_results");
  private static final EssayId E3 = new EssayId("e1f1c0de-0000-4000-8000-0000000000e3");

  private static Registration registration(String json) {
    return ((BatchRegistered) Decoding.event(Decoding.REGISTERED, json)).registration();
  }

  @Test
  void whereBothIdsStandTheShapeIsTheOldOne() {
    String both =
        FLAT.replace(
            "\"expected", "\"batch_id\": \"b\", \"essay_instructions\": \"x\", \"expected");
    assertThat(registration(both).flat()).isFalse();
    assertThat(Decoding.event(Decoding.REGISTERED, both).batch()).isEqualTo(new BatchId("b"));
    assertThat(registration(FLAT.replace("\"expected", "\"batch_id\": null, \"expected")).flat())
        .isTrue();
    assertThat(registration(FLAT.replace("\"expected", "\"essay_instructions\": null, \"expected")))
        .isEqualTo(registration(FLAT));
  }

  @Test
  void theOldShapeMayHavePromptAndClass() {
    String old =
        Decoding.registered()
            .replace(
                "\"user_id\"",
                "\"student_prompt_ref\": {\"a\": NaN, \"a\": [1.50, \"\\ud800\"]},"
                    + " \"class_id\": \"\", \"user_id\"");

    assertThat(registration(old).promptRef()).isEqualTo("{\"a\":[1.50,\"\\ud800\"]}");
    assertThat(registration(old).classId()).isEmpty();
    assertThat(registration(old).flat()).isFalse();
    assertThat(registration(Decoding.registered()).promptRef()).isNull();
  }

  @Test
  void phasesOfAFlatRegistrationAreReadAndUnknownOnesDropped() {
    String asked =
        FLAT.replace(
            "\"user_id\"",
            "\"requested_pipelines\": [\"nlp\", \"student_matching\", \"x\"], \"user_id\"");

    assertThat(registration(asked).requestedPhases()).containsExactly(Phase.NLP);
  }

  /** Nested in a message of today, flat in one of the first generation; the object counts. */
  @Test
  void eitherShapeOfAReferenceIsReadWhereverOneIs() {
    String nested =
        THIN.replace(
            "\"timestamp\"",
            "\"entity_ref\": {\"entity_id\": \"nested\", \"entity_type\": \"batch\"}, \"timestamp\"");
    assertThat(Decoding.event(Decoding.CJ, nested).batch()).isEqualTo(new BatchId("nested"));
    String absent = THIN.replace("\"timestamp\"", "\"entity_ref\": null, \"timestamp\"");
    assertThat(Decoding.event(Decoding.CJ, absent).batch())
        .isEqualTo(new BatchId("b1f1c0de-0000-4000-8000-000000000002"));

    String flat =
        Decoding.spellchecked()
            .replace("\"entity_ref\": {", "\"x\": {}, ")
            .replaceFirst(
                "\"parent_id\": null}, \"timestamp\"", "\"parent_id\": \"p\", \"timestamp\"")
            .replace("\"entity_type\": \"essay\", \"parent_id\": \"p\"", "\"parent_id\": \"p\"");
    var event = (SpellcheckCompleted) Decoding.event(Decoding.SPELLCHECK, flat);
    assertThat(event.batch()).isEqualTo(new BatchId("p"));
  }

  @Test
  void theMetadataSaysTheEssayWhereTheDataDoesNot() {
    String without = RICH.replaceFirst("\"entity_id\": \"[^\"]*\"", "\"entity_id\": null");
    assertThat(Decoding.event(Decoding.RICH_SPELLCHECK, without).essay()).isEqualTo(E3);
    String other = RICH.replaceFirst("\"entity_id\": \"[^\"]*\"", "\"entity_id\": \"other\"");
    assertThat(Decoding.event(Decoding.RICH_SPELLCHECK, other).essay())
        .isEqualTo(new EssayId("other"));
  }

  @Test
  void whatSaysNothingToTheModel() {
    assertThat(
            noEffect(
                Decoding.RESULT,
                RESULT.replace(
                    "\"assessment_method\": \"cj_assessment\"",
                    "\"assessment_method\": \"by_hand\"")))
        .isEqualTo(NoEffect.OTHER_METHOD);
    assertThat(
            noEffect(
                Decoding.OUTCOME,
                Decoding.outcome()
                    .replace(
                        "\"phase_name\": \"spellcheck\"", "\"phase_name\": \"student_matching\"")))
        .isEqualTo(NoEffect.PHASE_NOT_SHOWN);
    assertThat(
            noEffect(
                Decoding.OUTCOME,
                Decoding.outcome()
                    .replace("completed_successfully", "student_validation_completed")))
        .isEqualTo(NoEffect.STATUS_NOT_FINAL);
    assertThat(
            noEffect(
                Decoding.ENDED,
                Decoding.real("10_pipeline_completed")
                    .replace("completed_successfully", "processing_pipelines")))
        .isEqualTo(NoEffect.STATUS_NOT_FINAL);
    assertThat(
            Decoding.event(
                    Decoding.RESULT,
                    RESULT.replace("\"assessment_method\": \"cj_assessment\", ", ""))
                .noEffect())
        .isEmpty();
    assertThat(Decoding.event(Decoding.OUTCOME, Decoding.outcome()).noEffect()).isEmpty();
    assertThat(EventKind.PHASE_OUTCOME.withoutEffect())
        .containsExactlyInAnyOrder(NoEffect.STATUS_NOT_FINAL, NoEffect.PHASE_NOT_SHOWN);
  }

  private static NoEffect noEffect(String topic, String json) {
    CompletionEvent event = Decoding.event(topic, json);
    assertThat(event.batch()).isNotNull();
    return event.noEffect().orElseThrow();
  }

  @Test
  void phasesOfAnEndThatAreUnknownAreDropped() {
    String json =
        Decoding.real("10_pipeline_completed")
            .replace("[\"spellcheck\"", "[\"student_matching\", \"SPELLCHECK\", \"x\"");
    var event = (PipelineCompleted) Decoding.event(Decoding.ENDED, json);

    assertThat(event.phases()).containsExactly(Phase.CJ_ASSESSMENT);
    assertThat(event.status()).isEqualTo(BatchStatus.COMPLETED_SUCCESSFULLY);
  }

  @Test
  void namesAndMessagesMayBeMissing() {
    String slot = Decoding.real("9_slot_assigned");
    assertThat(
            ((EssaySlotAssigned)
                    Decoding.event(Decoding.SLOT, slot.replace("original_file_name", "x")))
                .slot()
                .fileName())
        .isNull();
    String rejected = Decoding.real("18_essay_validation_failed");
    assertThat(message(rejected.replace("\"message\"", "\"x\""))).isNull();
    assertThat(
            message(
                rejected.replaceFirst(
                    "\"validation_error_detail\": \\{",
                    "\"validation_error_detail\": null, \"x\": {")))
        .isNull();
    assertThat(message(rejected)).isEqualTo("The file holds no text");
  }

  private static String message(String json) {
    return ((FileRejected) Decoding.event(Decoding.REJECTED, json)).file().message();
  }

  @Test
  void aFailureThatSaysNothingHasNoError() {
    String json =
        Decoding.real("15_cj_failed")
            .replaceFirst("\"error_info\": \\{[^}]*}", "\"error_info\": {}");

    assertThat(((CjAssessmentFailed) Decoding.event(Decoding.CJ_FAILED, json)).failure().error())
        .isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "7",
        "[]",
        "{}",
        "{\"traceparent\": null}",
        "{\"traceparent\": 7}",
        "\"traceparent\""
      })
  void whateverTheEnvelopeSaysOfATraceNothingIsMalformed(String metadata) {
    String json = Decoding.outcome().replaceFirst("\\{", "{\"metadata\": " + metadata + ", ");
    Message.Decoded decoded = (Message.Decoded) Decoding.decode(Decoding.OUTCOME, json);

    assertThat(decoded.traceparent()).isNull();
    assertThat(decoded.event()).isInstanceOf(PhaseOutcomeAnnounced.class);
  }
}
