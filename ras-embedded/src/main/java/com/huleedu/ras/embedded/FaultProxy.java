package com.huleedu.ras.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A way to a server of this machine that can be made bad: slow, stuck, cut, silent, or broken at
 * one exact message. Each fault lasts until {@link #heal}.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int BACKLOG = 200;

  /** Which way bytes go. */
  public enum Direction {
    REQUEST,
    ANSWER
  }

  private final int port;
  private final int target;
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Trap> trap = new AtomicReference<>();
  private final Valve valve = new Valve();
  private volatile Listener listener;
  private volatile boolean swallowing;
  private volatile boolean closed;

  private FaultProxy(int port, int target) {
    this.port = port;
    this.target = target;
    this.listener = listen();
  }

  /** Opens a way, on a free port, to a port of 127.0.0.1. */
  public static FaultProxy to(int target) {
    return new FaultProxy(Ports.free(), target);
  }

  /** Opens the way that a broker advertises for its second listener. */
  public static FaultProxy to(KafkaBroker broker) {
    return new FaultProxy(broker.detourPort(), broker.detourTarget());
  }

  /** Where clients connect to. */
  public int port() {
    return port;
  }

  /** Everything takes this much longer, both ways. */
  public void delay(Duration latency) {
    valve.delay(latency);
  }

  /** Nothing moves, and nothing is lost: bytes wait until the way heals. */
  public void stall() {
    valve.shut();
  }

  /** Every connection of now ends with a reset; new ones are as before. */
  public void reset() {
    connections.forEach(ProxiedConnection::reset);
  }

  /** Half-open: bytes disappear without a word, and new connections are admitted and mute. */
  public void swallow() {
    swallowing = true;
    connections.forEach(ProxiedConnection::swallow);
  }

  /** Ends all connections, and refuses new ones. */
  public void refuse() {
    closeListener();
    reset();
  }

  /** All is well again. Connections that lost bytes end with a reset. */
  public void heal() {
    swallowing = false;
    trap.set(null);
    connections.stream().filter(ProxiedConnection::isSwallowing).forEach(ProxiedConnection::reset);
    valve.open();
    if (listener.socket().isClosed() && !closed) {
      listener = listen();
    }
  }

  /**
   * Waits, once, for a piece of traffic and ends its connection there.
   *
   * @param direction the way that the piece goes
   * @param piece recognises it among the pieces, which are what one read of the socket gave
   * @param passOn whether it still reaches its receiver
   * @param then done at that very moment, before anything else can pass on this connection
   * @return completes when it has happened
   */
  public CompletableFuture<Void> trap(
      Direction direction, Predicate<byte[]> piece, boolean passOn, Runnable then) {
    return set(new Trap(direction, piece, passOn, true, then, new CompletableFuture<>()));
  }

  /**
   * Waits, once, for a piece of traffic that goes by, and lets the connection live.
   *
   * @param then done before the piece passes on
   * @return completes when it has happened
   */
  public CompletableFuture<Void> watch(
      Direction direction, Predicate<byte[]> piece, Runnable then) {
    return set(new Trap(direction, piece, true, false, then, new CompletableFuture<>()));
  }

  private CompletableFuture<Void> set(Trap one) {
    trap.set(one);
    return one.sprung();
  }

  /** How many connections there are. */
  public int connections() {
    return connections.size();
  }

  @Override
  public void close() {
    closed = true;
    closeListener();
    valve.open();
    reset();
  }

  void passed(ProxiedConnection connection) {
    connections.remove(connection);
  }

  /** The trap, if this piece springs it: for one caller only. */
  @Nullable Trap springs(Direction direction, byte[] piece) {
    Trap set = trap.get();
    boolean springs = set != null && set.direction() == direction && set.piece().test(piece);
    return springs && trap.compareAndSet(set, null) ? set : null;
  }

  Valve valve() {
    return valve;
  }

  /** A port that is listened on, and who admits what comes. */
  private record Listener(ServerSocket socket, Thread admitting) {}

  private Listener listen() {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      String name = "fault-proxy-" + port;
      return new Listener(
          socket, Thread.ofPlatform().daemon().name(name).start(() -> accept(socket)));
    } catch (IOException e) {
      throw new UncheckedIOException("can't listen on port " + port, e);
    }
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        admit(socket.accept());
      } catch (IOException closing) {
        // The loop's condition tells.
      }
    }
  }

  private void admit(Socket client) throws IOException {
    try {
      ProxiedConnection connection =
          new ProxiedConnection(this, client, new Socket(InetAddress.getLoopbackAddress(), target));
      connections.add(connection);
      if (swallowing) {
        connection.swallow();
      }
      connection.start();
    } catch (IOException serverIsAway) {
      client.close();
    }
  }

  private void closeListener() {
    try {
      listener.socket().close();
      // The JDK leaves the port open for as long as somebody is in accept: until then a connection
      // may still be admitted, and be missed by the reset that follows.
      listener.admitting().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  record Trap(
      Direction direction,
      Predicate<byte[]> piece,
      boolean passOn,
      boolean ends,
      Runnable then,
      CompletableFuture<Void> sprung) {}
}
