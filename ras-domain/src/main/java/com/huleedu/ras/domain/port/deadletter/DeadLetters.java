package com.huleedu.ras.domain.port.deadletter;

import java.util.Collection;

/** Where messages go that can't be applied; durable, in the transaction of their neighbours. */
public interface DeadLetters {

  /** Stores letters; one that is stored already, by topic, partition and offset, stays as it is. */
  void store(Collection<DeadLetter> letters);
}
