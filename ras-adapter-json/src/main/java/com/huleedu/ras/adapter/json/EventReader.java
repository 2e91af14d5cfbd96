package com.huleedu.ras.adapter.json;

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
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The {@code data} of each kind of message, member by member as the contract lists them. */
final class EventReader {
  private final Counter skippedRankings;

  /**
   * @param skippedRankings counts rankings without an essay
   */
  EventReader(Counter skippedRankings) {
    this.skippedRankings = skippedRankings;
  }

  CompletionEvent read(EventKind kind, Envelope envelope) throws MalformedException {
    return switch (kind) {
      case BATCH_REGISTERED -> batchRegistered(envelope);
      case PHASE_OUTCOME -> phaseOutcome(envelope);
      case SPELLCHECK_COMPLETED -> spellcheck(envelope);
      case CJ_ASSESSMENT_COMPLETED -> cjAssessment(envelope);
    };
  }

  private static CompletionEvent batchRegistered(Envelope envelope) throws MalformedException {
    Members data = envelope.data();
    BatchId batch = data.id("batch_id", BatchId::new);
    long count = data.count("expected_essay_count");
    List<EssayId> essays = data.ids("essay_ids", EssayId::new);
    SystemMetadata.read(data.members("metadata"));
    data.text("course_code");
    data.text("essay_instructions");
    UserId owner = data.id("user_id", UserId::new);
    Registration registration = new Registration(owner, count, essays, requestedPhases(data));
    return new BatchRegistered(envelope.stamp(), envelope.correlationId(), batch, registration);
  }

  private static List<Phase> requestedPhases(Members data) throws MalformedException {
    List<Phase> phases = new ArrayList<>();
    JsonNode requested = data.find("requested_pipelines");
    if (requested != null && !requested.isNull()) {
      for (Members.Element element : data.elements("requested_pipelines")) {
        Phase.ofEventName(Members.text(element.node(), element.path())).ifPresent(phases::add);
      }
    }
    return phases;
  }

  private static CompletionEvent phaseOutcome(Envelope envelope) throws MalformedException {
    Members data = envelope.data();
    BatchId batch = data.id("batch_id", BatchId::new);
    Phase phase = oneOf(data, "phase_name", Phase::ofEventName);
    BatchStatus status = oneOf(data, "phase_status", BatchStatus::ofEventName);
    List<EssayId> processed = new ArrayList<>();
    for (Members.Element element : data.elements("processed_essays")) {
      Members essay = Members.of(element.node(), element.path());
      processed.add(essay.id("essay_id", EssayId::new));
      essay.id("text_storage_id", TextId::new);
    }
    List<EssayId> failed = data.ids("failed_essay_ids", EssayId::new);
    data.uuidOrNull("correlation_id");
    return new PhaseOutcomeAnnounced(
        envelope.stamp(),
        envelope.correlationId(),
        batch,
        phase,
        new PhaseOutcome(status, processed, failed));
  }

  private static <T> T oneOf(Members data, String name, Function<String, Optional<T>> known)
      throws MalformedException {
    String text = data.text(name);
    return known
        .apply(text)
        .orElseThrow(() ->
            new MalformedException(
                "unknown_value",
                data.path(name) + " is not a known value: " + Members.excerpt(text)));
  }

  private static CompletionEvent spellcheck(Envelope envelope) throws MalformedException {
    Members data = envelope.data();
    data.text("event_name");
    EntityReference reference = EntityReference.read(data.members("entity_ref"));
    boolean success = data.text("status").toLowerCase(Locale.ROOT).contains("success");
    SystemMetadata metadata = SystemMetadata.read(data.members("system_metadata"));
    TextId original = data.id("original_text_storage_id", TextId::new);
    TextId corrected = correctedText(data.membersOrNull("storage_metadata"));
    Long corrections = data.countOrNull("corrections_made");
    EntityReference entity = metadata.entity();
    String parent = entity.parentId() != null ? entity.parentId() : reference.parentId();
    return new SpellcheckCompleted(
        envelope.stamp(),
        envelope.correlationId(),
        new EssayId(entity.id()),
        parent == null ? null : new BatchId(parent),
        new SpellcheckResult(
            success ? ProcessingStage.COMPLETED : ProcessingStage.FAILED,
            corrections,
            corrected,
            original,
            success ? null : metadata.error()));
  }

  /** The first value under {@code references.corrected_text}, whatever its key. */
  private static @Nullable TextId correctedText(@Nullable Members storage)
      throws MalformedException {
    if (storage == null) {
      return null;
    }
    Members references = storage.membersIfPresent("references");
    Members texts = references == null ? null : references.membersIfPresent("corrected_text");
    if (texts == null) {
      return null;
    }
    TextId first = null;
    for (Map.Entry<String, JsonNode> entry : texts.node().properties()) {
      TextId text = Members.id(entry.getValue(), texts.path(entry.getKey()), TextId::new);
      first = first == null ? text : first;
    }
    return first;
  }

  private CompletionEvent cjAssessment(Envelope envelope) throws MalformedException {
    Members data = envelope.data();
    BatchId batch = new BatchId(EntityReference.read(data.members("entity_ref")).id());
    data.text("status");
    SystemMetadata.read(data.members("system_metadata"));
    data.text("cj_assessment_job_id");
    Map<EssayId, CjResult> rankings = new LinkedHashMap<>();
    for (Members.Element element : data.elements("rankings")) {
      Members ranking = Members.of(element.node(), element.path());
      EssayId essay = ranking.idOrNull("els_essay_id", EssayId::new);
      if (essay == null) {
        skippedRankings.increment();
        continue;
      }
      rankings.put(
          essay, new CjResult(ranking.integerOrNull("rank"), ranking.numberOrNull("score")));
    }
    return new CjAssessmentCompleted(envelope.stamp(), envelope.correlationId(), batch, rankings);
  }
}
