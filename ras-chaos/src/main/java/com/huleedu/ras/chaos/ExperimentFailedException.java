package com.huleedu.ras.chaos;

/** The experiment itself could not be carried out, which says nothing about the service. */
final class ExperimentFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ExperimentFailedException(String message) {
    super(message);
  }

  ExperimentFailedException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
