package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.out.DeadLetter;

/**
 * A message breaks the contract. Checked, and it never leaves this package: the decoder turns it
 * into a value. Without a stack trace, for poison may come by the thousand.
 */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient DeadLetter.Reason reason;

  /**
   * @param type a short constant, for metrics
   * @param detail for a person; echoes no more than an excerpt of the message
   */
  MalformedException(String type, String detail) {
    super(detail, null, false, false);
    this.reason = new DeadLetter.Reason(type, detail);
  }

  DeadLetter.Reason reason() {
    return reason;
  }
}
