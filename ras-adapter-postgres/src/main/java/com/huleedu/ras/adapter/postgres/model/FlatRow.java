package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.ClosedPhase;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.batch.Register;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A row of {@link WholeBatchesSql}, by the places of its columns. */
final class FlatRow {
  static final int IS_BATCH = 0;
  static final int IS_OUTCOME = 1;
  static final int IS_TOTAL = 3;

  static final int KIND = 1;
  static final int BATCH = 2;
  private static final int ID = 3;
  private static final int AT = 4;
  private static final int EVENT = 5;
  private static final int DIGEST = 6;
  private static final int FIRST = 7;
  private static final int NUMBER = 8;
  private static final int STATE = 9;
  private static final int CORRECTED = 10;
  private static final int ORIGINAL = 11;
  private static final int ERROR = 12;
  private static final int CJ_AT = 13;
  private static final int CJ_EVENT = 14;
  private static final int CJ_DIGEST = 15;
  private static final int RANK = 16;
  private static final int SCORE = 17;
  private static final int TEXTS = 18;
  private static final int PHASES = 19;
  private static final int FITS = 20;

  private static final SortedSet<UserId> NO_OWNERS = Collections.emptySortedSet();
  private static final SortedSet<BatchId> NO_CLAIMANTS = Collections.emptySortedSet();

  private FlatRow() {}

  /** Whether all rows of its kind together fit one answer. */
  static boolean fits(ResultSet row) throws SQLException {
    return row.getBoolean(FITS);
  }

  /** How many batches a user has. */
  static long total(ResultSet row) throws SQLException {
    return row.getLong(NUMBER);
  }

  /** Without the owners that were, who have no place in an answer. */
  static BatchFacts batch(ResultSet row) throws SQLException {
    Registration registration =
        new Registration(
            new UserId(row.getString(ID)),
            row.getLong(NUMBER),
            texts(row.getArray(TEXTS)).map(EssayId::new).toList(),
            texts(row.getArray(PHASES)).map(FactRecords::phase).toList());
    return new BatchFacts(
        new BatchId(row.getString(BATCH)),
        new Register<>(stamp(row), registration),
        time(row, FIRST),
        NO_OWNERS);
  }

  static ClosedPhase closed(ResultSet row) throws SQLException {
    return new ClosedPhase(
        FactRecords.phase(row.getString(ID)),
        FactRecords.status(row.getString(STATE)),
        stamp(row),
        row.getLong(NUMBER),
        time(row, FIRST));
  }

  /** The same with its essays, where any outcome of its batch names one as failed. */
  static Optional<OutcomeFacts> outcome(ResultSet row, ClosedPhase closed) throws SQLException {
    Array failed = row.getArray(PHASES);
    if (failed == null) {
      return Optional.empty();
    }
    PhaseOutcome outcome =
        new PhaseOutcome(
            closed.status(),
            texts(row.getArray(TEXTS)).map(EssayId::new).toList(),
            texts(failed).map(EssayId::new).toList());
    return Optional.of(
        new OutcomeFacts(
            new BatchId(row.getString(BATCH)),
            closed.phase(),
            new Register<>(closed.stamp(), outcome),
            closed.firstEvidence()));
  }

  /** Why it is a member has no place in an answer, nor have its claimants. */
  static EssayFacts member(ResultSet row) throws SQLException {
    OffsetDateTime first = row.getObject(FIRST, OffsetDateTime.class);
    return new EssayFacts(
        new EssayId(row.getString(ID)),
        null,
        NO_CLAIMANTS,
        spellcheck(row),
        cj(row),
        null,
        null,
        FactRecords.instant(first));
  }

  private static @Nullable Register<SpellcheckResult> spellcheck(ResultSet row)
      throws SQLException {
    String stage = row.getString(STATE);
    if (stage == null) {
      return null;
    }
    String corrected = row.getString(CORRECTED);
    SpellcheckResult result =
        new SpellcheckResult(
            ProcessingStage.valueOf(stage.toUpperCase(Locale.ROOT)),
            number(row, NUMBER),
            corrected == null ? null : new TextId(corrected),
            new TextId(row.getString(ORIGINAL)),
            row.getString(ERROR));
    return new Register<>(stamp(row), result);
  }

  private static @Nullable Register<CjResult> cj(ResultSet row) throws SQLException {
    OffsetDateTime at = row.getObject(CJ_AT, OffsetDateTime.class);
    if (at == null) {
      return null;
    }
    double score = row.getDouble(SCORE);
    boolean scored = !row.wasNull();
    CjResult result = new CjResult(number(row, RANK), scored ? score : null);
    return new Register<>(
        FactRecords.stamp(at, row.getObject(CJ_EVENT, UUID.class), row.getLong(CJ_DIGEST)), result);
  }

  private static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  private static Stamp stamp(ResultSet row) throws SQLException {
    return new Stamp(time(row, AT), row.getObject(EVENT, UUID.class), row.getLong(DIGEST));
  }

  private static Instant time(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static Stream<String> texts(Array array) throws SQLException {
    return Stream.of((String[]) array.getArray());
  }
}
