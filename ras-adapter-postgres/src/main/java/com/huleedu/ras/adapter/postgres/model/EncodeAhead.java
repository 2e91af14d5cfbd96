package com.huleedu.ras.adapter.postgres.model;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Makes what is sent next while the server works on what was sent: of a large poll the rows are an
 * eighth of its time to encode, in which neither would else do anything.
 */
final class EncodeAhead {
  /** One thread, which is there while there is something to encode, and a while longer. */
  private static final Executor ENCODER = encoder();

  private EncodeAhead() {}

  /** Makes one thing of another. */
  interface Encoding<F, T> {
    T of(F piece) throws SQLException;
  }

  /** Does something with one of them. */
  interface Work<T> {
    void of(T encoded) throws SQLException;
  }

  private static Executor encoder() {
    ThreadPoolExecutor encoder =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("ras-encoder").factory());
    encoder.allowCoreThreadTimeOut(true);
    return encoder;
  }

  /**
   * All of them in their order. The first, and so the only one of a small poll, is made on this
   * thread.
   */
  static <F, T> void forEach(List<F> pieces, Encoding<F, T> encoding, Work<T> work)
      throws SQLException {
    if (pieces.isEmpty()) {
      return;
    }
    CompletableFuture<T> next = CompletableFuture.completedFuture(encoding.of(pieces.getFirst()));
    for (int following = 1; following <= pieces.size(); following++) {
      T current = got(next);
      if (following < pieces.size()) {
        F piece = pieces.get(following);
        next = CompletableFuture.supplyAsync(() -> made(encoding, piece), ENCODER);
      }
      work.of(current);
    }
  }

  private static <F, T> T made(Encoding<F, T> encoding, F piece) {
    try {
      return encoding.of(piece);
    } catch (SQLException refused) {
      throw new CompletionException(refused);
    }
  }

  private static <T> T got(CompletableFuture<T> made) throws SQLException {
    try {
      return made.join();
    } catch (CompletionException failed) {
      switch (failed.getCause()) {
        case SQLException refused -> throw refused;
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case null, default -> throw failed;
      }
    }
  }
}
