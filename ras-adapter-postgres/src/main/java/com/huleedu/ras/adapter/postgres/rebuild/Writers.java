package com.huleedu.ras.adapter.postgres.rebuild;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Several connections that write at the same time: while one is sent its rows, another works. */
final class Writers implements AutoCloseable {
  /** More than that wait for the log of one server. */
  private static final int MOST = 4;

  private final ExecutorService threads;

  /**
   * @param connections so many are there for them
   */
  Writers(int connections) {
    int processors = Runtime.getRuntime().availableProcessors();
    this.threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(connections, Math.min(MOST, processors))),
            Thread.ofPlatform().daemon().name("ras-side-writer-", 1).factory());
  }

  /**
   * Waits for all of it.
   *
   * @throws RuntimeException that of one of those that failed; the others are done
   */
  void all(List<Runnable> writes) {
    List<CompletableFuture<Void>> started =
        writes.stream().map(write -> CompletableFuture.runAsync(write, threads)).toList();
    try {
      CompletableFuture.allOf(started.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw failed.getCause() instanceof RuntimeException unchecked ? unchecked : failed;
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
