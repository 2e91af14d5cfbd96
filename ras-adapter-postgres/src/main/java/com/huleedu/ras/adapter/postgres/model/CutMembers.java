package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.ESSAY_RESULTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;

import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.batch.MemberResults;
import com.huleedu.ras.domain.event.Stamp;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.TableField;

/**
 * What the members of a batch say together, where they are too many to be read. Fields of a query
 * over batches; of a batch that has its essays, they cost nothing.
 */
final class CutMembers {
  private static final Condition OF_CUT_BATCH =
      ESSAY_RESULTS.BATCH_ID.eq(BATCH_RESULTS.BATCH_ID).andNot(EssayBudget.IS_WHOLE);

  private static final Field<? extends Result<?>> SPELLCHECK =
      newest(
          ESSAY_RESULTS.SPELLCHECK_AT,
          ESSAY_RESULTS.SPELLCHECK_EVENT_ID,
          ESSAY_RESULTS.SPELLCHECK_DIGEST);
  private static final Field<? extends Result<?>> CJ =
      newest(ESSAY_RESULTS.CJ_AT, ESSAY_RESULTS.CJ_EVENT_ID, ESSAY_RESULTS.CJ_DIGEST);
  private static final Field<? extends Result<?>> VERDICT =
      newest(
          ESSAY_RESULTS.VERDICT_AT, ESSAY_RESULTS.VERDICT_EVENT_ID, ESSAY_RESULTS.VERDICT_DIGEST);
  private static final Field<OffsetDateTime> NEWEST_SLOT =
      field(select(max(ESSAY_RESULTS.SLOT_AT)).from(ESSAY_RESULTS).where(OF_CUT_BATCH))
          .as("newest_slot");
  private static final Field<OffsetDateTime> FIRST_EVIDENCE =
      field(select(min(ESSAY_RESULTS.FIRST_EVIDENCE_AT)).from(ESSAY_RESULTS).where(OF_CUT_BATCH))
          .as("first_evidence");

  /** What to select, for {@link #results}. */
  static final List<Field<?>> FIELDS =
      List.of(SPELLCHECK, CJ, VERDICT, NEWEST_SLOT, FIRST_EVIDENCE);

  private CutMembers() {}

  static MemberResults results(Record row) {
    Map<Phase, Stamp> newest = new EnumMap<>(Phase.class);
    note(newest, Phase.SPELLCHECK, row.get(SPELLCHECK));
    note(newest, Phase.CJ_ASSESSMENT, row.get(CJ));
    note(newest, Phase.CJ_ASSESSMENT, row.get(VERDICT));
    return new MemberResults(
        newest,
        FactRecords.instant(row.get(NEWEST_SLOT)),
        FactRecords.instant(row.get(FIRST_EVIDENCE)));
  }

  private static void note(Map<Phase, Stamp> newest, Phase phase, Result<?> results) {
    results.forEach(result -> newest.merge(phase, stamp(result), CutMembers::newer));
  }

  private static Stamp newer(Stamp a, Stamp b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Stamp stamp(Record row) {
    return FactRecords.stamp(
        row.get(0, OffsetDateTime.class), row.get(1, UUID.class), row.get(2, Long.class));
  }

  /** In the order of stamps; one row, or none. */
  private static Field<? extends Result<?>> newest(
      TableField<?, OffsetDateTime> at, TableField<?, UUID> eventId, TableField<?, Long> digest) {
    return multiset(
            select(at, eventId, digest)
                .from(ESSAY_RESULTS)
                .where(OF_CUT_BATCH)
                .and(at.isNotNull())
                .orderBy(at.desc(), eventId.desc(), digest.desc())
                .limit(1))
        .as("newest_" + at.getName());
  }
}
