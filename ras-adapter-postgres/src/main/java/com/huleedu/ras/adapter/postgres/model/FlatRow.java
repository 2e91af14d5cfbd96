package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.ClosedPhase;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.batch.Register;
import com.huleedu.ras.domain.batch.RejectedFileFacts;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.RejectedFile;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A row of {@link WholeBatchesSql} as facts. */
final class FlatRow {
  private static final SortedSet<UserId> NO_OWNERS = Collections.emptySortedSet();
  private static final SortedSet<BatchId> NO_CLAIMANTS = Collections.emptySortedSet();
  private static final UUID NO_ID = new UUID(0, 0);

  private FlatRow() {}

  /** Whether all rows of its kind together fit one answer. */
  static boolean fits(ResultSet row) throws SQLException {
    return row.getBoolean(FlatColumns.FITS);
  }

  /** How many batches a user has. */
  static long total(ResultSet row) throws SQLException {
    return row.getLong(FlatColumns.NUMBER);
  }

  /** Without the owners that were, who have no place in an answer. */
  static BatchFacts batch(ResultSet row) throws SQLException {
    Registration registration =
        new Registration(
            new UserId(row.getString(FlatColumns.ID)),
            row.getLong(FlatColumns.NUMBER),
            texts(row.getArray(FlatColumns.TEXTS)).map(EssayId::new).toList(),
            texts(row.getArray(FlatColumns.PHASES)).map(FactRecords::phase).toList(),
            row.getString(FlatColumns.PROMPT),
            row.getString(FlatColumns.CLASS),
            row.getBoolean(FlatColumns.FLAT));
    return new BatchFacts(
        new BatchId(row.getString(FlatColumns.BATCH)),
        new Register<>(stamp(row), registration),
        ServerTime.of(row, FlatColumns.FIRST),
        NO_OWNERS);
  }

  static PipelineFacts pipeline(ResultSet row) throws SQLException {
    Stamp failure =
        stampOrNull(row, FlatColumns.CJ_AT, FlatColumns.CJ_EVENT, FlatColumns.CJ_DIGEST);
    Stamp end = stampOrNull(row, FlatColumns.AT, FlatColumns.EVENT, FlatColumns.DIGEST);
    Instant assigned = ServerTime.ofAny(row, FlatColumns.ASSIGNMENT_AT);
    return new PipelineFacts(
        new BatchId(row.getString(FlatColumns.BATCH)),
        failure == null
            ? null
            : new Register<>(failure, new CjFailure(row.getString(FlatColumns.ERROR))),
        end == null
            ? null
            : new Register<>(end, FactRecords.status(row.getString(FlatColumns.STATE))),
        assigned == null
            ? null
            : new Register<>(known(assigned), row.getString(FlatColumns.ASSIGNMENT)),
        namings(row.getArray(FlatColumns.TEXTS)),
        ServerTime.ofAny(row, FlatColumns.FIRST));
  }

  private static SortedMap<Phase, Stamp> namings(Array array) throws SQLException {
    SortedMap<Phase, Stamp> namings = new TreeMap<>();
    texts(array)
        .map(naming -> naming.split(" ", -1))
        .forEach(words -> namings.put(FactRecords.phase(words[0]), FactTexts.stamp(words, 1)));
    return namings;
  }

  static RejectedFileFacts rejectedFile(ResultSet row) throws SQLException {
    return new RejectedFileFacts(
        new BatchId(row.getString(FlatColumns.BATCH)),
        new UploadId(row.getString(FlatColumns.ID)),
        new Register<>(
            stamp(row),
            new RejectedFile(
                row.getString(FlatColumns.FILE),
                row.getString(FlatColumns.STATE),
                row.getString(FlatColumns.ERROR))));
  }

  static ClosedPhase closed(ResultSet row) throws SQLException {
    return new ClosedPhase(
        FactRecords.phase(row.getString(FlatColumns.ID)),
        FactRecords.status(row.getString(FlatColumns.STATE)),
        stamp(row),
        row.getLong(FlatColumns.NUMBER),
        ServerTime.of(row, FlatColumns.FIRST));
  }

