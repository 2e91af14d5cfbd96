package com.huleedu.ras.testkit.contract;

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
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.RejectedFile;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One small story, by name: a batch that changes its owner, and another that wants its essay. */
final class Example {
  static final BatchId BATCH = new BatchId("batch");
  static final BatchId OTHER_BATCH = new BatchId("other batch");
  static final EssayId ESSAY = new EssayId("essay");
  static final UserId ADA = new UserId("ada");
  static final UserId GRACE = new UserId("grace");
  static final Partition PARTITION = new Partition("topic", 3);
  static final Partition OTHER_PARTITION = new Partition("topic", 12);

  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private Example() {}

  static CompletionEvent registeredByAda() {
    return registered(1, BATCH, ADA);
  }

  static CompletionEvent registeredByGrace() {
    return registered(2, BATCH, GRACE);
  }

  static CompletionEvent otherBatchClaimsTheEssay() {
    return registered(3, OTHER_BATCH, GRACE);
  }

  /** Three results: of the spellcheck, which names no batch, of the ranking, and of a phase. */
  static List<CompletionEvent> resultsOfAda() {
    SpellcheckResult checked =
        new SpellcheckResult(ProcessingStage.COMPLETED, 7L, null, new TextId("text"), null);
    return List.of(
        new SpellcheckCompleted(stamp(4), null, ESSAY, null, checked),
        new CjAssessmentCompleted(stamp(5), null, BATCH, Map.of(ESSAY, new CjResult(1L, -0.25))),
        new PhaseOutcomeAnnounced(
            stamp(6),
            null,
            BATCH,
            Phase.SPELLCHECK,
            new PhaseOutcome(BatchStatus.COMPLETED_SUCCESSFULLY, List.of(ESSAY), List.of())));
  }

  /** A newer result of the spellcheck: it failed. */
  static CompletionEvent spellcheckFailed(String error) {
    return new SpellcheckCompleted(
        stamp(7),
        null,
        ESSAY,
        null,
        new SpellcheckResult(ProcessingStage.FAILED, null, null, new TextId("text"), error));
  }

  /** What was read of the registration by Ada once more was known of it. */
  static CompletionEvent registeredByAdaWithClass(String classId) {
    Registration registration =
        new Registration(ADA, 1, List.of(ESSAY), List.of(), "{\"p\":1}", classId, true);
    return new BatchRegistered(stamp(1), null, BATCH, registration);
  }

  /** What names the batch, and none of its essays. */
  static List<CompletionEvent> eventsOfTheBatchAlone() {
    RejectedFile file = new RejectedFile("tom.docx", "EMPTY_CONTENT", null);
    return List.of(
        new CjAssessmentFailed(stamp(10), null, BATCH, new CjFailure("{\"why\":1}")),
        new PipelineCompleted(stamp(11), null, BATCH, BatchStatus.CANCELLED, Set.of(Phase.NLP)),
        new AssessmentResultPublished(stamp(12), null, BATCH, "assignment", Map.of()),
        new FileRejected(stamp(13), null, BATCH, new UploadId("upload"), file));
  }

  static DeadLetter deadLetter(Partition partition, long offset, String type) {
    return new DeadLetter(
        new RawMessage(
            partition,
            offset,
            START.plusMillis(offset),
            "key".getBytes(StandardCharsets.UTF_8),
            List.of(),
            "{".getBytes(StandardCharsets.UTF_8)),
        new DeadLetterReason(type, "value: an object was expected"),
        START.plusSeconds(60));
  }

  private static CompletionEvent registered(int second, BatchId batch, UserId owner) {
    return new BatchRegistered(
        stamp(second), null, batch, new Registration(owner, 1, List.of(ESSAY), List.of()));
  }

  private static Stamp stamp(int second) {
    return new Stamp(START.plusSeconds(second), new UUID(0, second), second);
  }
}
