package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.FileRejected;
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
import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The {@code data} of each kind of message, member by member as the contract lists them. */
final class EventReader {
  private static final String PHASE_NOT_SHOWN = "student_matching";

  private final CjReader cj;

  /**
   * @param skippedRankings counts rankings without an essay
   */
  EventReader(Counter skippedRankings) {
    this.cj = new CjReader(skippedRankings);
  }

  CompletionEvent read(EventKind kind, Envelope envelope) throws MalformedException {
    return switch (kind) {
      case BATCH_REGISTERED -> batchRegistered(envelope);
      case PHASE_OUTCOME -> phaseOutcome(envelope);
      case SPELLCHECK_COMPLETED -> spellcheck(envelope);
      case SPELLCHECK_RESULTS -> richSpellcheck(envelope);
      case CJ_ASSESSMENT_COMPLETED -> cj.completed(envelope);
      case ASSESSMENT_RESULT -> cj.result(envelope);
      case CJ_ASSESSMENT_FAILED -> CjReader.failed(envelope);
      case ESSAY_SLOT_ASSIGNED -> slotAssigned(envelope);
      case PIPELINE_COMPLETED -> pipelineCompleted(envelope);
      case FILE_REJECTED -> fileRejected(envelope);
    };
  }

  private static CompletionEvent batchRegistered(Envelope envelope) throws MalformedException {
    Members data = envelope.data();
    boolean flat = !data.has("batch_id") && data.has("entity_id");
    BatchId batch = data.id(flat ? "entity_id" : "batch_id", BatchId::new);
    long count = data.count("expected_essay_count");
    List<EssayId> essays = data.ids("essay_ids", EssayId::new);
    SystemMetadata.read(data.members("metadata"));
    data.text("course_code");
    if (flat) {
      data.textOrNull("essay_instructions");
    } else {
      data.text("essay_instructions");
    }
    Members prompt = data.membersOrNull("student_prompt_ref");
    Registration registration =
        new Registration(
            data.id("user_id", UserId::new),
            count,
            essays,
            data.has("requested_pipelines") ? phases(data, "requested_pipelines") : List.of(),
            prompt == null ? null : JsonText.write(prompt.node()),
            data.keptOrNull("class_id"),
            flat);
    return new BatchRegistered(envelope.stamp(), envelope.correlationId(), batch, registration);
  }

  /** The known ones of the phases that are named in a list. */
  private static List<Phase> phases(Members data, String name) throws MalformedException {
    return data.texts(name).stream().flatMap(phase -> Phase.ofEventName(phase).stream()).toList();
  }

  private static CompletionEvent phaseOutcome(Envelope envelope) throws MalformedException {
    Members data = envelope.data();
    BatchId batch = data.id("batch_id", BatchId::new);
    boolean shown = !data.text("phase_name").equals(PHASE_NOT_SHOWN);
    Phase phase = shown ? oneOf(data, "phase_name", Phase::ofEventName) : null;
    BatchStatus status = oneOf(data, "phase_status", BatchStatus::ofEventName);
    List<EssayId> processed = new ArrayList<>();
    for (Members.Element element : data.elements("processed_essays")) {
      Members essay = Members.of(element.node(), element.path());
      processed.add(essay.id("essay_id", EssayId::new));
      essay.id("text_storage_id", TextId::new);
    }
    List<EssayId> failed = data.ids("failed_essay_ids", EssayId::new);
    data.uuidOrNull("correlation_id");
    if (phase == null) {
      return new SaidNothing(
          envelope.stamp(), envelope.correlationId(), batch, NoEffect.PHASE_NOT_SHOWN);
    }
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
    EntityReference reference = EntityReference.ofData(data);
    SystemMetadata metadata = SystemMetadata.read(data.members("system_metadata"));
    TextId corrected = correctedText(data.membersOrNull("storage_metadata"));
    EntityReference entity = metadata.entity();
    String parent = entity.parentId() != null ? entity.parentId() : reference.parentId();
    return new SpellcheckCompleted(
        envelope.stamp(),
        envelope.correlationId(),
        new EssayId(entity.id()),
        parent == null ? null : new BatchId(parent),
        spellcheckResult(data, metadata, corrected));
  }

  private static CompletionEvent richSpellcheck(Envelope envelope) throws MalformedException {
    Members data = envelope.data();
    BatchId batch = data.id("batch_id", BatchId::new);
    EssayId essay = data.idOrNull("entity_id", EssayId::new);
    SystemMetadata metadata = SystemMetadata.read(data.members("system_metadata"));
    TextId corrected = data.idOrNull("corrected_text_storage_id", TextId::new);
    return new SpellcheckCompleted(
        envelope.stamp(),
        envelope.correlationId(),
        essay == null ? new EssayId(metadata.entity().id()) : essay,
        batch,
        spellcheckResult(data, metadata, corrected));
  }

  private static SpellcheckResult spellcheckResult(
      Members data, SystemMetadata metadata, @Nullable TextId corrected) throws MalformedException {
    boolean success = data.text("status").toLowerCase(Locale.ROOT).contains("success");
    return new SpellcheckResult(
        success ? ProcessingStage.COMPLETED : ProcessingStage.FAILED,
        data.countOrNull("corrections_made"),
        corrected,
        data.id("original_text_storage_id", TextId::new),
        success ? null : metadata.error());
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

  private static CompletionEvent slotAssigned(Envelope envelope) throws MalformedException {
    Members data = envelope.data();
    BatchId batch = data.id("batch_id", BatchId::new);
    EssayId essay = data.id("essay_id", EssayId::new);
    UploadId upload = data.id("file_upload_id", UploadId::new);
    data.id("text_storage_id", TextId::new);
    Slot slot = new Slot(upload, data.keptOrNull("original_file_name"));
    return new EssaySlotAssigned(envelope.stamp(), envelope.correlationId(), batch, essay, slot);
  }

  private static CompletionEvent pipelineCompleted(Envelope envelope) throws MalformedException {
    Members data = envelope.data();
    return new PipelineCompleted(
        envelope.stamp(),
        envelope.correlationId(),
        data.id("batch_id", BatchId::new),
        oneOf(data, "final_status", BatchStatus::ofEventName),
        Set.copyOf(phases(data, "completed_phases")));
  }

  private static CompletionEvent fileRejected(Envelope envelope) throws MalformedException {
    Members data = envelope.data();
    BatchId batch = data.id("entity_id", BatchId::new);
    UploadId upload = data.id("file_upload_id", UploadId::new);
    Members detail = data.membersOrNull("validation_error_detail");
    RejectedFile file =
        new RejectedFile(
            data.kept("original_file_name"),
            data.kept("validation_error_code"),
            detail == null ? null : detail.keptOrNull("message"));
    return new FileRejected(envelope.stamp(), envelope.correlationId(), batch, upload, file);
  }
}