  /** The same with its essays, where any outcome of its batch names one as failed. */
  static Optional<OutcomeFacts> outcome(ResultSet row, ClosedPhase closed) throws SQLException {
    Array failed = row.getArray(FlatColumns.PHASES);
    if (failed == null) {
      return Optional.empty();
    }
    PhaseOutcome outcome =
        new PhaseOutcome(
            closed.status(),
            texts(row.getArray(FlatColumns.TEXTS)).map(EssayId::new).toList(),
            texts(failed).map(EssayId::new).toList());
    return Optional.of(
        new OutcomeFacts(
            new BatchId(row.getString(FlatColumns.BATCH)),
            closed.phase(),
            new Register<>(closed.stamp(), outcome),
            closed.firstEvidence()));
  }

  /** Why it is a member has no place in an answer, nor have its claimants. */
  static EssayFacts member(ResultSet row) throws SQLException {
    return new EssayFacts(
        new EssayId(row.getString(FlatColumns.ID)),
        null,
        NO_CLAIMANTS,
        spellcheck(row),
        cj(row),
        verdict(row),
        slot(row),
        ServerTime.ofAny(row, FlatColumns.FIRST));
  }

  private static @Nullable Register<SpellcheckResult> spellcheck(ResultSet row)
      throws SQLException {
    String stage = row.getString(FlatColumns.STATE);
    if (stage == null) {
      return null;
    }
    String corrected = row.getString(FlatColumns.CORRECTED);
    SpellcheckResult result =
        new SpellcheckResult(
            ProcessingStage.valueOf(stage.toUpperCase(Locale.ROOT)),
            number(row, FlatColumns.NUMBER),
            corrected == null ? null : new TextId(corrected),
            new TextId(row.getString(FlatColumns.ORIGINAL)),
            row.getString(FlatColumns.ERROR));
    return new Register<>(stamp(row), result);
  }

  private static @Nullable Register<CjResult> cj(ResultSet row) throws SQLException {
    Stamp stamp = stampOrNull(row, FlatColumns.CJ_AT, FlatColumns.CJ_EVENT, FlatColumns.CJ_DIGEST);
    if (stamp == null) {
      return null;
    }
    CjResult result =
        new CjResult(
            row.getString(FlatColumns.RUN),
            number(row, FlatColumns.RANK),
            real(row, FlatColumns.SCORE),
            grade(row));
    return new Register<>(stamp, result);
  }

  private static @Nullable Grade grade(ResultSet row) throws SQLException {
    String letter = row.getString(FlatColumns.LETTER);
    return letter == null
        ? null
        : new Grade(
            letter,
            real(row, FlatColumns.NORMALIZED),
            real(row, FlatColumns.CONFIDENCE),
            row.getString(FlatColumns.LABEL));
  }

  private static @Nullable Register<CjVerdict> verdict(ResultSet row) throws SQLException {
    Stamp stamp =
        stampOrNull(
            row, FlatColumns.VERDICT_AT, FlatColumns.VERDICT_EVENT, FlatColumns.VERDICT_DIGEST);
    return stamp == null
        ? null
        : new Register<>(
            stamp,
            new CjVerdict(
                row.getString(FlatColumns.VERDICT_RUN), row.getBoolean(FlatColumns.SUCCEEDED)));
  }

  private static @Nullable Register<Slot> slot(ResultSet row) throws SQLException {
    Instant at = ServerTime.ofAny(row, FlatColumns.SLOT_AT);
    return at == null
        ? null
        : new Register<>(
            known(at),
            new Slot(
                new UploadId(row.getString(FlatColumns.UPLOAD)), row.getString(FlatColumns.FILE)));
  }

  private static @Nullable Double real(ResultSet row, int column) throws SQLException {
    double number = row.getDouble(column);
    return row.wasNull() ? null : number;
  }

  private static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  /** Of a register of which an answer has no more than the time. */
  private static Stamp known(Instant at) {
    return new Stamp(at, NO_ID, 0);
  }

  private static @Nullable Stamp stampOrNull(ResultSet row, int at, int eventId, int digest)
      throws SQLException {
    Instant time = ServerTime.ofAny(row, at);
    return time == null
        ? null
        : new Stamp(time, row.getObject(eventId, UUID.class), row.getLong(digest));
  }

  private static Stamp stamp(ResultSet row) throws SQLException {
    return new Stamp(
        ServerTime.of(row, FlatColumns.AT),
        row.getObject(FlatColumns.EVENT, UUID.class),
        row.getLong(FlatColumns.DIGEST));
  }

  private static Stream<String> texts(Array array) throws SQLException {
    return Stream.of((String[]) array.getArray());
  }
}
