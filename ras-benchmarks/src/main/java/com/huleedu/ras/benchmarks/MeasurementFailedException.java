package com.huleedu.ras.benchmarks;

/** Something could not be measured, for a reason that the message says. */
final class MeasurementFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MeasurementFailedException(String message) {
    super(message);
  }

  MeasurementFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
