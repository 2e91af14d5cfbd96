package com.huleedu.ras.adapter.postgres.deadletter;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.DEAD_LETTERS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.DEAD_LETTER_HISTORY;

import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import com.huleedu.ras.domain.port.deadletter.LetterEntry;
import com.huleedu.ras.domain.port.deadletter.LetterFile;
import com.huleedu.ras.domain.port.deadletter.LetterFilter;
import com.huleedu.ras.domain.port.deadletter.LetterId;
import com.huleedu.ras.domain.port.deadletter.LetterPage;
import com.huleedu.ras.domain.port.deadletter.LetterState;
import com.huleedu.ras.domain.port.deadletter.LetterSummary;
import com.huleedu.ras.domain.port.deadletter.StoredLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The same rows as {@link PostgresDeadLetters} writes, and their history. */
public final class PostgresDeadLetterArchive implements DeadLetterArchive {
  private final Database database;

  public PostgresDeadLetterArchive(Database database) {
    this.database = database;
  }

  @Override
  public LetterPage list(LetterFilter filter, int limit, Optional<LetterId> before) {
    return database.run(
        Operation.LIST_DEAD_LETTERS, dsl -> list(dsl, condition(filter, before), limit));
  }

  private static LetterPage list(DSLContext dsl, Condition condition, int limit) {
    List<LetterSummary> found =
        dsl.select(DeadLetterRecords.SUMMARY)
            .from(DEAD_LETTERS)
            .where(condition)
            .orderBy(DEAD_LETTERS.ID.desc())
            .limit(limit + 1)
            .fetch(DeadLetterRecords::summary);
    boolean more = found.size() > limit;
    List<LetterSummary> page = more ? found.subList(0, limit) : found;
    return new LetterPage(page, more ? Optional.of(page.getLast().id()) : Optional.empty());
  }

  private static Condition condition(LetterFilter filter, Optional<LetterId> before) {
    return DSL.and(
        filter.topic().map(DEAD_LETTERS.TOPIC::eq).orElseGet(DSL::noCondition),
        filter.errorType().map(DEAD_LETTERS.ERROR_TYPE::eq).orElseGet(DSL::noCondition),
        filter
            .state()
            // Inlined, so that the index of open letters is seen to fit.
            .map(state -> DEAD_LETTERS.STATE.eq(DSL.inline(DeadLetterRecords.text(state))))
            .orElseGet(DSL::noCondition),
        filter
            .since()
            .map(since -> DEAD_LETTERS.DEAD_LETTERED_AT.ge(utc(since)))
            .orElseGet(DSL::noCondition),
        filter
            .until()
            .map(until -> DEAD_LETTERS.DEAD_LETTERED_AT.lt(utc(until)))
            .orElseGet(DSL::noCondition),
        before.map(id -> DEAD_LETTERS.ID.lt(id.value())).orElseGet(DSL::noCondition));
  }

  @Override
  public Optional<LetterFile> find(LetterId id) {
    return database.runOnSnapshot(
        Operation.SHOW_DEAD_LETTER,
        dsl ->
            dsl.selectFrom(DEAD_LETTERS)
                .where(DEAD_LETTERS.ID.eq(id.value()))
                .fetchOptional(DeadLetterRecords::stored)
                .map(stored -> new LetterFile(stored, history(dsl, id))));
  }

  private static List<LetterEntry> history(DSLContext dsl, LetterId id) {
    return dsl.selectFrom(DEAD_LETTER_HISTORY)
        .where(DEAD_LETTER_HISTORY.LETTER_ID.eq(id.value()))
        .orderBy(DEAD_LETTER_HISTORY.ID)
        .fetch(DeadLetterRecords::entry);
  }

  @Override
  public Optional<StoredLetter> hold(LetterId id) {
    return database.run(
        Operation.HOLD_DEAD_LETTER,
        dsl ->
            dsl.selectFrom(DEAD_LETTERS)
                .where(DEAD_LETTERS.ID.eq(id.value()))
                .forNoKeyUpdate()
                .fetchOptional(DeadLetterRecords::stored));
  }

  @Override
  public void settle(LetterId id, LetterState state, LetterEntry entry) {
    database.run(
        Operation.SETTLE_DEAD_LETTER,
        dsl -> {
          dsl.update(DEAD_LETTERS)
              .set(DEAD_LETTERS.STATE, DeadLetterRecords.text(state))
              .where(DEAD_LETTERS.ID.eq(id.value()))
              .execute();
          return enter(dsl, id, entry);
        });
  }

  @Override
  public void failedAgain(LetterId id, DeadLetterReason newest, LetterEntry entry) {
    database.run(
        Operation.SETTLE_DEAD_LETTER,
        dsl -> {
          dsl.update(DEAD_LETTERS)
              .set(DEAD_LETTERS.ATTEMPTS, DEAD_LETTERS.ATTEMPTS.plus(1))
              .set(DEAD_LETTERS.ERROR_TYPE, DeadLetterRecords.storable(newest.type()))
              .set(DEAD_LETTERS.ERROR_DETAIL, DeadLetterRecords.storable(newest.detail()))
              .where(DEAD_LETTERS.ID.eq(id.value()))
              .execute();
          return enter(dsl, id, entry);
        });
  }

  private static int enter(DSLContext dsl, LetterId id, LetterEntry entry) {
    return dsl.insertInto(DEAD_LETTER_HISTORY)
        .set(DEAD_LETTER_HISTORY.LETTER_ID, id.value())
        .set(DEAD_LETTER_HISTORY.ENTERED_AT, utc(entry.at()))
        .set(DEAD_LETTER_HISTORY.ACTION, DeadLetterRecords.text(entry.action()))
        .set(
            DEAD_LETTER_HISTORY.SERVICE_ID,
            entry.by().map(DeadLetterRecords::storable).orElse(null))
        .set(DEAD_LETTER_HISTORY.DETAIL, DeadLetterRecords.storable(entry.detail()))
        .execute();
  }

  @Override
  public long countOpen(int atMost) {
    return database.run(
        Operation.COUNT_DEAD_LETTERS,
        dsl ->
            (long)
                dsl.fetchCount(
                    dsl.selectOne()
                        .from(DEAD_LETTERS)
                        .where(
                            DEAD_LETTERS.STATE.eq(
                                DSL.inline(DeadLetterRecords.text(LetterState.OPEN))))
                        .limit(atMost)));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
