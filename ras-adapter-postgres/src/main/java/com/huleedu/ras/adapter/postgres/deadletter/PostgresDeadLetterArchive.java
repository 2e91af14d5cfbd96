package com.huleedu.ras.adapter.postgres.deadletter;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.DEAD_LETTERS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.DEAD_LETTER_HISTORY;

import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFile;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFilter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterPage;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.deadletter.DeadLetterSummary;
import com.huleedu.ras.domain.port.deadletter.StoredDeadLetter;
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
  public DeadLetterPage list(DeadLetterFilter filter, int limit, Optional<DeadLetterId> before) {
    return database.run(
        Operation.LIST_DEAD_LETTERS, dsl -> list(dsl, condition(filter, before), limit));
  }

  private static DeadLetterPage list(DSLContext dsl, Condition condition, int limit) {
    List<DeadLetterSummary> found =
        dsl.select(DeadLetterRecords.SUMMARY)
            .from(DEAD_LETTERS)
            .where(condition)
            .orderBy(DEAD_LETTERS.ID.desc())
            .limit(limit + 1)
            .fetch(DeadLetterRecords::summary);
    boolean more = found.size() > limit;
    List<DeadLetterSummary> page = more ? found.subList(0, limit) : found;
    return new DeadLetterPage(page, more ? Optional.of(page.getLast().id()) : Optional.empty());
  }

  private static Condition condition(DeadLetterFilter filter, Optional<DeadLetterId> before) {
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
  public Optional<DeadLetterFile> find(DeadLetterId id) {
    return database.runOnSnapshot(
        Operation.SHOW_DEAD_LETTER,
        dsl ->
            dsl.selectFrom(DEAD_LETTERS)
                .where(DEAD_LETTERS.ID.eq(id.value()))
                .fetchOptional(DeadLetterRecords::stored)
                .map(stored -> new DeadLetterFile(stored, history(dsl, id))));
  }

  private static List<DeadLetterEntry> history(DSLContext dsl, DeadLetterId id) {
    return dsl.selectFrom(DEAD_LETTER_HISTORY)
        .where(DEAD_LETTER_HISTORY.LETTER_ID.eq(id.value()))
        .orderBy(DEAD_LETTER_HISTORY.ID)
        .fetch(DeadLetterRecords::entry);
  }

  @Override
  public Optional<StoredDeadLetter> hold(DeadLetterId id) {
    return database.run(
        Operation.HOLD_DEAD_LETTER,
        dsl ->
            dsl.selectFrom(DEAD_LETTERS)
                .where(DEAD_LETTERS.ID.eq(id.value()))
                .forNoKeyUpdate()
                .fetchOptional(DeadLetterRecords::stored));
  }

  @Override
  public void settle(DeadLetterId id, DeadLetterState state, DeadLetterEntry entry) {
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
  public void failedAgain(DeadLetterId id, DeadLetterReason newest, DeadLetterEntry entry) {
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

  private static int enter(DSLContext dsl, DeadLetterId id, DeadLetterEntry entry) {
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
                                DSL.inline(DeadLetterRecords.text(DeadLetterState.OPEN))))
                        .limit(atMost)));
  }

  @Override
  public Optional<Instant> oldestOpen() {
    return database.run(
        Operation.COUNT_DEAD_LETTERS,
        dsl ->
            dsl.select(DEAD_LETTERS.DEAD_LETTERED_AT)
                .from(DEAD_LETTERS)
                .where(
                    DEAD_LETTERS.STATE.eq(DSL.inline(DeadLetterRecords.text(DeadLetterState.OPEN))))
                .orderBy(DEAD_LETTERS.ID) // of which there is an index
                .limit(1)
                .fetchOptional(DEAD_LETTERS.DEAD_LETTERED_AT)
                .map(OffsetDateTime::toInstant));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
