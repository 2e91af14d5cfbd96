package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.ESSAY_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.PHASE_OUTCOMES;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.Claim;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.batch.Register;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Rows as facts: the reading half of the mapping, {@link FactTables} writes. */
public final class FactRecords {
  private FactRecords() {}

  public static BatchFacts batch(Record row) {
    Registration registration =
        new Registration(
            new UserId(row.get(BATCH_RESULTS.USER_ID)),
            row.get(BATCH_RESULTS.ESSAY_COUNT),
            list(row.get(BATCH_RESULTS.ESSAY_IDS), EssayId::new),
            list(row.get(BATCH_RESULTS.REQUESTED_PHASES), FactRecords::phase),
            row.get(BATCH_RESULTS.STUDENT_PROMPT_REF),
            row.get(BATCH_RESULTS.CLASS_ID),
            Boolean.TRUE.equals(row.get(BATCH_RESULTS.FLAT)));
    Stamp stamp =
        stamp(
            row.get(BATCH_RESULTS.REGISTERED_AT),
            row.get(BATCH_RESULTS.REGISTERED_EVENT_ID),
            row.get(BATCH_RESULTS.REGISTERED_DIGEST));
    return new BatchFacts(
        new BatchId(row.get(BATCH_RESULTS.BATCH_ID)),
        new Register<>(stamp, registration),
        row.get(BATCH_RESULTS.CREATED_AT).toInstant(),
        set(row.get(BATCH_RESULTS.OWNERS), UserId::new));
  }

  public static OutcomeFacts outcome(Record row) {
    PhaseOutcome outcome =
        new PhaseOutcome(
            status(row.get(PHASE_OUTCOMES.STATUS)),
            list(row.get(PHASE_OUTCOMES.PROCESSED_IDS), EssayId::new),
            list(row.get(PHASE_OUTCOMES.FAILED_IDS), EssayId::new));
    Stamp stamp =
        stamp(
            row.get(PHASE_OUTCOMES.OUTCOME_AT),
            row.get(PHASE_OUTCOMES.OUTCOME_EVENT_ID),
            row.get(PHASE_OUTCOMES.OUTCOME_DIGEST));
    return new OutcomeFacts(
        new BatchId(row.get(PHASE_OUTCOMES.BATCH_ID)),
        phase(row.get(PHASE_OUTCOMES.PHASE)),
        new Register<>(stamp, outcome),
        row.get(PHASE_OUTCOMES.FIRST_EVIDENCE_AT).toInstant());
  }

  public static EssayFacts essay(Record row) {
    return new EssayFacts(
        new EssayId(row.get(ESSAY_RESULTS.ESSAY_ID)),
        membership(row),
        set(row.get(ESSAY_RESULTS.CLAIMANTS), BatchId::new),
        spellcheck(row),
        cj(row),
        verdict(row),
        slot(row),
        instant(row.get(ESSAY_RESULTS.FIRST_EVIDENCE_AT)));
  }

  private static @Nullable Claim membership(Record row) {
    if (row.get(ESSAY_RESULTS.CLAIM_AT) == null) {
      return null;
    }
    return new Claim(
        new BatchId(row.get(ESSAY_RESULTS.BATCH_ID)),
        kind(row),
        stamp(
            row.get(ESSAY_RESULTS.CLAIM_AT),
            row.get(ESSAY_RESULTS.CLAIM_EVENT_ID),
            row.get(ESSAY_RESULTS.CLAIM_DIGEST)));
  }

  private static Claim.Kind kind(Record row) {
    if (row.get(ESSAY_RESULTS.CLAIM_BY_REGISTRATION)) {
      return Claim.Kind.REGISTRATION;
    }
    return row.get(ESSAY_RESULTS.CLAIM_BY_SLOT) == null ? Claim.Kind.RESULT : Claim.Kind.SLOT;
  }

