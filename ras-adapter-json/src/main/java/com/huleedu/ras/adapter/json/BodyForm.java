package com.huleedu.ras.adapter.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The form of a finished body: whether it has the further members of the second generation, and in
 * which words its statuses are. Told from the text alone, since a body lies in the cache exactly as
 * it is sent, for whoever reads there.
 *
 * <p>That is safe: inside a text every quotation mark has a backslash before it, so what is sought
 * here, a comma and a name in bare quotation marks, can only be a member; and the first generation
 * wrote no object that a producer had made. A page without batches is the same in every form.
 */
final class BodyForm {
  private static final byte[] PAGE_WITHOUT_BATCHES = ascii("{\"batches\":[]");
  private static final byte[] STATUS = ascii(",\"overall_status\":\"");
  // Of the further members the first one of an essay, and one that each batch has.
  private static final byte[] OF_ESSAY = ascii(",\"file_upload_id\":");
  private static final byte[] OF_BATCH = ascii(",\"batch_status\":");

  private BodyForm() {}

  /** Whether the writer of today, with these names, could have written it. */
  static boolean isOfToday(StatusNames names, byte[] body) {
    return isAt(body, 0, PAGE_WITHOUT_BATCHES)
        || (hasNames(names, body) && hasFurtherMembers(body));
  }

  /** By the first batch: one writer has written all of a page. */
  private static boolean hasNames(StatusNames names, byte[] body) {
    int at = indexOf(STATUS, body) + STATUS.length;
    return at >= STATUS.length
        && at < body.length
        && Character.isLowerCase(body[at]) == (names == StatusNames.INTERNAL);
  }

  /** Nearly every batch has essays, and the first of them is near the beginning. */
  private static boolean hasFurtherMembers(byte[] body) {
    return indexOf(OF_ESSAY, body) >= 0 || indexOf(OF_BATCH, body) >= 0;
  }

  private static int indexOf(byte[] sought, byte[] body) {
    for (int at = 0; at <= body.length - sought.length; at++) {
      if (isAt(body, at, sought)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isAt(byte[] body, int at, byte[] sought) {
    if (at + sought.length > body.length) {
      return false;
    }
    for (int i = 0; i < sought.length; i++) {
      if (body[at + i] != sought[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
