package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.adapter.postgres.database.BinaryArray;
import com.huleedu.ras.adapter.postgres.model.UpsertTable.Column;
import com.huleedu.ras.adapter.postgres.model.UpsertTable.RegisterColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The statement that merges facts into a table: one parameter per column, an array with an element
 * per row. Its text depends on the table alone, so that PostgreSQL prepares it once.
 *
 * <p>It is {@code Facts.merge} in SQL. A row that wouldn't change isn't touched: no dead tuple, no
 * log.
 */
final class UpsertSql {
  private UpsertSql() {}

  static <F> String of(UpsertTable<F> table) {
    List<Column<F>> columns = table.columns();
    return """
    insert into %s as t (%s)
    select %s
    from unnest(%s) as u (%s)
    on conflict (%s) do update set
    %s
    where %s
    """
        .formatted(
            table.name(),
            joined(columns, Column::name),
            joined(columns, UpsertSql::selected),
            joined(columns, column -> "cast(? as " + BinaryArray.arrayName(column.type()) + ")"),
            joined(columns, Column::name),
            joined(table.key(), Column::name),
            assignments(table),
            changes(table));
  }

  /** A list is an element of an array, and no dimension of it, as long as it is a text. */
  private static String selected(Column<?> column) {
    String name = "u." + column.name();
    return column.type().endsWith("[]") ? "cast(%s as %s)".formatted(name, column.type()) : name;
  }

  private static <F> String assignments(UpsertTable<F> table) {
    List<String> all = new ArrayList<>();
    for (RegisterColumns<F> register : table.registers()) {
      String wins = wins(register);
      register
          .all()
          .map(column -> named("%1$s = case when #wins then excluded.%1$s else t.%1$s end", column))
          .forEach(assignment -> all.add(assignment.replace("#wins", wins)));
    }
    for (Column<F> column : table.minima()) {
      all.add(named("%1$s = least(t.%1$s, excluded.%1$s)", column));
    }
    for (Column<F> column : table.growingSets()) {
      all.add(
          named(
              "%1$s = case when t.%1$s @> excluded.%1$s then t.%1$s else array(select distinct e "
                  + "from unnest(t.%1$s || excluded.%1$s) as s (e) order by e) end",
              column));
    }
    return String.join(",\n", all);
  }

  private static <F> String changes(UpsertTable<F> table) {
    List<String> any = new ArrayList<>();
    table.registers().forEach(register -> any.add(wins(register)));
    for (Column<F> column : table.minima()) {
      any.add(
          named(
              "(excluded.%1$s is not null and (t.%1$s is null or excluded.%1$s < t.%1$s))",
              column));
    }
    for (Column<F> column : table.growingSets()) {
      any.add(named("not t.%1$s @> excluded.%1$s", column));
    }
    return String.join("\nor ", any);
  }

  /** Whether the new row's register has been written, and beats the old row's. */
  private static <F> String wins(RegisterColumns<F> register) {
    return "(excluded.%1$s is not null and (t.%1$s is null or (%2$s) > (%3$s)))"
        .formatted(
            register.order().getFirst().name(),
            joined(register.order(), column -> "excluded." + column.name()),
            joined(register.order(), column -> "t." + column.name()));
  }

  private static String named(String template, Column<?> column) {
    return template.formatted(column.name());
  }

  private static <F> String joined(List<Column<F>> columns, Function<Column<F>, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }
}
