package com.huleedu.ras.domain.batch;

import org.jspecify.annotations.Nullable;

/**
 * What an answer shows of a text that a message brought. Each is as long as its message allows, and
 * one answer has those of many messages: so none is shown beyond a length far above what anybody
 * means. Whoever reads texts for an answer may leave out what comes after the first character that
 * is not shown; that one tells that there is more.
 *
 * @param text null if there is none
 * @param isCut whether there is more of it
 */
public record ShownText(@Nullable String text, boolean isCut) {
  /** Of a name, a word or an id, in code points. */
  public static final int CHARACTERS = 1_000;

  /** Of an object, in code points. */
  public static final int OBJECT_CHARACTERS = 10_000;

  private static final String MARK = "…";
  private static final ShownText NONE = new ShownText(null, false);

  /** Its beginning, if it is longer than anybody means. */
  public static ShownText of(@Nullable String text) {
    if (text == null) {
      return NONE;
    }
    return isWithin(text, CHARACTERS)
        ? new ShownText(text, false)
        : new ShownText(text.substring(0, text.offsetByCodePoints(0, CHARACTERS)) + MARK, true);
  }

  /** Nothing, if it is longer than anybody means: the beginning of an object is none. */
  public static ShownText ofObject(@Nullable String json) {
    if (json == null) {
      return NONE;
    }
    return isWithin(json, OBJECT_CHARACTERS)
        ? new ShownText(json, false)
        : new ShownText(null, true);
  }

  private static boolean isWithin(String text, int characters) {
    return text.length() <= characters || text.codePointCount(0, text.length()) <= characters;
  }
}
