package com.huleedu.ras.adapter.http;

import com.huleedu.ras.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the HTTP API needs to know.
 *
 * @param host the address to listen on, with the API and the metrics
 * @param port of the API; 0 = any free one
 * @param metricsPort serves metrics and health alone; 0 = any free one
 * @param adminHost the address to listen on, with what operators alone may do
 * @param adminPort of that; 0 = any free one
 * @param access who may ask
 * @param version of the service, for its health answer
 * @param encryption which ports speak TLS
 */
public record HttpConfig(
    String host,
    int port,
    int metricsPort,
    String adminHost,
    int adminPort,
    Access access,
    String version,
    Encryption encryption) {
  private static final int MAX_PORT = 65_535;

  public HttpConfig {
    if (host.isBlank() || adminHost.isBlank()) {
      throw new IllegalArgumentException((host.isBlank() ? "host" : "adminHost") + " is blank");
    }
    checkPort("port", port);
    checkPort("metricsPort", metricsPort);
    checkPort("adminPort", adminPort);
    checkDistinct("port and metricsPort", port, metricsPort);
    checkDistinct("port and adminPort", port, adminPort);
    checkDistinct("metricsPort and adminPort", metricsPort, adminPort);
  }

  /** Which ports speak TLS, and none of these answers what comes in clear; the others do. */
  public record Encryption(
      Optional<ListenerTls> api, Optional<ListenerTls> metrics, Optional<ListenerTls> admin) {
    public static final Encryption NONE =
        new Encryption(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * How one port is encrypted: by TLS 1.2 or 1.3.
   *
   * @param tls the certificate that is shown, and the authorities of the certificates of clients
   */
  public record ListenerTls(Tls tls, ClientCertificate clientCertificate) {
    /** What is asked of clients beside their keys. */
    public enum ClientCertificate {
      /** Nothing. */
      NONE,
      /** Who shows a certificate has to show a good one. */
      OPTIONAL,
      /** Who shows none gets no connection. */
      REQUIRED
    }

    io.helidon.common.tls.Tls forHelidon() {
      return io.helidon.common.tls.Tls.builder()
          .sslContext(tls.context())
          .clientAuth(
              switch (clientCertificate) {
                case NONE -> TlsClientAuth.NONE;
                case OPTIONAL -> TlsClientAuth.OPTIONAL;
                case REQUIRED -> TlsClientAuth.REQUIRED;
              })
          .build();
    }
  }

  /**
   * Who may ask.
   *
   * @param sharedKeys each is valid for every service, so that keys can be rotated; never shown
   * @param ownKeys further keys, valid for one service each; never shown
   * @param serviceIds the services that may ask
   */
  public record Access(
      List<String> sharedKeys, Map<String, List<String>> ownKeys, Set<String> serviceIds) {

    public Access {
      sharedKeys = List.copyOf(sharedKeys);
      ownKeys =
          ownKeys.entrySet().stream()
              .collect(
                  Collectors.toUnmodifiableMap(
                      Map.Entry::getKey, keys -> List.copyOf(keys.getValue())));
      serviceIds = Set.copyOf(serviceIds);
      List<String> mistakes = new ArrayList<>();
      if (!Stream.concat(
              sharedKeys.stream(), ownKeys.values().stream().<String>flatMap(List::stream))
          .allMatch(Access::fitsHeader)) {
        mistakes.add("a key is not of printable ASCII characters without a space at either end");
      }
      if (!serviceIds.stream().allMatch(Access::fitsHeader)) {
        mistakes.add(
            "serviceIds: each has to be of printable ASCII characters without a space at either"
                + " end: "
                + serviceIds);
      }
      if (!serviceIds.containsAll(ownKeys.keySet())) {
        mistakes.add("ownKeys are of services that may not ask: " + ownKeys.keySet());
      }
      if (sharedKeys.isEmpty()
          && (ownKeys.isEmpty() || !ownKeys.keySet().containsAll(serviceIds))) {
        mistakes.add("there has to be a key for every service at least");
      }
      if (!mistakes.isEmpty()) {
        throw new IllegalArgumentException("access: " + String.join("; ", mistakes));
      }
    }

    /** Whether a header can carry the value. */
    public static boolean fitsHeader(String value) {
      return !value.isEmpty()
          && value.equals(value.strip())
          && value.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** Without the keys. */
    @Override
    public String toString() {
      return "Access[sharedKeys=(%s), ownKeys=%s, serviceIds=%s]"
          .formatted(
              sharedKeys.size(),
              ownKeys.entrySet().stream()
                  .map(keys -> keys.getKey() + "=(" + keys.getValue().size() + ")")
                  .sorted()
                  .toList(),
              serviceIds);
    }
  }

  private static void checkPort(String component, int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(component + " is not from 0 to " + MAX_PORT + ": " + port);
    }
  }

  private static void checkDistinct(String components, int one, int other) {
    if (one != 0 && one == other) {
      throw new IllegalArgumentException(components + " are both " + one);
    }
  }
}
