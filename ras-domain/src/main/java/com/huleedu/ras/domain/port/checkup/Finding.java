package com.huleedu.ras.domain.port.checkup;

/**
 * What a check found, for a person.
 *
 * @param what is the case, without secrets
 * @param advice what to do about it; empty if that is nothing, or {@code what} says it
 */
public record Finding(State state, String what, String advice) {
  /** How bad it is: as it should be, worth knowing, to be looked at, in the way of the service. */
  public enum State {
    OK,
    NOTE,
    WARN,
    FAIL
  }

  public static Finding ok(String what) {
    return new Finding(State.OK, what, "");
  }

  public static Finding note(String what, String advice) {
    return new Finding(State.NOTE, what, advice);
  }

  public static Finding warn(String what, String advice) {
    return new Finding(State.WARN, what, advice);
  }

  public static Finding fail(String what, String advice) {
    return new Finding(State.FAIL, what, advice);
  }
}
