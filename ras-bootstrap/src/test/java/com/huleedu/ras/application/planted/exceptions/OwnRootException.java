package com.huleedu.ras.application.planted.exceptions;

/** Planted: a failure that does not come from the sealed root. */
final class OwnRootException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
