package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.domain.UnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commands over a connection of its own and waits for their replies, in the two ways there
 * are: what may fail is attempted behind a breaker, what may not is demanded past it.
 *
 * <p>What grows with a poll comes in pieces of bounded size, one after another, and each has the
 * whole time-out. So the size of a poll neither decides whether Redis seems to be slow, nor how
 * much lies before the next command on the connection.
 */
final class RedisCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisCalls.class);

  /** Commands that are sent in one go, and what their replies come to. */
  interface Work<T> extends Function<RedisAsyncCommands<String, byte[]>, CompletionStage<T>> {}

  /** Of an answer each, which its commands hold until their reply. */
  private static final int LAUNCHED_AT_MOST = 64;

  /** For so long nothing is asked of a server that has not answered in time. */
  private static final Duration BREAK = Duration.ofSeconds(1);

  private final Semaphore launched = new Semaphore(LAUNCHED_AT_MOST);
  private volatile RedisLink.@Nullable Session launchedIn;
  private final RedisLink link;
  private final Breaker breaker;
  private final Duration timeout;

  /** The kinds of refusals that were logged: the first word of an error reply. */
  private final Set<String> refusals = ConcurrentHashMap.newKeySet();

  private RedisCalls(
      RedisConfig config, RedisLink.Purpose purpose, RedisLink.Check check, Duration timeout) {
    this.breaker = new Breaker("redis-" + purpose, Breaker.settings(BREAK).build());
    this.link = new RedisLink(config, purpose, check, breaker::reset);
    this.timeout = timeout;
  }

  /** For what readers wait for, and for what keeps their answers from being stale. */
  static RedisCalls forAnswers(RedisConfig config) {
    ServerCheck check =
        new ServerCheck(config.maskedUri(), config.staleHorizon(), RedisLink.PATIENCE);
    return new RedisCalls(config, RedisLink.Purpose.ANSWERS, check, config.commandTimeout());
  }

  /** For what only the projection waits for: no body, hence no quarantine either. */
  static RedisCalls forProjection(RedisConfig config) {
    PrimaryCheck check = new PrimaryCheck(RedisLink.PATIENCE);
    return new RedisCalls(
        config, RedisLink.Purpose.PROJECTION, check, config.invalidationTimeout());
  }

  /** Whether bodies may not be used, though the server answers; empty if there is no connection. */
  Optional<Boolean> inQuarantine() {
    return Optional.ofNullable(link.sessionIfAny()).map(RedisLink.Session::inQuarantine);
  }

  RedisCalls start() {
    link.start();
    return this;
  }

  /** Whether Redis is connected and answers in time, as of the last commands. Costs nothing. */
  boolean isConnected() {
    return link.isUp() && !breaker.isOpen();
  }

  /**
   * The result; empty if Redis is away, too slow, or says no. Never throws. Costs nothing while the
   * breaker is open.
   */
  <T> Optional<T> attempt(Work<T> work) {
    return attempt(session -> true, work);
  }

  /**
   * The results of pieces, up to the first one that has none: the rest is then hardly worth its
   * time-outs. A piece is asked of the stream when the one before it is done.
   */
  <T> List<T> attemptEach(Stream<Work<T>> pieces) {
    return pieces
        .map(this::attempt)
        .takeWhile(Optional::isPresent)
        .flatMap(Optional::stream)
        .toList();
  }

  /** As {@link #attempt}, for bodies: empty as well while they are in quarantine. */
  <T> Optional<T> attemptOnBodies(Work<T> work) {
    return attempt(session -> !session.inQuarantine(), work);
  }

  /**
   * Sends what nobody needs to wait for: commands that this instance sends later find it done. It
   * is an attempt like any other, waited for, where it is the first in its session (the server may
   * have to be told a script), or where as many as {@link #LAUNCHED_AT_MOST} have no reply yet.
   */
  <T> void launchOnBodies(Work<T> work) {
    RedisLink.Session session = link.sessionIfAny();
    if (session == null || !session.equals(launchedIn) || !launched.tryAcquire()) {
      if (attemptOnBodies(work).isPresent()) {
        launchedIn = session;
      }
      return;
    }
    if (session.inQuarantine() || !breaker.admits()) {
      launched.release();
      return;
    }
    long start = breaker.now();
    try {
      var _ =
          work.apply(session.commands())
              .toCompletableFuture()
              .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
              .whenComplete((_, failure) -> landed(failure, start));
    } catch (RuntimeException failure) {
      landed(failure, start);
    }
  }

  private void landed(@Nullable Throwable failure, long start) {
    launched.release();
    if (failure == null) {
      breaker.succeeded(start);
    } else {
      judge(Failures.unwrap(failure), start);
    }
  }

  private <T> Optional<T> attempt(Predicate<RedisLink.Session> usable, Work<T> work) {
    if (!breaker.admits()) {
      return Optional.empty();
    }
    long start = breaker.now();
    try {
      RedisLink.Session session = link.session();
      if (!usable.test(session)) {
        breaker.unused();
        return Optional.empty();
      }
      T result = await(session, work, timeout);
      breaker.succeeded(start);
      return Optional.of(result);
    } catch (InterruptedException e) {
      breaker.unused();
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      judge(Failures.unwrap(e), start);
    } catch (TimeoutException | RuntimeException e) {
      // RuntimeException as well: a port that promises never to throw keeps that even if the
      // library surprises it.
      breaker.failed(start, e);
    }
    return Optional.empty();
  }

  /** A server that says no has answered: that is a fault of its set-up, not one of its health. */
  private void judge(Throwable failure, long start) {
    if (failure instanceof RedisCommandExecutionException) {
      breaker.succeeded(start);
      String reason = Failures.reason(failure);
      if (refusals.add(reason.split(" ", 2)[0])) {
        LOG.warn("Redis refuses a command, further ones of this kind aren't logged: {}", reason);
      }
    } else {
      breaker.failed(start, failure);
    }
  }

  /**
   * Does all pieces past the breaker, over one session: what a server was told before another took
   * its place, that one need not know.
   *
   * @param timeout for each piece
   * @throws UnavailableException if one can't be confirmed, for whatever reason
   */
  void demandEach(String what, Duration timeout, List<? extends Work<?>> pieces) {
    try {
      RedisLink.Session session = link.session();
      for (Work<?> piece : pieces) {
        await(session, piece, timeout);
      }
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

  /** Ends the connection; commands under way fail as if Redis were lost. */
  @Override
  public void close() {
    link.close();
  }
}
