package com.huleedu.ras.application.query;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;

/**
 * Lets concurrent callers with one key share one load, without ever handing a caller a value whose
 * loading began before the caller came: who comes while a load is running shares the next one. A
 * plain single flight would serve such a caller a state older than its own request.
 */
final class SingleFlight<K, V> {
  /** A power of two. Whoever is told of another key's landing only looks once more. */
  private static final int STRIPES = 1_024;

  private final ConcurrentMap<K, CompletableFuture<V>> boarding = new ConcurrentHashMap<>();
  private final ConcurrentMap<K, CompletableFuture<V>> flying = new ConcurrentHashMap<>();
  private final AtomicLongArray landings = new AtomicLongArray(STRIPES);

  /** How many loads have ended: of this key, and of the few that share its place. */
  long landings(K key) {
    return landings.get(stripe(key));
  }

  private static int stripe(Object key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (STRIPES - 1);
  }

  /**
   * Returns what the load yields, be it made by this caller or by another that came later.
   *
   * @param load its exceptions reach all who share it
   */
  V run(K key, Supplier<V> load) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> shared = boarding.putIfAbsent(key, mine);
    if (shared != null) {
      return join(shared);
    }
    takeOff(key, mine);
    try {
      V value = load.get();
      land(key, mine);
      mine.complete(value);
      return value;
    } catch (Throwable failure) {
      land(key, mine);
      mine.completeExceptionally(failure);
      throw failure;
    }
  }

  /** Waits for the load that is running, if any, and closes the boarding of this one. */
  private void takeOff(K key, CompletableFuture<V> mine) {
    CompletableFuture<V> ahead = flying.putIfAbsent(key, mine);
    while (ahead != null) {
      ahead.handle((value, failure) -> true).join();
      ahead = flying.putIfAbsent(key, mine);
    }
    boarding.remove(key, mine);
  }

  /** Before the value is handed out, so that whoever waited for it can take off at once. */
  private void land(K key, CompletableFuture<V> mine) {
    landings.incrementAndGet(stripe(key));
    flying.remove(key, mine);
  }

  private static <V> V join(CompletableFuture<V> shared) {
    try {
      return shared.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }
}
