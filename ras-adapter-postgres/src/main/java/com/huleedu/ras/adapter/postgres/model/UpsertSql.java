package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.adapter.postgres.database.BinaryArray;
import com.huleedu.ras.adapter.postgres.model.UpsertTable.Column;
import com.huleedu.ras.adapter.postgres.model.UpsertTable.RegisterColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The statement that merges facts into a table: one parameter per column, an array with an element
 * per row. Its text depends on the table alone, and on whether the facts have what is seldom, so
 * that PostgreSQL prepares it once.
 *
 * <p>It is {@code Facts.merge} in SQL. A row that wouldn't change isn't touched: no dead tuple, no
 * log.
 */
final class UpsertSql {
  private UpsertSql() {}

  static <F> String of(UpsertTable<F> table) {
    return of(table, _ -> true);
  }

  /**
   * The statement for facts that have nothing in some columns.
   *
   * @param isSent says no for those: of them there is no parameter, and a new row has no value
   */
  static <F> String of(UpsertTable<F> table, Predicate<Column<F>> isSent) {
    List<Column<F>> columns = table.columns().stream().filter(isSent).toList();
    List<RegisterColumns<F>> registers =
        table.registers().stream().filter(it -> it.all().anyMatch(isSent)).toList();
    return """
    insert into %s as t (%s)
    select %s
    from (select %s) as u
    on conflict (%s) do update set
    %s
    where %s
    """
        .formatted(
            table.name(),
            joined(columns, Column::name),
            joined(columns, UpsertSql::selected),
            joined(columns, UpsertSql::unnested),
            joined(table.key(), Column::name),
            assignments(table, registers),
            changes(table, registers));
  }

  /** In a list of what is selected: as one of what is read from, each array is stored once more. */
  private static String unnested(Column<?> column) {
    return "unnest(cast(? as %s)) as %s"
        .formatted(BinaryArray.arrayName(column.type()), column.name());
  }

  /** A list is an element of an array, and no dimension of it, as long as it is a text. */
  private static String selected(Column<?> column) {
    String name = "u." + column.name();
    return column.type().endsWith("[]") ? "cast(%s as %s)".formatted(name, column.type()) : name;
  }

  private static <F> String assignments(UpsertTable<F> table, List<RegisterColumns<F>> registers) {
    List<String> all = new ArrayList<>();
    for (RegisterColumns<F> register : registers) {
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

  private static <F> String changes(UpsertTable<F> table, List<RegisterColumns<F>> registers) {
    List<String> any = new ArrayList<>();
    registers.forEach(register -> any.add(changes(register)));
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
  private static <F> String changes(RegisterColumns<F> register) {
    String newer =
        "(excluded.%1$s is not null and (t.%1$s is null or (%2$s) > (%3$s)))"
            .formatted(first(register), order(register, "excluded"), order(register, "t"));
    List<Column<F>> refilled = register.values().stream().filter(Column::refilled).toList();
    return refilled.isEmpty()
        ? newer
        : newer
            + "\nor (excluded.%1$s is not null and (%2$s) = (%3$s) and (%4$s) is distinct from (%5$s))"
                .formatted(
                    first(register),
                    order(register, "excluded"),
                    order(register, "t"),
                    joined(refilled, column -> "excluded." + column.name()),
                    joined(refilled, column -> "t." + column.name()));
  }

  /** The same; or both are of one event, and the new row's may be fuller. */
  private static <F> String wins(RegisterColumns<F> register) {
    String beats = register.values().stream().anyMatch(Column::refilled) ? ">=" : ">";
    return "(excluded.%1$s is not null and (t.%1$s is null or (%2$s) %4$s (%3$s)))"
        .formatted(first(register), order(register, "excluded"), order(register, "t"), beats);
  }

  private static String first(RegisterColumns<?> register) {
    return register.order().getFirst().name();
  }

  private static <F> String order(RegisterColumns<F> register, String row) {
    return joined(
        register.order(),
        column -> row + "." + column.name() + (column.isMark() ? " is not null" : ""));
  }

  private static String named(String template, Column<?> column) {
    return template.formatted(column.name());
  }

  private static <F> String joined(List<Column<F>> columns, Function<Column<F>, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }
}
