package com.huleedu.ras.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Whether ports of this machine can be listened on, asked before anything is started. */
final class LocalPorts {
  private static final int METRICS = 9096;
  private static final int ADMIN = 4004;

  private LocalPorts() {}

  /**
   * Checks the port for the API.
   *
   * @param wanted 0 for any that is free
   * @throws CommandFailedException if it is taken
   */
  static void check(int wanted) {
    if (!canListen(wanted)) {
      throw new CommandFailedException(
          "port %d is in use: stop what listens there, or take any free port with --port 0"
              .formatted(wanted));
    }
  }

  /** The usual port for the metrics; 0, any, if that is taken or the API has any port anyway. */
  static int metrics(int wantedHttp) {
    return wantedHttp != 0 && wantedHttp != METRICS && canListen(METRICS) ? METRICS : 0;
  }

  /** The usual port for operators; 0, any, if that is taken or the API has any port anyway. */
  static int admin(int wantedHttp) {
    return wantedHttp != 0 && wantedHttp != ADMIN && canListen(ADMIN) ? ADMIN : 0;
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
}
