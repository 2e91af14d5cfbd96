package com.huleedu.ras.telemetry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where spans are sent.
 *
 * @param shown without user, password and query, which may be secrets
 */
record Endpoint(String shown) {
  private static final String SPOKEN = "http/protobuf";

  /** Checks what OpenTelemetry would find out only when it is too late to say it well. */
  static Endpoint of(TelemetryConfig config) throws UnusableException {
    Optional<String> protocol =
        Stream.of(TelemetryConfig.TRACES_PROTOCOL, TelemetryConfig.PROTOCOL)
            .filter(variable -> config.find(variable).isPresent())
            .findFirst();
    if (protocol.isPresent() && !config.find(protocol.get()).orElse("").equals(SPOKEN)) {
      throw new UnusableException(
          "%s is not %s, which is all that is spoken; with it, collectors listen at port 4318"
              .formatted(protocol.get(), SPOKEN));
    }
    if (config.find(TelemetryConfig.EXPORTER).filter(name -> !name.equals("otlp")).isPresent()) {
      throw new UnusableException(
          TelemetryConfig.EXPORTER + " is neither otlp nor none: traces are sent by OTLP alone");
    }
    String variable = config.endpointVariable().orElseThrow();
    URI uri = uri(variable, config.find(variable).orElseThrow());
    String path = uri.getPath() == null ? "" : uri.getPath();
    return new Endpoint(
        "%s://%s%s%s"
            .formatted(
                uri.getScheme(),
                uri.getHost(),
                uri.getPort() < 0 ? "" : ":" + uri.getPort(),
                variable.equals(TelemetryConfig.TRACES_ENDPOINT)
                    ? path
                    : path.replaceFirst("/$", "") + "/v1/traces"));
  }

  private static URI uri(String variable, String value) throws UnusableException {
    try {
      URI uri = new URI(value);
      String scheme = String.valueOf(uri.getScheme());
      if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
        return uri;
      }
    } catch (URISyntaxException notOne) {
      // The same, and its words hold the value.
    }
    throw new UnusableException(
        variable
            + " has to be a URL, as http://collector:4318; it is not shown, as it may hold a"
            + " password");
  }
}
