package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.MisconfiguredException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Finds out whether a port can be listened on; Helidon only logs that it can't. */
final class Ports {
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
    try (ServerSocket probe = new ServerSocket()) {
      // As the listener does it: connections of a process that just ended don't hold the port.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw new MisconfiguredException(
          "cannot listen on port %s of %s (%s): end the process that has it, or set %s to a free port, or %s to an address of this machine"
              .formatted(port, host, e.getMessage(), setting, hostSetting),
          e);
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
