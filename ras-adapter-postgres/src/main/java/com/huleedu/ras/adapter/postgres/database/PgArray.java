package com.huleedu.ras.adapter.postgres.database;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Array literals: how a list travels as one element of another array, which PostgreSQL would else
 * take for a second dimension of equal lengths.
 */
public final class PgArray {
  private PgArray() {}

  public static <T extends @Nullable Object> String of(
      Collection<T> elements, Function<T, @Nullable String> text) {
    return elements.stream()
        .map(element -> quoted(text.apply(element)))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Quoted, only the quote and the backslash mean something; bare, NULL is no value. */
  private static String quoted(@Nullable String element) {
    return element == null
        ? "NULL"
        : '"' + element.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
