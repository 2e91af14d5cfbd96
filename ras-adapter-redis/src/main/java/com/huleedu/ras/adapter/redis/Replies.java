package com.huleedu.ras.adapter.redis;

import io.lettuce.core.RedisFuture;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Replies put together. */
final class Replies {
  private Replies() {}

  /** All replies, in order, once the last one is there; fails if one does. */
  static <T> CompletableFuture<List<T>> all(Collection<? extends CompletionStage<T>> replies) {
    CompletableFuture<?>[] futures =
        replies.stream()
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(futures)
        .thenApply(_ -> {
          List<T> results = new ArrayList<>(replies.size());
          replies.forEach(reply -> results.add(reply.toCompletableFuture().join()));
          return results;
        });
  }

  /** The value; empty if the key has none, or holds something of another type. */
  static <T> CompletionStage<Optional<T>> optional(RedisFuture<T> reply) {
    return reply.handle((value, failure) -> {
      if (failure != null && !Failures.isWrongType(failure)) {
        throw new CompletionException(failure);
      }
      return Optional.ofNullable(value);
    });
  }
}
