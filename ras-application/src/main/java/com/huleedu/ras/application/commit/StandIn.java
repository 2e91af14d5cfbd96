package com.huleedu.ras.application.commit;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
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
import com.huleedu.ras.domain.event.Stamp;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An event of the same kind and size as another, with ids and texts that nobody has: what the
 * database does for it is what it does for the other, but for what is special about that.
 */
final class StandIn {
  private static final int LONGEST_ID = 255;
  private static final Duration LATER = Duration.ofSeconds(1);

  private final CompletionEvent original;
  private final Map<String, String> names = new HashMap<>();

  StandIn(CompletionEvent original) {
    this.original = original;
  }

  /** To be recorded one after the other: rows that are new, and then the same rows changed. */
  List<Facts> facts() {
    Stamp stamp = original.stamp();
    Stamp later = new Stamp(stamp.time().plus(LATER), stamp.eventId(), stamp.digest());
    return List.of(Facts.fold(List.of(at(stamp))), Facts.fold(List.of(at(later))));
  }

  private CompletionEvent at(Stamp stamp) {
    return switch (original) {
      case BatchRegistered(var _, var _, BatchId batch, Registration registration) ->
          new BatchRegistered(stamp, null, other(batch), other(registration));
      case PhaseOutcomeAnnounced(var _, var _, BatchId batch, var phase, PhaseOutcome outcome) ->
          new PhaseOutcomeAnnounced(
              stamp,
              null,
              other(batch),
              phase,
              new PhaseOutcome(
                  outcome.status(), others(outcome.processed()), others(outcome.failed())));
      case SpellcheckCompleted(var _, var _, EssayId essay, var batch, SpellcheckResult result) ->
          new SpellcheckCompleted(
              stamp, null, other(essay), batch == null ? null : other(batch), other(result));
      case CjAssessmentCompleted(var _, var _, BatchId batch, var rankings, var verdicts) ->
          new CjAssessmentCompleted(
              stamp, null, other(batch), others(rankings), others(verdicts, this::other));
      case AssessmentResultPublished(var _, var _, BatchId batch, var assignment, var results) ->
          new AssessmentResultPublished(
              stamp, null, other(batch), otherText(assignment), others(results));
      case CjAssessmentFailed(var _, var _, BatchId batch, CjFailure failure) ->
          new CjAssessmentFailed(stamp, null, other(batch), new CjFailure(asLong(failure.error())));
      case EssaySlotAssigned(var _, var _, BatchId batch, EssayId essay, Slot slot) ->
          new EssaySlotAssigned(stamp, null, other(batch), other(essay), other(slot));
      case PipelineCompleted(var _, var _, BatchId batch, var status, var phases) ->
          new PipelineCompleted(stamp, null, other(batch), status, phases);
      case FileRejected(var _, var _, BatchId batch, UploadId upload, RejectedFile file) ->
          new FileRejected(stamp, null, other(batch), other(upload), other(file));
      case SaidNothing(var _, var _, BatchId batch, NoEffect reason) ->
          new SaidNothing(stamp, null, other(batch), reason);
    };
  }

  private Registration other(Registration registration) {
    return new Registration(
        new UserId(name(registration.owner().value())),
        registration.essayCount(),
        others(registration.essays()),
        registration.requestedPhases(),
        asLong(registration.promptRef()),
        otherText(registration.classId()),
        registration.flat());
  }

  private Map<EssayId, CjResult> others(Map<EssayId, CjResult> results) {
    return others(results, this::other);
  }

  private <V> Map<EssayId, V> others(Map<EssayId, V> originals, UnaryOperator<V> other) {
    Map<EssayId, V> others = new LinkedHashMap<>();
    originals.forEach((essay, value) -> others.put(other(essay), other.apply(value)));
    return others;
  }

  private CjResult other(CjResult result) {
    Grade grade = result.grade();
    return new CjResult(
        otherText(result.run()),
        result.rank(),
        result.score(),
        grade == null
            ? null
            : new Grade(
                noise(grade.letter().length()),
                grade.normalizedScore(),
                grade.confidence(),
                otherText(grade.confidenceLabel())));
  }

  private CjVerdict other(CjVerdict verdict) {
    return new CjVerdict(noise(verdict.run().length()), verdict.succeeded());
  }

  private Slot other(Slot slot) {
    return new Slot(other(slot.upload()), otherText(slot.fileName()));
  }

  private static RejectedFile other(RejectedFile file) {
    return new RejectedFile(
        noise(file.fileName().length()),
        noise(file.errorCode().length()),
        otherText(file.message()));
  }

  private SpellcheckResult other(SpellcheckResult result) {
    TextId corrected = result.correctedText();
    return new SpellcheckResult(
        result.stage(),
        result.corrections(),
        corrected == null ? null : new TextId(name(corrected.value())),
        new TextId(name(result.originalText().value())),
        asLong(result.error()));
  }

  /** A JSON text of about the same length, and as hard to make smaller as any. */
  private static @Nullable String asLong(@Nullable String json) {
    return json == null ? null : '"' + noise(json.length()) + '"';
  }

  private static @Nullable String otherText(@Nullable String text) {
    return text == null ? null : noise(text.length());
  }

  /** A text of about this length. */
  private static String noise(int length) {
    byte[] noise = new byte[length / 2];
    ThreadLocalRandom.current().nextBytes(noise);
    return HexFormat.of().formatHex(noise);
  }

  private List<EssayId> others(List<EssayId> essays) {
    return essays.stream().map(this::other).toList();
  }

  private EssayId other(EssayId essay) {
    return new EssayId(name(essay.value()));
  }

  private UploadId other(UploadId upload) {
    return new UploadId(name(upload.value()));
  }

  private BatchId other(BatchId batch) {
    return new BatchId(name(batch.value()));
  }

  /** Ids are mostly of this form; anywhere in an index, as those of others are. */
  private String name(String original) {
    return names.computeIfAbsent(
        original,
        _ -> {
          String id = UUID.randomUUID().toString();
          int length = Math.clamp(original.length(), id.length(), LONGEST_ID);
          return id.repeat(LONGEST_ID / id.length() + 1).substring(0, length);
        });
  }
}
