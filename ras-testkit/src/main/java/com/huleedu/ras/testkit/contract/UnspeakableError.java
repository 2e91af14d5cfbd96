package com.huleedu.ras.testkit.contract;

/** Memory that ran out, and is out still when somebody wants to say so. */
public final class UnspeakableError extends OutOfMemoryError {
  private static final long serialVersionUID = 1;

  public UnspeakableError() {
    super("on purpose");
  }

  @Override
  public String getMessage() {
    throw this;
  }
}
