package com.huleedu.ras.embedded;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the three servers have in common: a port and data that stay the same over stops and starts.
 *
 * <pre>
 * running ⇄ stopped → closed
 * </pre>
 */
abstract sealed class EmbeddedServer implements AutoCloseable
    permits PostgresServer, RedisServer, KafkaBroker {
  static final Duration STARTUP = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final String name;
  private final ServerDirectory directory;
  private final int port = Ports.free();
  private @Nullable ServerProcess process;

  EmbeddedServer(String name, ServerDirectory directory) {
    this.name = name;
    this.directory = directory;
  }

  /** Starts a new server for the first time; leaves nothing behind if that fails. */
  static <S extends EmbeddedServer> S started(S server) {
    try {
      server.start();
      return server;
    } catch (ServerFailedException e) {
      server.close();
      throw e;
    }
  }

  /** Starts the process; it need not answer yet. */
  abstract ServerProcess launch() throws IOException;

  /** Ends the process in order; false if it had to be killed. */
  boolean shutDown(ServerProcess running) {
    return running.terminate(GRACE);
  }

  /** Whether a client would be served. */
  abstract boolean answers();

  /** The port of 127.0.0.1 that the server listens on; the same after a restart. */
  public final int port() {
    return port;
  }

  /** The process id, for a test that freezes the server. */
  public final synchronized long pid() {
    if (process == null) {
      throw new IllegalStateException(name + " is stopped");
    }
    return process.pid();
  }

  /** Starts the stopped server on its port and its data; returns once it answers. */
  public synchronized void start() {
    if (process != null) {
      throw new IllegalStateException(name + " runs already");
    }
    try {
      process = launch();
      awaitAnswer(process);
    } catch (IOException | ServerFailedException e) {
      kill();
      throw failed("did not start", e);
    }
  }

  /** Stops the server in order; nothing if it is stopped. */
  public final synchronized void stop() {
    if (process != null) {
      shutDown(process);
      process.dismissGuard();
      process = null;
    }
  }

  /** Ends the server at once, as a power cut would (SIGKILL); nothing if it is stopped. */
  public synchronized void kill() {
    if (process != null) {
      process.kill();
      process.dismissGuard();
      process = null;
    }
  }

  /** Stops the server in order, and starts it again. */
  public final synchronized void restart() {
    stop();
    start();
  }

  /** Stops the server and deletes its data if they are temporary. */
  @Override
  public final synchronized void close() {
    if (process != null) {
      shutDown(process);
      process.cleanUp();
      process = null;
    }
    directory.discard();
  }

  final String name() {
    return name;
  }

  final ServerDirectory directory() {
    return directory;
  }

  /** Waits, at most as long as a start may take, until something is so. */
  final void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(STARTUP);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new ServerFailedException(name, "not done after " + STARTUP, null);
      }
      pause();
    }
  }

  final ServerFailedException failed(String what, Throwable cause) {
    return new ServerFailedException(
        name, what + ": " + cause.getMessage() + directory.logTail(), cause);
  }

  private void awaitAnswer(ServerProcess started) {
    await(() -> {
      if (!started.isAlive()) {
        throw new ServerFailedException(name, "ended while it started", null);
      }
      return answers();
    });
  }

  private void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFailedException(name, "interrupted", e);
    }
  }
}
