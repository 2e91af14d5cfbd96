package com.huleedu.ras.benchmarks.load;

/** The server did not answer as it had to, so that nothing was measured. */
public final class LoadFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LoadFailedException(String message) {
    super(message);
  }

  public LoadFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
