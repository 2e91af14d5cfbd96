package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.domain.UnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** For connections without bodies: whether the server answers, and takes what is written. */
final class PrimaryCheck implements RedisLink.Check {
  static final String REPLICA = "it is a replica";

  private final Duration timeout;

  PrimaryCheck(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public boolean inQuarantine(RedisAsyncCommands<String, byte[]> redis)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      String replication =
          redis
              .info("replication")
              .toCompletableFuture()
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (!replication.contains("role:master")) {
        throw new UnavailableException("Redis", REPLICA);
      }
    } catch (ExecutionException e) {
      // A server that says no is alive; whether it takes what is written shows then.
      if (!(e.getCause() instanceof RedisCommandExecutionException)) {
        throw e;
      }
    }
    return false;
  }
}
