package com.huleedu.ras.domain;

/** What every identifier that producers choose has to fulfil (contract, "Events in"). */
public final class Identifiers {
  static final int MAX_CHARACTERS = 255;

  private Identifiers() {}

  /**
   * Accepts a storable identifier.
   *
   * @throws IllegalArgumentException naming the component and what is wrong with the value
   */
  static void check(String component, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(component + " is empty");
    }
    if (value.length() > MAX_CHARACTERS
        && value.codePointCount(0, value.length()) > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          component + " is longer than " + MAX_CHARACTERS + " characters: " + excerpt(value));
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0) {
        throw new IllegalArgumentException(component + " holds a NUL character");
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isSurrogatePair(c, i + 1 < value.length() ? value.charAt(i + 1) : 0)) {
          // No UTF-8 exists for it, so neither PostgreSQL nor a client could ever hold it.
          throw new IllegalArgumentException(component + " holds half a surrogate pair");
        }
        i++;
      }
    }
  }

  private static String excerpt(String value) {
    return value.substring(0, 40) + "…";
  }

  /**
   * Orders by Unicode code points, as PostgreSQL's collation "C" does; {@link String#compareTo}
   * would put supplementary characters before U+E000.
   */
  public static int compare(String a, String b) {
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
