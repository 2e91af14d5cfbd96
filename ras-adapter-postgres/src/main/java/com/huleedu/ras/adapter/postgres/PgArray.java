package com.huleedu.ras.adapter.postgres;

import java.util.Collection;
import java.util.function.Function;

/**
 * Array literals: how a list travels as one element of another array, which PostgreSQL would else
 * take for a second dimension of equal lengths.
 */
final class PgArray {
  private PgArray() {}

  static <T> String of(Collection<T> elements, Function<T, String> text) {
    StringBuilder literal = new StringBuilder("{");
    for (T element : elements) {
      literal.append(literal.length() == 1 ? "\"" : ",\"");
      // Quoted, only the quote and the backslash mean something.
      literal.append(text.apply(element).replace("\\", "\\\\").replace("\"", "\\\""));
      literal.append('"');
    }
    return literal.append('}').toString();
  }
}
