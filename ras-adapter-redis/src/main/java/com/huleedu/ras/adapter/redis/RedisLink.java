package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.tls.Tls;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to Redis, shared by all threads. A thread of its own opens it, checks its server
 * before anybody else may use it and twice a second from then on ({@link Check}), and replaces it
 * when it is gone or has been silent for {@link #PATIENCE}; so a half-open connection is noticed on
 * every operating system, and a Redis that is away at start-up is no special case.
 *
 * <p>Lettuce's own reconnecting is off on purpose: it may send commands without a reply again on
 * the next connection, and a {@code SET lease NX} that is sent again after an invalidation would
 * bring an ended lease back to life (see {@link FencedCache}). Here every command is sent at most
 * once, and those under way when a connection ends fail at once.
 */
final class RedisLink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration PULSE = Duration.ofMillis(500);

  /** After this long without an answer to its check a connection is ended. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int SAID_AT_MOST = 20;

  /** After this long it is tried again to take what changed of TLS. */
  private static final Duration RENEWAL_PAUSE = Duration.ofSeconds(5);

  /** What a connection is for. */
  enum Purpose {
    ANSWERS(""),
    PROJECTION(", for marks and copies,");

    private final String words;

    Purpose(String words) {
      this.words = words;
    }
  }

  /** Finds out what a connection is good for; used by one thread. */
  interface Check {
    /**
     * Whether the server's bodies are in quarantine.
     *
     * @throws UnavailableException if the server is of no use
     * @throws TimeoutException if it does not answer
     * @throws ExecutionException if the connection has ended
     */
    boolean inQuarantine(RedisAsyncCommands<String, byte[]> redis)
        throws InterruptedException, ExecutionException, TimeoutException;
  }

  private enum State {
    STARTING,
    UP,
    LOST
  }

  private final String address;
  private final Optional<Tls> tls;
  private final RedisConnector connector;
  private final Check check;
  private final Runnable onUp;
  private final Runnable onChange = this::changed;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;

  private volatile @Nullable Session session;
  private volatile Throwable lastFailure = new IOException("not connected yet");

  /** Whether the connection was made with what is no longer the newest of TLS. */
  private volatile boolean outdated;

  /** Only the keeper touches it: it decides which changes are worth a line in the log. */
  private State state = State.STARTING;

  /** Why nobody got in, as far as it was said since somebody did; the keeper's, too. */
  private final Set<String> said = new HashSet<>();

  /** When a renewal may be tried, by {@link System#nanoTime}; the keeper's, too. */
  private long renewalFrom = System.nanoTime();

  /**
   * Returns at once; the connection follows.
   *
   * @param onUp called each time that a connection was made
   */
  RedisLink(RedisConfig config, Purpose purpose, Check check, Runnable onUp) {
    this.address = config.maskedUri() + purpose.words;
    this.tls = config.tls();
    this.connector = new RedisConnector(config, PATIENCE);
    this.check = check;
    this.onUp = onUp;
    this.keeper = Thread.ofPlatform().daemon().name("ras-redis-link").unstarted(this::keep);
  }

  private void changed() {
    outdated = true;
  }

  RedisLink start() {
    tls.ifPresent(secured -> secured.onChange(onChange));
    keeper.start();
    return this;
  }

  /**
   * A connection whose server was checked before anybody could use it.
   *
   * @param inQuarantine whether bodies may neither be read nor filled over it
   */
  record Session(StatefulRedisConnection<String, byte[]> connection, boolean inQuarantine) {
    RedisAsyncCommands<String, byte[]> commands() {
      return connection.async();
    }
  }

  /**
   * What to send commands with: to be asked once for all commands that belong together.
   *
   * @throws UnavailableException if there is no connection
   */
  Session session() {
    Session current = session;
    if (current == null) {
      throw new UnavailableException("Redis", "no connection to " + address, lastFailure);
    }
    return current;
  }

  /** The same; null if there is no connection. */
  @Nullable Session sessionIfAny() {
    return session;
  }

  boolean isUp() {
    Session current = session;
    return current != null && current.connection().isOpen();
  }

  private void keep() {
    boolean closed = false;
    while (!closed) {
      try {
        tendInAnyCase();
        closed = closing.await(PULSE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        closed = closing.getCount() == 0; // any other interrupt is a stray one
      }
    }
  }

  private void tendInAnyCase() throws InterruptedException {
    try {
      tend();
    } catch (RuntimeException | Error surprise) { // as memory that runs out: nobody else connects
      try {
        LOG.error("The connection to Redis at {} can't be tended; trying again", address, surprise);
      } catch (Error unsaid) {
        lastFailure = unsaid; // no memory to say so either
      }
    }
  }

  private void tend() throws InterruptedException {
    Session current = session;
    if (current == null || !use(current.connection())) {
      connect();
    } else if (outdated && System.nanoTime() - renewalFrom >= 0) {
      renew(current);
    }
  }

  /** Checks the server, which is a sign of life as well; a connection that fails it is ended. */
  private boolean use(StatefulRedisConnection<String, byte[]> current) throws InterruptedException {
    try {
      session = new Session(current, check.inQuarantine(current.async()));
      return true;
    } catch (TimeoutException e) {
      lost(new IOException("no sign of life for " + PATIENCE.toSeconds() + " s"));
    } catch (ExecutionException | RuntimeException e) {
      lost(current.isOpen() ? e : new IOException("the connection has ended"));
    }
    session = null;
    var _ = current.closeAsync(); // nobody waits for it: the server may not answer
    return false;
  }

  private void connect() throws InterruptedException {
    outdated = false; // before: what changes meanwhile is one more change
    StatefulRedisConnection<String, byte[]> made;
    try {
      made = connector.open();
    } catch (RuntimeException e) {
      if (closing.getCount() > 0) {
        lost(explained(e));
      }
      return;
    }
    if (!use(made)) {
      return;
    }
    LOG.info("Redis at {} is {}", address, state == State.LOST ? "back" : "connected");
    state = State.UP;
    said.clear();
    onUp.run();
  }

  /**
   * Puts another connection in the place of one that was made with former material of TLS. That one
   * goes on until the other is checked; so what can't be used costs nothing but a line in the log.
   */
  private void renew(Session former) throws InterruptedException {
    outdated = false;
    StatefulRedisConnection<String, byte[]> made = null;
    try {
      made = connector.open();
      session = new Session(made, check.inQuarantine(made.async()));
      connector.retire(former.connection());
      said.clear();
      LOG.info("Redis at {} is connected anew, by what changed of TLS", address);
    } catch (TimeoutException | ExecutionException | RuntimeException e) {
      outdated = true;
      renewalFrom = System.nanoTime() + RENEWAL_PAUSE.toNanos();
      if (made != null) {
        var _ = made.closeAsync();
      }
      if (closing.getCount() == 0) {
        return; // what is said of a server that is left means nothing
      }
      String why = connector.refusal(e).orElseGet(() -> Failures.reason(e));
      if (isNews(why)) {
        LOG.warn(
            "Redis at {} is not connected by what changed of TLS, the connection of before goes on:"
                + " {}",
            address,
            why);
      }
    }
  }

  /** In words for an operator, if it was refused; said anew if they were not the last. */
  private Throwable explained(RuntimeException failure) {
    String refusal = connector.refusal(failure).orElse(null);
    if (refusal == null) {
      return failure;
    }
    if (isNews(refusal)) {
      state = State.STARTING; // worth a line, also if it was lost before: it won't go by itself
    }
    return new IOException(refusal);
  }

  /** Two that take turns are two lines, and who says another thing each time is heard no more. */
  private boolean isNews(String words) {
    return said.size() < SAID_AT_MOST && said.add(words);
  }

  private void lost(Throwable failure) {
    lastFailure = failure;
    if (state != State.LOST) {
      LOG.warn(
          "Redis at {} {}, going on without: {}",
          address,
          state == State.UP ? "is lost" : "can't be reached",
          Failures.reason(failure));
      state = State.LOST;
    }
  }

  /** Ends the connection; commands under way fail. */
  @Override
  public void close() {
    closing.countDown();
    tls.ifPresent(secured -> secured.forget(onChange));
    keeper.interrupt();
    try {
      keeper.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connector.close();
  }
}
