package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.domain.UnavailableException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commands and waits for their replies, in the two ways there are: what may fail is attempted
 * behind a breaker, what may not is demanded past it.
 */
final class RedisCalls {
  private static final Logger LOG = LoggerFactory.getLogger(RedisCalls.class);

  /** Commands that are sent in one go, and what their replies come to. */
  interface Work<T> extends Function<RedisAsyncCommands<String, byte[]>, CompletionStage<T>> {}

  private final RedisLink link;
  private final CircuitBreaker breaker;
  private final Duration timeout;

  /** The kinds of refusals that were logged: the first word of an error reply. */
  private final Set<String> refusals = ConcurrentHashMap.newKeySet();

  RedisCalls(RedisLink link, CircuitBreaker breaker, Duration timeout) {
    this.link = link;
    this.breaker = breaker;
    this.timeout = timeout;
  }

  /**
   * The result; empty if Redis is away, too slow, or says no. Never throws. Costs nothing while the
   * breaker is open.
   */
  <T> Optional<T> attempt(Work<T> work) {
    return attempt(session -> true, work);
  }

  /** As {@link #attempt}, for bodies: empty as well while they are in quarantine. */
  <T> Optional<T> attemptOnBodies(Work<T> work) {
    return attempt(session -> !session.inQuarantine(), work);
  }

  private <T> Optional<T> attempt(Predicate<RedisLink.Session> usable, Work<T> work) {
    if (!breaker.tryAcquirePermission()) {
      return Optional.empty();
    }
    long start = breaker.getCurrentTimestamp();
    try {
      RedisLink.Session session = link.session();
      if (!usable.test(session)) {
        breaker.releasePermission();
        return Optional.empty();
      }
      T result = await(session, work, timeout);
      breaker.onSuccess(since(start), breaker.getTimestampUnit());
      return Optional.of(result);
    } catch (InterruptedException e) {
      breaker.releasePermission();
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      judge(Failures.unwrap(e), start);
    } catch (TimeoutException | RuntimeException e) {
      // RuntimeException as well: a port that promises never to throw keeps that even if the
      // library surprises it.
      breaker.onError(since(start), breaker.getTimestampUnit(), e);
    }
    return Optional.empty();
  }

  /** A server that says no has answered: that is a fault of its set-up, not one of its health. */
  private void judge(Throwable failure, long start) {
    if (failure instanceof RedisCommandExecutionException) {
      breaker.onSuccess(since(start), breaker.getTimestampUnit());
      String reason = Failures.reason(failure);
      if (refusals.add(reason.split(" ", 2)[0])) {
        LOG.warn("Redis refuses a command, further ones of this kind aren't logged: {}", reason);
      }
    } else {
      breaker.onError(since(start), breaker.getTimestampUnit(), failure);
    }
  }

  private long since(long start) {
    return breaker.getCurrentTimestamp() - start;
  }

  /**
   * The result, past the breaker.
   *
   * @throws UnavailableException if there is none, for whatever reason
   */
  <T> T demand(String what, Duration timeout, Work<T> work) {
    try {
      return await(link.session(), work, timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("Redis", what + " was interrupted", e);
    } catch (TimeoutException e) {
      throw new UnavailableException("Redis", what + " got no reply within " + timeout, e);
    } catch (UnavailableException e) {
      throw e;
    } catch (ExecutionException | RuntimeException e) {
      Throwable failure = Failures.unwrap(e);
      throw new UnavailableException(
          "Redis", what + " failed: " + Failures.reason(failure), failure);
    }
  }

  private static <T> T await(RedisLink.Session session, Work<T> work, Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    return work.apply(session.commands())
        .toCompletableFuture()
        .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }
}
