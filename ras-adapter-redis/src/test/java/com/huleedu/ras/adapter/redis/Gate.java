package com.huleedu.ras.adapter.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to Redis that can let bytes disappear, as a network does that fails without a word. */
final class Gate implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Queue<Passage> passages = new ConcurrentLinkedQueue<>();

  private final AtomicInteger attempts = new AtomicInteger();
  private volatile boolean admitsSilently;
  private volatile int target;

  Gate(int target) throws IOException {
    this.target = target;
    Thread.ofVirtual().start(this::accept);
  }

  String uri() {
    return "redis://127.0.0.1:" + listener.getLocalPort();
  }

  /** Replies on the connections of now disappear; requests still arrive. */
  void swallowReplies() {
    passages.forEach(passage -> passage.mute = true);
  }

  /** Nothing passes on the connections of now any more; new ones are as before. */
  void freeze() {
    passages.forEach(passage -> {
      passage.mute = true;
      passage.deaf = true;
    });
  }

  /** New connections are accepted and never answered. */
  void admitSilently(boolean silently) {
    admitsSilently = silently;
  }

  /** To another server from now on. */
  void leadTo(int port) {
    target = port;
    cut();
  }

  void cut() {
    passages.forEach(Passage::close);
    passages.clear();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        admit(listener.accept());
      } catch (IOException closed) {
        // the loop's condition tells
      }
    }
  }

  private void admit(Socket client) throws IOException {
    attempts.incrementAndGet();
    try {
      passages.add(new Passage(client, target, admitsSilently));
    } catch (IOException refused) {
      client.close();
    }
  }

  /** How often anybody connected so far. */
  int attempts() {
    return attempts.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cut();
  }

  private static final class Passage {
    private final Socket client;
    private final Socket server;
    private volatile boolean mute;
    private volatile boolean deaf;

    Passage(Socket client, int target, boolean silent) throws IOException {
      this.client = client;
      this.server = new Socket(InetAddress.getLoopbackAddress(), target);
      this.mute = silent;
      this.deaf = silent;
      Thread.ofVirtual().start(() -> pump(client, server, true));
      Thread.ofVirtual().start(() -> pump(server, client, false));
    }

    private void pump(Socket from, Socket to, boolean requests) {
      byte[] buffer = new byte[8192];
      try {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (requests ? !deaf : !mute) {
            out.write(buffer, 0, n);
          }
        }
        close();
      } catch (IOException closed) {
        close();
      }
    }

    void close() {
      try (client;
          server) {
        mute = true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
