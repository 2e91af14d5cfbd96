package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The messages as the producers write them today. */
class RealMessagesTest {
  private static final BatchId BATCH = new BatchId("b1f1c0de-0000-4000-8000-000000000001");
  private static final EssayId E1 = new EssayId("e1f1c0de-0000-4000-8000-0000000000e1");
  private static final EssayId E2 = new EssayId("e1f1c0de-0000-4000-8000-0000000000e2");
  private static final UUID CORRELATION = UUID.fromString("c0c0c0c0-0000-4000-8000-000000000001");

  @Test
  void aRegistration() {
    var event = (BatchRegistered) Decoding.event(Decoding.REGISTERED, Decoding.registered());

    assertThat(event.batch()).isEqualTo(BATCH);
    assertThat(event.correlationId()).isEqualTo(CORRELATION);
    assertThat(event.stamp().time()).isEqualTo(Instant.parse("2025-06-28T21:42:05.123456Z"));
    assertThat(event.stamp().eventId())
        .isEqualTo(UUID.fromString("11111111-1111-4111-8111-000000000001"));
    assertThat(event.registration())
        .isEqualTo(new Registration(new UserId("user-42"), 2, List.of(E1, E2), List.of()));
  }

  @Test
  void outcomes() {
    assertThat(outcome("2_phase_outcome_success"))
        .isEqualTo(
            new PhaseOutcome(BatchStatus.COMPLETED_SUCCESSFULLY, List.of(E1, E2), List.of()));
    assertThat(outcome("3_phase_outcome_partial"))
        .isEqualTo(new PhaseOutcome(BatchStatus.COMPLETED_WITH_FAILURES, List.of(E1), List.of(E2)));
    assertThat(outcome("4_phase_outcome_failed"))
        .isEqualTo(new PhaseOutcome(BatchStatus.FAILED_CRITICALLY, List.of(), List.of(E1, E2)));
  }

  private static PhaseOutcome outcome(String name) {
    var event = (PhaseOutcomeAnnounced) Decoding.event(Decoding.OUTCOME, Decoding.real(name));
    assertThat(event.batch()).isEqualTo(BATCH);
    assertThat(event.phase()).isEqualTo(Phase.SPELLCHECK);
    return event.outcome();
  }

  @Test
  void aSpellcheckThatSucceeded() {
    var event = (SpellcheckCompleted) Decoding.event(Decoding.SPELLCHECK, Decoding.spellchecked());

    assertThat(event.essay()).isEqualTo(E1);
    assertThat(event.batch()).as("producers leave the parent null").isNull();
    assertThat(event.result())
        .isEqualTo(
            new SpellcheckResult(
                ProcessingStage.COMPLETED,
                5L,
                new TextId("txt-corr-e1"),
                new TextId("txt-orig-e1"),
                null));
  }

  @Test
  void aSpellcheckThatFailed() {
    var event =
        (SpellcheckCompleted) Decoding.event(Decoding.SPELLCHECK, Decoding.spellcheckFailed());

    assertThat(event.result())
        .isEqualTo(
            new SpellcheckResult(
                ProcessingStage.FAILED,
                null,
                null,
                new TextId("txt-orig-e1"),
                "{\"fetch_error\":\"Failed to fetch original content: 404\"}"));
  }

  @Test
  void aRanking() {
    var event = (CjAssessmentCompleted) Decoding.event(Decoding.CJ, Decoding.ranked());

    assertThat(event.batch()).isEqualTo(BATCH);
    assertThat(event.rankings())
        .containsExactly(
            entry(E1, new CjResult("17", 1L, 0.7312, null)),
            entry(E2, new CjResult("17", 2L, -0.7312, null)));
  }
}
