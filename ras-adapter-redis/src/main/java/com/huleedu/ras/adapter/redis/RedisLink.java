package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.domain.UnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import java.time.Duration;
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

  private static final int REQUEST_QUEUE = 1 << 16;

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
  private final RedisURI uri;
  private final Check check;
  private final Runnable onUp;
  private final RedisClient client;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread keeper;

  private volatile @Nullable Session session;
  private volatile Throwable lastFailure = new IOException("not connected yet");

  /** Only the keeper touches it: it decides which changes are worth a line in the log. */
  private State state = State.STARTING;

  /** Who answered instead of Redis when it was last said; the keeper's, too. */
  private @Nullable String said;

  /**
   * Returns at once; the connection follows.
   *
   * @param onUp called each time that a connection was made
   */
  RedisLink(RedisConfig config, Purpose purpose, Check check, Runnable onUp) {
    this.address = config.maskedUri() + purpose.words;
    this.uri = RedisURI.create(config.uri());
    this.uri.setTimeout(PATIENCE);
    this.check = check;
    this.onUp = onUp;
    this.client = new AsyncRedisClient();
    client.setOptions(options());
    this.keeper = Thread.ofVirtual().name("ras-redis-link").unstarted(this::keep);
  }

  private static ClientOptions options() {
    return ClientOptions.builder()
        .autoReconnect(false)
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(REQUEST_QUEUE)
        // Whoever sends a command waits for its reply with a time-out of its own.
        .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).keepAlive(true).build())
        .build();
  }

  RedisLink start() {
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
        tend();
        closed = closing.await(PULSE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        closed = closing.getCount() == 0; // any other interrupt is a stray one
      } catch (RuntimeException e) {
        LOG.error("The connection to Redis at {} can't be tended; trying again", address, e);
      }
    }
  }

  private void tend() throws InterruptedException {
    Session current = session;
    if (current == null || !use(current.connection())) {
      connect();
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
    StatefulRedisConnection<String, byte[]> made;
    try {
      made = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE), uri);
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
    onUp.run();
  }

  /** Who answers instead, if the failure is that it was no Redis that did. */
  private Throwable explained(RuntimeException failure) {
    String stranger =
        Failures.isOfConnecting(failure) ? null : ServerProbe.stranger(uri).orElse(null);
    if (stranger == null) {
      return failure;
    }
    if (!stranger.equals(said)) {
      state = State.STARTING; // worth a line, also if it was lost before: it won't go by itself
      said = stranger;
    }
    return new IOException(stranger);
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
    keeper.interrupt();
    try {
      keeper.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.shutdown(Duration.ZERO, PATIENCE);
  }
}
