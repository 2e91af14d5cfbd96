package com.huleedu.ras.domain.port.deadletter;

import java.util.Collection;

/** Short-lived copies of dead letters, for a quick look. */
public interface DeadLetterCopies {

  /** Keeps copies. Best effort: never throws. */
  void keep(Collection<DeadLetter> letters);
}
