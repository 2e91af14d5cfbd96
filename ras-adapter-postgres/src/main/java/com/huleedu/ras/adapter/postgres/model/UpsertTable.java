package com.huleedu.ras.adapter.postgres.model;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How facts of one kind lie in their table, and how each column merges.
 *
 * @param key the primary key
 * @param minima the lesser value stays; null is no value
 * @param growingSets sorted arrays; the union stays
 */
public record UpsertTable<F>(
    String name,
    List<Column<F>> key,
    List<RegisterColumns<F>> registers,
    List<Column<F>> minima,
    List<Column<F>> growingSets) {

  /**
   * A column, and what a fact has for it.
   *
   * @param type as PostgreSQL names it
   * @param value as {@link com.huleedu.ras.adapter.postgres.database.BinaryArray} sends that type;
   *     its text is what PostgreSQL reads as a value of it
   * @param seldom whether most facts have no value, so that it is only sent where one of them has
   * @param refilled whether it may be missing where the stamp is stored already, since the first
   *     generation read past it
   */
  public record Column<F>(
      String name,
      String type,
      Function<F, @Nullable Object> value,
      boolean seldom,
      boolean refilled) {

    public Column(String name, String type, Function<F, @Nullable Object> value) {
      this(name, type, value, false, false);
    }

    Column<F> asSeldom() {
      return new Column<>(name, type, value, true, refilled);
    }

    Column<F> asRefilled() {
      return new Column<>(name, type, value, seldom, true);
    }

    /** Whether it is true or null: in the order of a register, being there is the more. */
    public boolean isMark() {
      return seldom && type.equals("boolean");
    }

    public @Nullable String text(F fact) {
      Object found = value.apply(fact);
      return found == null ? null : found.toString();
    }
  }

  /**
   * The columns of one register.
   *
   * @param order all null while the register was never written; else the greater tuple wins
   * @param values come and go with the order columns
   */
  public record RegisterColumns<F>(List<Column<F>> order, List<Column<F>> values) {
    public Stream<Column<F>> all() {
      return Stream.concat(order.stream(), values.stream());
    }
  }

  /** In the order of the statement's parameters, where all are sent. */
  public List<Column<F>> columns() {
    return Stream.of(
            key.stream(),
            registers.stream().flatMap(RegisterColumns::all),
            minima.stream(),
            growingSets.stream())
        .<Column<F>>flatMap(columns -> columns)
        .toList();
  }
}
