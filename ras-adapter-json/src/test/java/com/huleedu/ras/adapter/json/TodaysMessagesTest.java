package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.RejectedFile;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.port.projection.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The messages of the second generation as the producers write them. */
class TodaysMessagesTest {
  private static final BatchId BATCH = new BatchId("b1f1c0de-0000-4000-8000-000000000002");
  private static final EssayId E3 = new EssayId("e1f1c0de-0000-4000-8000-0000000000e3");
  private static final EssayId E4 = new EssayId("e1f1c0de-0000-4000-8000-0000000000e4");

  @Test
  void aSlot() {
    String json = Decoding.real("9_slot_assigned");
    var event = (EssaySlotAssigned) Decoding.event(Decoding.SLOT, json);

    assertThat(event.batch()).isEqualTo(BATCH);
    assertThat(event.essay()).isEqualTo(E3);
    assertThat(event.slot())
        .isEqualTo(
            new Slot(
                new UploadId("f1f1c0de-0000-4000-8000-0000000000f3"), "Student%20Ett (SV2).docx"));
    assertThat(((Message.Decoded) Decoding.decode(Decoding.SLOT, json)).traceparent())
        .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  }

  @Test
  void anEnd() {
    var event =
        (PipelineCompleted) Decoding.event(Decoding.ENDED, Decoding.real("10_pipeline_completed"));

    assertThat(event.batch()).isEqualTo(BATCH);
    assertThat(event.status()).isEqualTo(BatchStatus.COMPLETED_SUCCESSFULLY);
    assertThat(event.phases()).containsExactly(Phase.SPELLCHECK, Phase.CJ_ASSESSMENT);
  }

  @Test
  void aRichSpellcheck() {
    var event = spellcheck("11_spellcheck_results");
    assertThat(event.essay()).isEqualTo(E3);
    assertThat(event.batch()).isEqualTo(BATCH);
    assertThat(event.result())
        .isEqualTo(
            new SpellcheckResult(
                ProcessingStage.COMPLETED,
                5L,
                new TextId("corr-c0c0c0c0"),
                new TextId("orig-e1f1c0de"),
                null));
  }

  @Test
  void aRichSpellcheckThatFailed() {
    var event = spellcheck("12_spellcheck_results_failed");
    assertThat(event.essay()).isEqualTo(E4);
    assertThat(event.result().stage()).isEqualTo(ProcessingStage.FAILED);
    assertThat(event.result().corrections()).isZero();
    assertThat(event.result().correctedText()).isNull();
    assertThat(event.result().error())
        .startsWith("{\"error_code\":\"CONTENT_SERVICE_ERROR\",")
        .endsWith(",\"details\":{\"storage_id\":\"txt-orig-e4\"}}");
  }

  private static SpellcheckCompleted spellcheck(String name) {
    return (SpellcheckCompleted) Decoding.event(Decoding.RICH_SPELLCHECK, Decoding.real(name));
  }

  @Test
  void aResult() {
    var event =
        (AssessmentResultPublished)
            Decoding.event(Decoding.RESULT, Decoding.real("13_assessment_result"));

    assertThat(event.batch()).isEqualTo(BATCH);
    assertThat(event.assignment()).isEqualTo("assignment-sv2-7");
    assertThat(event.results())
        .containsExactly(
            entry(E3, new CjResult("17", 1L, 0.7312, new Grade("B+", 0.85, 0.6403, "MID"))),
            entry(E4, new CjResult("17", 3L, 0.0, null)));
  }

  @Test
  void verdicts() {
    var event =
        (CjAssessmentCompleted) Decoding.event(Decoding.CJ, Decoding.real("14_cj_completed_thin"));

    assertThat(event.batch()).isEqualTo(BATCH);
    assertThat(event.rankings()).isEmpty();
    assertThat(event.verdicts())
        .containsExactly(
            entry(E3, new CjVerdict("17", true)), entry(E4, new CjVerdict("17", false)));
  }

  @Test
  void aFailure() {
    var event =
        (CjAssessmentFailed) Decoding.event(Decoding.CJ_FAILED, Decoding.real("15_cj_failed"));
    assertThat(event.batch()).isEqualTo(BATCH);
    assertThat(event.failure().error())
        .isEqualTo(
            "{\"reason\":\"stuck_timeout_insufficient_progress\",\"progress_pct\":12.5,"
                + "\"batch_state\":\"FAILED\"}");
    var nested =
        (CjAssessmentFailed)
            Decoding.event(Decoding.CJ_FAILED, Decoding.real("8_cj_failed_not_consumed"));
    assertThat(nested.batch()).isEqualTo(new BatchId("b1f1c0de-0000-4000-8000-000000000001"));
  }

  @Test
  void aRegistration() {
    var event =
        (BatchRegistered)
            Decoding.event(Decoding.REGISTERED, Decoding.real("16_batch_essays_registered_flat"));

    assertThat(event.batch()).isEqualTo(BATCH);
    assertThat(event.registration())
        .isEqualTo(
            new Registration(
                new UserId("user-42"),
                2,
                List.of(E3, E4),
                List.of(),
                "{\"references\":{\"student_prompt_text\":{\"storage_id\":\"prompt-1\",\"path\":\"\"}}}",
                "class-7b",
                true));
  }

  @Test
  void anOutcome() {
    assertThat(Topics.DEFAULT.of(EventKind.PHASE_OUTCOME))
        .allSatisfy(topic -> {
          var event =
              (PhaseOutcomeAnnounced)
                  Decoding.event(topic, Decoding.real("17_phase_outcome_renamed"));
          assertThat(event.outcome().processed()).containsExactly(E3);
          assertThat(event.outcome().failed()).containsExactly(E4);
        });
  }

  @Test
  void aRejectedFile() {
    var event =
        (FileRejected)
            Decoding.event(Decoding.REJECTED, Decoding.real("18_essay_validation_failed"));

    assertThat(event.batch()).isEqualTo(BATCH);
    assertThat(event.upload()).isEqualTo(new UploadId("f1f1c0de-0000-4000-8000-0000000000f5"));
    assertThat(event.file())
        .isEqualTo(new RejectedFile("tom.docx", "EMPTY_CONTENT", "The file holds no text"));
  }
}
