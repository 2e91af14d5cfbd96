package com.huleedu.ras.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Which ports of this machine can be listened on. */
final class LocalPorts {
  private static final int METRICS = 9096;

  private LocalPorts() {}

  /**
   * The port for the API.
   *
   * @param wanted 0 for any that is free
   * @throws CommandFailedException if it is taken
   */
  static int http(int wanted) {
    if (wanted == 0) {
      return free();
    }
    if (!canListen(wanted)) {
      throw new CommandFailedException(
          "port %d is in use: stop what listens there, or take any free port with --port 0"
              .formatted(wanted));
    }
    return wanted;
  }

  /** The usual port for the metrics, unless it is taken or the API has any port anyway. */
  static int metrics(int wantedHttp) {
    return wantedHttp == 0 || !canListen(METRICS) ? free() : METRICS;
  }

  private static boolean canListen(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }
}