  private static @Nullable Register<SpellcheckResult> spellcheck(Record row) {
    if (row.get(ESSAY_RESULTS.SPELLCHECK_AT) == null) {
      return null;
    }
    String corrected = row.get(ESSAY_RESULTS.CORRECTED_TEXT_ID);
    SpellcheckResult result =
        new SpellcheckResult(
            ProcessingStage.valueOf(
                row.get(ESSAY_RESULTS.SPELLCHECK_STAGE).toUpperCase(Locale.ROOT)),
            row.get(ESSAY_RESULTS.CORRECTION_COUNT),
            corrected == null ? null : new TextId(corrected),
            new TextId(row.get(ESSAY_RESULTS.ORIGINAL_TEXT_ID)),
            row.get(ESSAY_RESULTS.SPELLCHECK_ERROR));
    Stamp stamp =
        stamp(
            row.get(ESSAY_RESULTS.SPELLCHECK_AT),
            row.get(ESSAY_RESULTS.SPELLCHECK_EVENT_ID),
            row.get(ESSAY_RESULTS.SPELLCHECK_DIGEST));
    return new Register<>(stamp, result);
  }

  private static @Nullable Register<CjResult> cj(Record row) {
    return register(
        stampOrNull(
            row.get(ESSAY_RESULTS.CJ_AT),
            row.get(ESSAY_RESULTS.CJ_EVENT_ID),
            row.get(ESSAY_RESULTS.CJ_DIGEST)),
        () ->
            new CjResult(
                row.get(ESSAY_RESULTS.CJ_RUN),
                row.get(ESSAY_RESULTS.CJ_RANK),
                row.get(ESSAY_RESULTS.CJ_SCORE),
                grade(
                    row.get(ESSAY_RESULTS.CJ_LETTER_GRADE),
                    row.get(ESSAY_RESULTS.CJ_NORMALIZED_SCORE),
                    row.get(ESSAY_RESULTS.CJ_CONFIDENCE),
                    row.get(ESSAY_RESULTS.CJ_CONFIDENCE_LABEL))));
  }

  static @Nullable Grade grade(
      @Nullable String letter,
      @Nullable Double normalizedScore,
      @Nullable Double confidence,
      @Nullable String label) {
    return letter == null ? null : new Grade(letter, normalizedScore, confidence, label);
  }

  private static @Nullable Register<CjVerdict> verdict(Record row) {
    return register(
        stampOrNull(
            row.get(ESSAY_RESULTS.VERDICT_AT),
            row.get(ESSAY_RESULTS.VERDICT_EVENT_ID),
            row.get(ESSAY_RESULTS.VERDICT_DIGEST)),
        () ->
            new CjVerdict(
                row.get(ESSAY_RESULTS.VERDICT_RUN), row.get(ESSAY_RESULTS.VERDICT_SUCCEEDED)));
  }

  private static @Nullable Register<Slot> slot(Record row) {
    return register(
        stampOrNull(
            row.get(ESSAY_RESULTS.SLOT_AT),
            row.get(ESSAY_RESULTS.SLOT_EVENT_ID),
            row.get(ESSAY_RESULTS.SLOT_DIGEST)),
        () ->
            new Slot(
                new UploadId(row.get(ESSAY_RESULTS.FILE_UPLOAD_ID)),
                row.get(ESSAY_RESULTS.FILE_NAME)));
  }

  /** A register that was written once has a stamp. */
  static <T> @Nullable Register<T> register(@Nullable Stamp stamp, Supplier<T> value) {
    return stamp == null ? null : new Register<>(stamp, value.get());
  }

  static @Nullable Stamp stampOrNull(
      @Nullable OffsetDateTime at, @Nullable UUID eventId, @Nullable Long digest) {
    return at == null || eventId == null || digest == null ? null : stamp(at, eventId, digest);
  }

  static Stamp stamp(OffsetDateTime at, UUID eventId, long digest) {
    return new Stamp(at.toInstant(), eventId, digest);
  }

  static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  static Phase phase(String name) {
    return Phase.ofEventName(name).orElseThrow();
  }

  static BatchStatus status(String name) {
    return BatchStatus.ofEventName(name).orElseThrow();
  }

  /** In place of a column that an answer needs nothing of. */
  static Field<String[]> none(Field<String[]> column) {
    return DSL.field("'{}'::text[]", String[].class).as(column);
  }

  private static <T> List<T> list(String[] texts, Function<String, T> value) {
    return Arrays.stream(texts).map(value).toList();
  }

  private static <T extends Comparable<T>> SortedSet<T> set(
      String[] texts, Function<String, T> value) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(list(texts, value)));
  }
}
