package com.huleedu.ras.domain.batch;

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
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.RejectedFile;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Events told in short words; the number is the second at which something happened. */
final class Story {
  static final BatchId B = new BatchId("b");
  private static final Instant START = Instant.parse("2025-06-28T08:00:00Z");

  private final List<CompletionEvent> events = new ArrayList<>();

  static Instant at(int second) {
    return START.plusSeconds(second);
  }

  static Stamp stamp(int second) {
    return new Stamp(at(second), new UUID(0, second), second);
  }

  static List<EssayId> essays(String... ids) {
    return Stream.of(ids).map(EssayId::new).toList();
  }

  Story registered(int second, String... essays) {
    return registered(second, B, List.of(), essays);
  }

  /** Of the flat shape, which says how many essays are expected and names no phases. */
  Story registeredFlat(int second, String... essays) {
    Registration registration =
        new Registration(
            new UserId("u"), essays.length, essays(essays), List.of(), "{}", "class", true);
    return add(new BatchRegistered(stamp(second), null, B, registration));
  }

  Story registered(int second, BatchId batch, List<Phase> requested, String... essays) {
    Registration registration =
        new Registration(new UserId("u"), essays.length, essays(essays), requested);
    events.add(new BatchRegistered(stamp(second), null, batch, registration));
    return this;
  }

  Story spellchecked(int second, String essay) {
    return spellchecked(second, essay, null, ProcessingStage.COMPLETED);
  }

  Story spellchecked(int second, String essay, BatchId parent, ProcessingStage stage) {
    SpellcheckResult result =
        new SpellcheckResult(stage, (long) second, null, new TextId("t" + second), null);
    events.add(new SpellcheckCompleted(stamp(second), null, new EssayId(essay), parent, result));
    return this;
  }

  Story ranked(int second, BatchId batch, String... essays) {
    return rankedBy("run " + second, second, batch, essays);
  }

  Story rankedBy(String run, int second, BatchId batch, String... essays) {
    Map<EssayId, CjResult> rankings = new LinkedHashMap<>();
    for (String essay : essays) {
      rankings.put(new EssayId(essay), new CjResult(run, (long) second, 0.5, null));
    }
    return add(new CjAssessmentCompleted(stamp(second), null, batch, rankings));
  }

  Story graded(int second, @Nullable String assignment, String run, String... essays) {
    Map<EssayId, CjResult> results = new LinkedHashMap<>();
    for (String essay : essays) {
      Grade grade = new Grade("B", 0.8, 0.7, "MID");
      results.put(new EssayId(essay), new CjResult(run, (long) second, 0.5, grade));
    }
    return add(new AssessmentResultPublished(stamp(second), null, B, assignment, results));
  }

  Story judged(int second, String run, List<EssayId> succeeded, List<EssayId> failed) {
    Map<EssayId, CjVerdict> verdicts = new LinkedHashMap<>();
    succeeded.forEach(essay -> verdicts.put(essay, new CjVerdict(run, true)));
    failed.forEach(essay -> verdicts.put(essay, new CjVerdict(run, false)));
    return add(new CjAssessmentCompleted(stamp(second), null, B, Map.of(), verdicts));
  }

  Story cjFailed(int second) {
    return add(
        new CjAssessmentFailed(stamp(second), null, B, new CjFailure("{\"at\":" + second + "}")));
  }

  Story slot(int second, BatchId batch, String essay) {
    Slot slot = new Slot(new UploadId("up " + second), "file " + second);
    return add(new EssaySlotAssigned(stamp(second), null, batch, new EssayId(essay), slot));
  }

  Story ended(int second, BatchStatus status, Phase... phases) {
    return add(new PipelineCompleted(stamp(second), null, B, status, Set.of(phases)));
  }

  Story rejected(int second, String upload) {
    RejectedFile file = new RejectedFile("file " + second, "EMPTY_CONTENT", null);
    return add(new FileRejected(stamp(second), null, B, new UploadId(upload), file));
  }

  Story outcome(
      int second, Phase phase, BatchStatus status, List<EssayId> processed, List<EssayId> failed) {
    PhaseOutcome outcome = new PhaseOutcome(status, processed, failed);
    events.add(new PhaseOutcomeAnnounced(stamp(second), null, B, phase, outcome));
    return this;
  }

  Story add(CompletionEvent event) {
    events.add(event);
    return this;
  }

  Facts facts() {
    return Facts.fold(events);
  }

  Batch batch() {
    return batch(B);
  }

  Batch batch(BatchId batch) {
    return batch(batch, PipelineEnds.READ);
  }

  Batch batch(BatchId batch, PipelineEnds pipelineEnds) {
    Facts facts = facts();
    return Batch.derive(
        facts.batches().get(batch),
        facts.pipelines().getOrDefault(batch, PipelineFacts.none(batch)),
        facts.outcomes().values().stream().filter(o -> o.batch().equals(batch)).toList(),
        facts.rejectedFiles().values().stream().filter(f -> f.batch().equals(batch)).toList(),
        facts.essays().values().stream()
            .filter(e -> e.membership() != null && e.membership().batch().equals(batch))
            .toList(),
        pipelineEnds);
  }
}
