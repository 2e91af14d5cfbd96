package com.huleedu.ras.domain.port.projection;

import java.util.function.Supplier;

/** Makes all work that one thread does through the other ports one transaction. */
public interface Transactions {

  /**
   * Runs the work and commits; if it throws, nothing of it remains.
   *
   * @throws com.huleedu.ras.domain.RejectedByStoreException if the data itself is refused
   * @throws com.huleedu.ras.domain.UnavailableException if the database is; the transaction may or
   *     may not have been committed
   */
  <T> T inTransaction(Supplier<T> work);

  /**
   * Runs the work and takes it back, for who wants to see how long it takes: it sees what it did
   * itself, nobody else ever does.
   *
   * @throws com.huleedu.ras.domain.RejectedByStoreException if the data itself is refused
   * @throws com.huleedu.ras.domain.UnavailableException if the database is
   */
  <T> T rolledBack(Supplier<T> work);

  /**
   * The same as {@link #inTransaction} for work that was too slow: its statements may take several
   * times as long as usual, so long as they work. Who only waits for a lock of somebody else fails
   * soon, with an exception that is not {@link
   * com.huleedu.ras.domain.UnavailableException#isTooSlow too slow}.
   */
  default <T> T withLongerTimeouts(Supplier<T> work) {
    return inTransaction(work);
  }
}
