package com.huleedu.ras.domain;

import java.util.Comparator;

/**
 * Orders texts by Unicode code points, as PostgreSQL's collation "C" does; {@link String#compareTo}
 * would put supplementary characters before U+E000.
 */
public enum CodePoints implements Comparator<String> {
  /** From the lowest on. */
  ASCENDING;

  @Override
  public int compare(String a, String b) {
    int limit = Math.min(a.length(), b.length());
    for (int i = 0; i < limit; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean oneIsSurrogate = Character.isSurrogate(x) != Character.isSurrogate(y);
        return oneIsSurrogate ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
