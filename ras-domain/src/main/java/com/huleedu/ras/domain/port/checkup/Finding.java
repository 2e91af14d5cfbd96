package com.huleedu.ras.domain.port.checkup;

import java.time.Duration;
import java.time.Instant;

/**
 * What a check found, for a person.
 *
 * @param what is the case, without secrets
 * @param advice what to do about it; empty if that is nothing, or {@code what} says it
 */
public record Finding(State state, String what, String advice) {
  private static final Duration APART = Duration.ofSeconds(1);

  /** How bad it is: as it should be, worth knowing, to be looked at, in the way of the service. */
  public enum State {
    OK,
    NOTE,
    WARN,
    FAIL
  }

  /** What comes of holding the clock of a server beside one's own. */
  public static Finding ofClocks(Instant theirs, Instant ours) {
    Duration apart = Duration.between(theirs, ours).abs();
    String what = "%s s apart".formatted(apart.toMillis() / 1_000.0);
    return apart.compareTo(APART) > 0 ? warn(what, "let NTP set both clocks") : ok(what);
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
