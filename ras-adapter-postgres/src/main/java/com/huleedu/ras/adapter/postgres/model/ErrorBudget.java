package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.ESSAY_RESULTS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.octetLength;
import static org.jooq.impl.DSL.when;

import com.huleedu.ras.domain.EssayId;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Record;

/**
 * How much of the errors one answer gets. A single one is bounded by Kafka's message, but nothing
 * bounds the sum over the members of a batch, or over a page of batches. Each error within the even
 * share is whole; what it leaves, the longer ones share among them. The server cuts, so that the
 * rest is never sent.
 */
final class ErrorBudget {
  /** In bytes of UTF-8, for all errors of one answer together (contract, "HTTP out"). */
  static final int BYTES = 512 * 1_024;

  private static final String MARK = "…";

  private static final Field<Long> SHARE = field(name("budget", "level"), Long.class);
  private static final Field<Boolean> IS_CUT =
      field(octetLength(ESSAY_RESULTS.SPELLCHECK_ERROR).cast(Long.class).gt(SHARE));

  /** The error, but no more characters than the bytes of its share. */
  private static final Field<String> BEGINNING =
      when(
              IS_CUT.isTrue(),
              field("left({0}, {1}::int)", String.class, ESSAY_RESULTS.SPELLCHECK_ERROR, SHARE))
          .otherwise(ESSAY_RESULTS.SPELLCHECK_ERROR)
          .as(ESSAY_RESULTS.SPELLCHECK_ERROR);

  /** Null where the error is whole. */
  private static final Field<Long> CUT_TO = when(IS_CUT.isTrue(), SHARE).as("cut_to");

  private static final Set<Field<?>> CLAIM =
      Set.of(
          ESSAY_RESULTS.BATCH_ID,
          ESSAY_RESULTS.CLAIM_BY_REGISTRATION,
          ESSAY_RESULTS.CLAIM_BY_SLOT,
          ESSAY_RESULTS.CLAIM_AT,
          ESSAY_RESULTS.CLAIM_EVENT_ID,
          ESSAY_RESULTS.CLAIM_DIGEST,
          ESSAY_RESULTS.CLAIMANTS);

  private ErrorBudget() {}

  /** What to select of the members, where {@link #levelOf} is the level of "budget". */
  static Collection<Field<?>> memberFields() {
    Set<Field<?>> fields = new LinkedHashSet<>();
    for (Field<?> column : ESSAY_RESULTS.fields()) {
      fields.add(
          column.equals(ESSAY_RESULTS.SPELLCHECK_ERROR) ? BEGINNING : TextBudget.sent(column));
    }
    // Why they are members has no place in an answer, and the claimants grow with every claim.
    fields.removeAll(CLAIM);
    fields.add(field("null::timestamptz", OffsetDateTime.class).as(ESSAY_RESULTS.CLAIM_AT));
    fields.add(FactRecords.none(ESSAY_RESULTS.CLAIMANTS));
    fields.add(CUT_TO);
    return fields;
  }

  /**
   * One row with one column, level: the share of each error.
   *
   * @param sizes a table of SQL with the essays of one answer: essay_id, and size of the error in
   *     bytes or null
   */
  static String levelOf(String sizes) {
    // The water level: below it errors are whole, and together all of them fill the budget. It is
    // the greatest of the even shares that are left when the k shortest have had theirs. The length
    // of a text that lies out of line is known without reading it.
    return """
    (select max((%s - shorter) / others) as level
     from (
       select coalesce(sum(size) over (order by size, essay_id
             rows between unbounded preceding and 1 preceding), 0) as shorter,
         count(*) over () - row_number() over (order by size, essay_id) + 1 as others
       from %s as sizes where size is not null) as shares)
    """
        .formatted(BYTES, sizes);
  }

  /** Ends the errors that were cut where they have to end, and names their essays. */
  static Set<EssayId> finish(Collection<? extends Record> members) {
    Set<EssayId> cut = new HashSet<>();
    for (Record row : members) {
      Long bytes = row.get(CUT_TO);
      if (bytes != null) {
        row.set(
            ESSAY_RESULTS.SPELLCHECK_ERROR,
            cut(row.get(ESSAY_RESULTS.SPELLCHECK_ERROR), Math.toIntExact(bytes)));
        cut.add(new EssayId(row.get(ESSAY_RESULTS.ESSAY_ID)));
      }
    }
    return cut;
  }

  /** At most so many bytes, ending between two characters, and the mark. */
  static String cut(String text, int bytes) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int end = Math.min(bytes, utf8.length);
    while (end > 0 && end < utf8.length && (utf8[end] & 0xC0) == 0x80) {
      end--; // a byte within a character
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8) + MARK;
  }
}
