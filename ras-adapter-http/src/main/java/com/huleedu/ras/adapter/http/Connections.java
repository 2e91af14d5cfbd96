package com.huleedu.ras.adapter.http;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections each listener takes at a time. Running out of file descriptors ends a
 * listener of Helidon's for good; running out of these only makes newcomers wait. So all of them
 * together leave files for whatever else the process opens.
 */
record Connections(int api, int metrics, int admin) {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  private static final int API = 4_096;
  // Each has 70 kB of buffers before anybody has said who he is.
  private static final int API_ENCRYPTED = 1_024;
  private static final int FEW = 512;
  private static final int FEW_ENCRYPTED = 64;

  /** Connections to servers, jars, and those that are closed and not yet given back. */
  private static final int OTHERS = 512;

  private static final int LEAST = 16;
  private static final int FEW_IN_ALL = 16;

  /**
   * Where files are scarce, fewer.
   *
   * @param files that this process may open
   */
  static Connections of(HttpConfig.Encryption encryption, long files) {
    long room = files - OTHERS;
    int metrics = within(few(encryption.metrics()), room / FEW_IN_ALL);
    int admin = within(few(encryption.admin()), room / FEW_IN_ALL);
    int api = encryption.api().isPresent() ? API_ENCRYPTED : API;
    return new Connections(within(api, room - metrics - admin), metrics, admin);
  }

  private static int few(Optional<HttpConfig.ListenerTls> tls) {
    return tls.isPresent() ? FEW_ENCRYPTED : FEW;
  }

  private static int within(int most, long room) {
    return Math.clamp(room, LEAST, most);
  }

  /** As many as this process may have; says so if files are too scarce for all. */
  static Connections ofThisProcess(HttpConfig.Encryption encryption) {
    long files =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                instanceof UnixOperatingSystemMXBean unix
            ? unix.getMaxFileDescriptorCount()
            : Integer.MAX_VALUE;
    Connections all = unlimited(encryption);
    Connections connections = of(encryption, files);
    if (connections.sum() < all.sum()) {
      LOG.warn(
          "{} files may be open: the ports take {} connections at a time rather than {}",
          files,
          connections.sum(),
          all.sum());
    }
    return connections;
  }

  /** Where files are no matter. */
  static Connections unlimited(HttpConfig.Encryption encryption) {
    return of(encryption, Integer.MAX_VALUE);
  }

  int sum() {
    return api + metrics + admin;
  }
}
