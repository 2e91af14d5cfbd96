package com.huleedu.ras.adapter.http;

import java.util.List;
import java.util.Set;

/**
 * What the HTTP API needs to know.
 *
 * @param host the address to listen on
 * @param port of the API; 0 = any free one
 * @param metricsPort serves metrics and health alone; 0 = any free one
 * @param apiKeys every one of them is valid, so that keys can be rotated; never shown
 * @param allowedServiceIds the services that may ask
 * @param version of the service, for its health answer
 */
public record HttpConfig(
    String host,
    int port,
    int metricsPort,
    List<String> apiKeys,
    Set<String> allowedServiceIds,
    String version) {
  private static final int MAX_PORT = 65_535;

  public HttpConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host is blank");
    }
    checkPort("port", port);
    checkPort("metricsPort", metricsPort);
    if (port != 0 && port == metricsPort) {
      throw new IllegalArgumentException("port and metricsPort are both " + port);
    }
    apiKeys = List.copyOf(apiKeys);
    if (apiKeys.isEmpty() || !apiKeys.stream().allMatch(HttpConfig::fitsHeader)) {
      throw new IllegalArgumentException(
          "apiKeys: there has to be one at least, each of printable ASCII characters "
              + "without a space at either end, or no header could ever carry it");
    }
    allowedServiceIds = Set.copyOf(allowedServiceIds);
    if (!allowedServiceIds.stream().allMatch(HttpConfig::fitsHeader)) {
      throw new IllegalArgumentException(
          "allowedServiceIds: each has to be of printable ASCII characters without a space at "
              + "either end: "
              + allowedServiceIds);
    }
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "HttpConfig[host=%s, port=%d, metricsPort=%d, apiKeys=(%d), allowedServiceIds=%s, "
            .formatted(host, port, metricsPort, apiKeys.size(), allowedServiceIds)
        + "version="
        + version
        + "]";
  }

  private static void checkPort(String component, int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(component + " is not from 0 to " + MAX_PORT + ": " + port);
    }
  }

  private static boolean fitsHeader(String value) {
    return !value.isEmpty()
        && value.equals(value.strip())
        && value.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
