package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.adapter.postgres.model.BulkUpsert.Piece;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Facts on their way into statements, piece by piece. While the server works on one the next is
 * encoded beside, so that neither side of the connection waits for the other more than it has to.
 * For one thread.
 */
final class Encoding<F> {
  /** Fewer rows are encoded before a thread would have begun. */
  private static final int WORTH_A_THREAD = 200;

  /** Of the platform: it works and never waits, and a virtual one would keep others from theirs. */
  private static final Executor BESIDE =
      work -> Thread.ofPlatform().daemon().name("encode").start(work);

  private final BulkUpsert<F> upsert;
  private final Iterator<List<F>> rest;
  private @Nullable Next next;

  /** The piece whose turn it is. */
  private interface Next {
    Piece get() throws SQLException;
  }

  /** Begins with the first of them. */
  Encoding(BulkUpsert<F> upsert, List<List<F>> pieces) {
    this.upsert = upsert;
    this.rest = pieces.iterator();
    begin();
  }

  /**
   * Those of one statement, in their order; the one after it is begun.
   *
   * @return null once there are no more
   * @throws SQLException for what PostgreSQL would not take
   */
  @Nullable Piece next() throws SQLException {
    Next current = next;
    if (current == null) {
      return null;
    }
    Piece piece = current.get();
    begin();
    return piece;
  }

  private void begin() {
    if (!rest.hasNext()) {
      next = null;
      return;
    }
    List<F> rows = rest.next();
    next = rows.size() < WORTH_A_THREAD ? () -> upsert.encoded(rows) : beside(rows);
  }

  private Next beside(List<F> rows) {
    CompletableFuture<Piece> piece = new CompletableFuture<>();
    BESIDE.execute(() -> {
      try {
        piece.complete(upsert.encoded(rows));
      } catch (SQLException | RuntimeException | Error failure) {
        piece.completeExceptionally(failure);
      }
    });
    return () -> joined(piece);
  }

  private static Piece joined(CompletableFuture<Piece> piece) throws SQLException {
    try {
      return piece.join();
    } catch (CompletionException failed) {
      switch (failed.getCause()) {
        case SQLException refused -> throw refused;
        case RuntimeException ours -> throw ours;
        case Error fatal -> throw fatal;
        case null, default -> throw failed;
      }
    }
  }
}
