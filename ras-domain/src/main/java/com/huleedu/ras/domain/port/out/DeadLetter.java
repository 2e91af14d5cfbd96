package com.huleedu.ras.domain.port.out;

import java.time.Instant;

/**
 * A message that could not be applied, kept whole.
 *
 * @param at when it was found to be one
 */
public record DeadLetter(RawMessage message, Reason reason, Instant at) {

  /**
   * Why.
   *
   * @param type a short constant, for metrics and filters
   * @param detail for a person: where in the message, and what was expected
   */
  public record Reason(String type, String detail) {}
}
