package com.huleedu.ras.tls;

/** What a stranger wrote, as it may stand in a line of ours. */
public final class ForeignText {
  private static final int LONGEST = 200;

  private ForeignText() {}

  /**
   * The same in one line, without what a terminal obeys or turns round, cut after 200 characters.
   */
  public static String shown(String text) {
    // Cut first: it may be a megabyte.
    String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return start.replaceAll("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
  }
}
