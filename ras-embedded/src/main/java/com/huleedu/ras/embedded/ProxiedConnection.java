package com.huleedu.ras.embedded;

import com.huleedu.ras.embedded.FaultProxy.Direction;
import com.huleedu.ras.embedded.FaultProxy.Trap;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/** One connection through a {@link FaultProxy}: two pumps, one each way. */
final class ProxiedConnection {
  private static final int PIECE = 64 * 1024;

  private final FaultProxy proxy;
  private final Socket client;
  private final Socket server;
  private volatile boolean swallowing;

  ProxiedConnection(FaultProxy proxy, Socket client, Socket server) throws IOException {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
  }

  void start() {
    Thread.ofPlatform().daemon().start(() -> pump(client, server, Direction.REQUEST));
    Thread.ofPlatform().daemon().start(() -> pump(server, client, Direction.ANSWER));
  }

  void swallow() {
    swallowing = true;
  }

  boolean isSwallowing() {
    return swallowing;
  }

  /** Ends both sides with a TCP reset. */
  void reset() {
    try {
      client.setSoLinger(true, 0);
      server.setSoLinger(true, 0);
    } catch (IOException closedAlready) {
      // As wanted.
    }
    close();
  }

  private void pump(Socket from, Socket to, Direction direction) {
    byte[] buffer = new byte[PIECE];
    try {
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        proxy.valve().pass();
        if (!swallowing && !move(Arrays.copyOf(buffer, n), to.getOutputStream(), direction)) {
          break;
        }
      }
    } catch (IOException ended) {
      // Then the other side ends, too.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /** False if the piece sprang the trap, which is the end of the connection. */
  private boolean move(byte[] piece, OutputStream to, Direction direction) throws IOException {
    Trap sprung = proxy.springs(direction, piece);
    if (sprung == null) {
      to.write(piece);
      return true;
    }
    return sprung.ends() ? end(sprung, piece, to) : act(sprung, piece, to);
  }

  private boolean end(Trap sprung, byte[] piece, OutputStream to) throws IOException {
    if (sprung.passOn()) {
      to.write(piece);
    }
    // Nothing may come back while it is done: the one who asked must not learn the answer.
    swallowing = true;
    sprung.then().run();
    close();
    sprung.sprung().complete(null);
    return false;
  }

  private static boolean act(Trap sprung, byte[] piece, OutputStream to) throws IOException {
    sprung.then().run();
    to.write(piece);
    sprung.sprung().complete(null);
    return true;
  }

  private void close() {
    proxy.passed(this);
    try (client;
        server) {
      swallowing = true;
    } catch (IOException e) {
      // Nothing more to be done about it.
    }
  }
}
