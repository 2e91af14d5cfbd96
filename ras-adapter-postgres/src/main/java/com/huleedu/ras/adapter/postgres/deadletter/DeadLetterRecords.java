package com.huleedu.ras.adapter.postgres.deadletter;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.DEAD_LETTERS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.DEAD_LETTER_HISTORY;

import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.deadletter.DeadLetterSummary;
import com.huleedu.ras.domain.port.deadletter.StoredDeadLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.projection.RawMessage.Header;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** Rows of dead letters as values of the domain. */
final class DeadLetterRecords {
  private static final Field<Integer> SIZE =
      DSL.coalesce(
              DSL.octetLength(
                  DSL.field(DEAD_LETTERS.MESSAGE_VALUE.getQualifiedName(), String.class)),
              0)
          .as("size");

  /** All that a summary needs; a message may be large. */
  static final List<Field<?>> SUMMARY =
      List.of(
          DEAD_LETTERS.ID,
          DEAD_LETTERS.TOPIC,
          DEAD_LETTERS.PARTITION,
          DEAD_LETTERS.KAFKA_OFFSET,
          DEAD_LETTERS.TIMESTAMP_MILLIS,
          DEAD_LETTERS.ERROR_TYPE,
          DEAD_LETTERS.ERROR_DETAIL,
          DEAD_LETTERS.DEAD_LETTERED_AT,
          DEAD_LETTERS.STATE,
          DEAD_LETTERS.ATTEMPTS,
          SIZE);

  private DeadLetterRecords() {}

  static DeadLetterSummary summary(Record row) {
    return new DeadLetterSummary(
        id(row),
        partition(row),
        row.get(DEAD_LETTERS.KAFKA_OFFSET),
        timestamp(row),
        reason(row),
        row.get(DEAD_LETTERS.DEAD_LETTERED_AT).toInstant(),
        state(row),
        row.get(DEAD_LETTERS.ATTEMPTS),
        row.get(SIZE));
  }

  static StoredDeadLetter stored(Record row) {
    RawMessage message =
        new RawMessage(
            partition(row),
            row.get(DEAD_LETTERS.KAFKA_OFFSET),
            timestamp(row),
            row.get(DEAD_LETTERS.MESSAGE_KEY),
            headers(row),
            row.get(DEAD_LETTERS.MESSAGE_VALUE));
    return new StoredDeadLetter(
        id(row),
        new DeadLetter(message, reason(row), row.get(DEAD_LETTERS.DEAD_LETTERED_AT).toInstant()),
        state(row),
        row.get(DEAD_LETTERS.ATTEMPTS));
  }

  static DeadLetterEntry entry(Record row) {
    return new DeadLetterEntry(
        row.get(DEAD_LETTER_HISTORY.ENTERED_AT).toInstant(),
        DeadLetterEntry.Action.valueOf(upper(row.get(DEAD_LETTER_HISTORY.ACTION))),
        Optional.ofNullable(row.get(DEAD_LETTER_HISTORY.SERVICE_ID)),
        row.get(DEAD_LETTER_HISTORY.DETAIL));
  }

  private static DeadLetterId id(Record row) {
    return new DeadLetterId(row.get(DEAD_LETTERS.ID));
  }

  private static Partition partition(Record row) {
    return new Partition(row.get(DEAD_LETTERS.TOPIC), row.get(DEAD_LETTERS.PARTITION));
  }

  private static Instant timestamp(Record row) {
    return Instant.ofEpochMilli(row.get(DEAD_LETTERS.TIMESTAMP_MILLIS));
  }

  private static DeadLetterReason reason(Record row) {
    return new DeadLetterReason(
        row.get(DEAD_LETTERS.ERROR_TYPE), row.get(DEAD_LETTERS.ERROR_DETAIL));
  }

  private static DeadLetterState state(Record row) {
    return DeadLetterState.valueOf(upper(row.get(DEAD_LETTERS.STATE)));
  }

  private static List<Header> headers(Record row) {
    List<Header> headers = new ArrayList<>();
    byte[][] names = row.get(DEAD_LETTERS.HEADER_NAMES);
    for (int i = 0; i < names.length; i++) {
      headers.add(
          new Header(
              new String(names[i], StandardCharsets.UTF_8),
              row.get(DEAD_LETTERS.HEADER_VALUES)[i]));
    }
    return headers;
  }

  /** How states and actions are written. */
  static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /** A reason may quote the message, and PostgreSQL's text has no NUL. */
  static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
