package com.huleedu.ras.domain.port.deadletter;

/**
 * The number of a dead letter; a later one has the greater number.
 *
 * @param value 1 or more
 */
public record DeadLetterId(long value) {
  public DeadLetterId {
    if (value < 1) {
      throw new IllegalArgumentException("value is not 1 or more: " + value);
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
