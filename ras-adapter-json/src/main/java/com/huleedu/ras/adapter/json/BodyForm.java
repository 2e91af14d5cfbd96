package com.huleedu.ras.adapter.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What tells the bodies of one version and of one setting from all others. A text that a member
 * holds can't be taken for a member: its quotes are escaped.
 */
final class BodyForm {
  private static final byte[] STATUS = "\"overall_status\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LAST_MEMBER =
      "\"rejected_files\":[".getBytes(StandardCharsets.US_ASCII);

  private BodyForm() {}

  /** Whether a body has what this version writes, in these words. */
  static boolean isOf(StatusNames names, byte[] body) {
    int status = first(STATUS, body);
    if (status < 0) {
      // A page without batches is the same in all forms.
      return true;
    }
    StatusNames found =
        Character.isUpperCase(body[status + STATUS.length])
            ? StatusNames.PUBLIC
            : StatusNames.INTERNAL;
    return found == names && hasLate(LAST_MEMBER, body);
  }

  private static int first(byte[] part, byte[] body) {
    for (int at = 0; at <= body.length - part.length; at++) {
      if (isAt(at, part, body)) {
        return at;
      }
    }
    return -1;
  }

  /** Looked for from the end, where it is. */
  private static boolean hasLate(byte[] part, byte[] body) {
    for (int at = body.length - part.length; at >= 0; at--) {
      if (isAt(at, part, body)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAt(int at, byte[] part, byte[] body) {
    return body[at] == part[0] && Arrays.equals(part, 0, part.length, body, at, at + part.length);
  }
}
