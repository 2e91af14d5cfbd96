package com.huleedu.ras.adapter.postgres.rebuild;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_PIPELINES;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.ESSAY_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.PHASE_OUTCOMES;
import static org.jooq.impl.DSL.row;

import com.huleedu.ras.adapter.postgres.database.PgArray;
import com.huleedu.ras.adapter.postgres.jooq.Tables;
import com.huleedu.ras.adapter.postgres.model.BatchRow;
import com.huleedu.ras.adapter.postgres.model.FactRecords;
import com.huleedu.ras.adapter.postgres.model.FactTables;
import com.huleedu.ras.adapter.postgres.model.PipelineRecords;
import com.huleedu.ras.adapter.postgres.model.UpsertTable;
import com.huleedu.ras.adapter.postgres.model.UpsertTable.Column;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.batch.RejectedFileFacts;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.RowN;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** One table of the model as rows of text: those that it has, and those that facts demand. */
record RowTable<F>(
    ModelTable name, Table<?> table, UpsertTable<F> columns, Function<Record, Facts> facts) {
  /** Rows of a page, if they are small. */
  private static final int PAGE = 1_000;

  /** Rows that the driver gets at once: each may have a megabyte. */
  private static final int FETCHED = 32;

  /** Characters of a page; the last row may go beyond. */
  private static final long CHARACTERS = 8_000_000;

  static final RowTable<BatchRow> BATCHES =
      new RowTable<>(ModelTable.BATCH_RESULTS, BATCH_RESULTS, FactTables.BATCHES, RowTable::batch);
  static final RowTable<PipelineFacts> PIPELINES =
      new RowTable<>(
          ModelTable.BATCH_PIPELINES,
          BATCH_PIPELINES,
          FactTables.PIPELINES,
          row -> Facts.of(PipelineRecords.pipeline(row)));
  static final RowTable<OutcomeFacts> OUTCOMES =
      new RowTable<>(
          ModelTable.PHASE_OUTCOMES, PHASE_OUTCOMES, FactTables.OUTCOMES, RowTable::outcome);
  static final RowTable<RejectedFileFacts> REJECTED_FILES =
      new RowTable<>(
          ModelTable.REJECTED_FILES,
          Tables.REJECTED_FILES,
          FactTables.REJECTED_FILES,
          row -> Facts.of(PipelineRecords.rejectedFile(row)));
  static final RowTable<EssayFacts> ESSAYS =
      new RowTable<>(ModelTable.ESSAY_RESULTS, ESSAY_RESULTS, FactTables.ESSAYS, RowTable::essay);
  static final List<RowTable<?>> ALL =
      List.of(BATCHES, PIPELINES, OUTCOMES, REJECTED_FILES, ESSAYS);

  /** The row that a fact demands. */
  ModelRow demanded(F fact) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    others().forEach(column -> values.put(column.name(), column.text(fact)));
    if (name == ModelTable.BATCH_RESULTS) {
      values.put(ModelRow.STATUS, ModelRow.AS_FACTS_SAY);
    }
    return new ModelRow(
        new RowKey(
            name,
            columns.key().stream()
                .map(column -> Objects.requireNonNull(column.text(fact)))
                .toList()),
        values,
        null);
  }

  /** The next rows of all tables, in the order of their keys; to be called in a transaction. */
  static List<ModelRow> readAfter(DSLContext dsl, @Nullable RowKey last) {
    for (RowTable<?> table : ALL) {
      int order = last == null ? -1 : last.table().compareTo(table.name);
      List<ModelRow> page = order > 0 ? List.of() : table.page(dsl, order == 0 ? last : null);
      if (!page.isEmpty()) {
        return page;
      }
    }
    return List.of();
  }

  private List<ModelRow> page(DSLContext dsl, @Nullable RowKey last) {
    var ordered = dsl.selectFrom(table).orderBy(keyFields());
    var query =
        last == null ? ordered.limit(PAGE) : ordered.seek(last.parts().toArray()).limit(PAGE);
    List<ModelRow> page = new ArrayList<>();
    long characters = 0;
    // Of a page of large rows no more than what fits is fetched.
    try (var rows = query.fetchSize(FETCHED).fetchLazy()) {
      while (characters < CHARACTERS && rows.hasNext()) {
        ModelRow row = found(Objects.requireNonNull(rows.fetchNext()));
        page.add(row);
        characters += row.characters();
      }
    }
    return page;
  }

  /** Those of the rows that exist. */
  static List<ModelRow> read(DSLContext dsl, Collection<RowKey> keys) {
    List<ModelRow> rows = new ArrayList<>();
    ALL.forEach(table -> rows.addAll(table.ofKeys(dsl, keys)));
    return rows;
  }

  private List<ModelRow> ofKeys(DSLContext dsl, Collection<RowKey> keys) {
    List<RowN> mine =
        keys.stream().filter(key -> key.table() == name).map(key -> row(key.parts())).toList();
    return mine.isEmpty()
        ? List.of()
        : dsl.selectFrom(table).where(row(keyFields()).in(mine)).fetch().map(this::found);
  }

  ModelRow found(Record row) {
    Map<String, @Nullable String> values = new LinkedHashMap<>();
    others().forEach(column -> values.put(column.name(), text(row.get(field(column)))));
    if (name == ModelTable.BATCH_RESULTS) {
      values.put(ModelRow.STATUS, row.get(BATCH_RESULTS.STATUS));
    }
    return new ModelRow(
        new RowKey(
            name,
            columns.key().stream()
                .map(column -> Objects.requireNonNull(text(row.get(field(column)))))
                .toList()),
        values,
        factsOf(row));
  }

  private List<Column<F>> others() {
    return columns.columns().stream().skip(columns.key().size()).toList();
  }

  private Field<?>[] keyFields() {
    return columns.key().stream().map(this::field).toArray(Field<?>[]::new);
  }

  private Field<?> field(Column<?> column) {
    return Objects.requireNonNull(table.field(column.name()), column.name());
  }

  /** As {@link Column#text} has it. */
  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case OffsetDateTime time -> time.toInstant().toString();
      case String[] texts -> PgArray.of(Arrays.asList(texts), element -> element);
      default -> value.toString();
    };
  }

  private @Nullable Facts factsOf(Record row) {
    try {
      return columns.registers().stream().allMatch(register -> isWhole(register.order(), row))
          ? facts.apply(row)
          : null;
    } catch (RuntimeException corrupt) {
      // Half a register, an empty id: rows that a fold can't have, which an audit is there to find.
      return null;
    }
  }

  /** A stamp is there or not; half a one would be found out only when it is compared. */
  private boolean isWhole(List<Column<F>> order, Record row) {
    return order.stream()
            .filter(column -> !column.isMark())
            .map(column -> row.get(field(column)) == null)
            .distinct()
            .count()
        == 1;
  }

  private static Facts batch(Record row) {
    return row.get(BATCH_RESULTS.REGISTERED_AT) == null
        ? Facts.fold(List.of())
        : Facts.of(FactRecords.batch(row));
  }

  private static Facts outcome(Record row) {
    return Facts.of(FactRecords.outcome(row));
  }

  private static Facts essay(Record row) {
    return Facts.of(FactRecords.essay(row));
  }
}
