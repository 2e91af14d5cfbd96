package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.checkup.Finding;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** What a checkup looks at in the ports (docs/doctor.md). */
final class PortChecks {
  private final HttpConfig config;

  private PortChecks(HttpConfig config) {
    this.config = config;
  }

  static List<Check> of(HttpConfig config) {
    PortChecks checks = new PortChecks(config);
    return List.of(Check.first("L2", "ports", checks::look));
  }

  private List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    taken(config.host(), config.port(), "PORT", "HOST", findings);
    taken(config.host(), config.metricsPort(), "METRICS_PORT", "HOST", findings);
    taken(config.adminHost(), config.adminPort(), "ADMIN_PORT", "ADMIN_HOST", findings);
    if (isOfTheNetwork() && config.encryption().admin().isEmpty()) {
      findings.add(
          Finding.warn(
              "ADMIN_PORT %s is open to the network (ADMIN_HOST=%s), unencrypted"
                  .formatted(config.adminPort(), config.adminHost()),
              "ADMIN_HOST=127.0.0.1, or a certificate for it (docs/security.md)"));
    }
    return findings.isEmpty()
        ? List.of(
            Finding.ok(
                "%s, %s and %s are free"
                    .formatted(config.port(), config.metricsPort(), config.adminPort())))
        : findings;
  }

  /** In the words of the start. A RAS that runs has them for a good reason. */
  private static void taken(
      String host, int port, String setting, String hostSetting, List<Finding> findings) {
    try {
      Ports.check(host, port, setting, hostSetting);
    } catch (MisconfiguredException taken) {
      findings.add(
          Finding.warn(
              String.valueOf(taken.getMessage()), "nothing, if it is this very service that runs"));
    }
  }

  private boolean isOfTheNetwork() {
    try {
      return !InetAddress.getByName(config.adminHost()).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false; // and said already
    }
  }
}
