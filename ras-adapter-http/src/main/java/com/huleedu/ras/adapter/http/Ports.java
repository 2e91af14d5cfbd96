package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.MisconfiguredException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;

/** Finds out whether a port can be listened on, and still is; Helidon only logs that it is not. */
final class Ports {
  /** A refusal comes at once; so a connection that is not refused is not waited for either. */
  private static final int CONNECT_MILLIS = 1_000;

  private Ports() {}

  /**
   * Checks that the port is free.
   *
   * @param setting the name of the setting that chooses the port
   * @param hostSetting the name of the setting that chooses the host
   * @throws MisconfiguredException if host or port can't be used
   */
  static void check(String host, int port, String setting, String hostSetting) {
    InetAddress address = resolve(host, hostSetting);
    try {
      bind(address, port);
    } catch (IOException e) {
      throw new MisconfiguredException(
          "cannot listen on port %s of %s (%s): end the process that has it, or set %s to a free port, or %s to an address of this machine"
              .formatted(port, host, e.getMessage(), setting, hostSetting),
          e);
    }
  }

  /**
   * Whether nobody listens on a port that can be listened on. It is bound first, which takes no
   * place of a listener that is there; then, since some systems let two bind, connected to.
   * Whatever can't be found out, as for want of files, is no.
   */
  static boolean isLeft(String host, int port) {
    try {
      InetAddress address = InetAddress.getByName(host);
      bind(address, port);
      return isRefused(
          address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address, port);
    } catch (IOException taken) {
      return false;
    }
  }

  private static void bind(InetAddress address, int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      // As the listener does it: connections of a process that just ended don't hold the port.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
    }
  }

  private static boolean isRefused(InetAddress address, int port) throws IOException {
    try (Socket client = new Socket()) {
      client.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
      return false;
    } catch (ConnectException refused) {
      return true;
    }
  }

  private static InetAddress resolve(String host, String hostSetting) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new MisconfiguredException(
          "cannot listen on %s: there is no such host; set %s to an address of this machine, or to 0.0.0.0 for all of them"
              .formatted(host, hostSetting),
          e);
    }
  }
}
