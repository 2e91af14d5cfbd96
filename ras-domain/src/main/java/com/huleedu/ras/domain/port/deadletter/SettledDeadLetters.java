package com.huleedu.ras.domain.port.deadletter;

import java.time.Instant;
import java.util.Collection;

/** Dead letters that were replayed or discarded, in whatever state of age. */
public interface SettledDeadLetters {

  /**
   * Removes letters with their history: settled ones to which nothing has happened since that time,
   * and whose messages Kafka no longer has. While it has one, audit and rebuild have to know what
   * became of it; and so has a swap, while a model beside the live one has the letter, too.
   *
   * @param beginnings of whole topics; letters of other topics stay
   * @param atMost so many of them
   * @return how many were removed
   * @throws com.huleedu.ras.domain.UnavailableException if the store is
   */
  int remove(Instant settledBefore, Collection<LogBeginnings.Beginning> beginnings, int atMost);
}
