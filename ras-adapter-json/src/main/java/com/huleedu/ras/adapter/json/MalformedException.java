package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import java.util.Set;

/**
 * A message breaks the contract. Checked, and it never leaves this package: the decoder turns it
 * into a value. Without a stack trace, for poison may come by the thousand.
 */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MAX_DETAIL = 500;

  /** All that can be wrong with a message. */
  static final Set<String> TYPES =
      Set.of(
          "bad_id",
          "bad_integer",
          "bad_number",
          "bad_text",
          "bad_timestamp",
          "bad_uuid",
          "empty",
          "missing_member",
          "not_an_object",
          "not_json",
          "not_utf8",
          "tombstone",
          "too_deep",
          "too_large",
          "unknown_value",
          "wrong_type");

  private final transient DeadLetterReason reason;

  /**
   * @param type one of {@link #TYPES}, for metrics
   * @param detail for a person; is made {@link #readable}
   */
  MalformedException(String type, String detail) {
    super(detail, null, false, false);
    this.reason = new DeadLetterReason(type, readable(detail));
  }

  DeadLetterReason reason() {
    return reason;
  }

  /**
   * As a person can read it, and a log and a database can hold it, whatever of the message it
   * echoes: without control characters and halves of surrogate pairs, and of bounded length.
   */
  static String readable(String detail) {
    StringBuilder readable = new StringBuilder();
    detail
        .codePoints()
        .limit(MAX_DETAIL)
        .forEach(c -> readable.appendCodePoint(isReadable(c) ? c : '\uFFFD'));
    return detail.length() > readable.length()
        ? readable.append('…').toString()
        : readable.toString();
  }

  private static boolean isReadable(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
  }
}
