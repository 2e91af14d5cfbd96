package com.huleedu.ras.domain;

/** What every identifier that producers choose has to fulfil (contract, "Events in"). */
final class Identifiers {
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
}
