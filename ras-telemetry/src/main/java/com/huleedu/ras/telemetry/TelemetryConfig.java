package com.huleedu.ras.telemetry;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where traces go, and how many.
 *
 * @param variables the standard variables of OpenTelemetry that are set, and no others; their
 *     values may be secrets, and are never shown
 * @param version of the service
 */
public record TelemetryConfig(Map<String, String> variables, String version) {
  /** What the names of the variables begin with. */
  public static final String PREFIX = "OTEL_";

  static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
  static final String TRACES_PROTOCOL = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL";
  static final String EXPORTER = "OTEL_TRACES_EXPORTER";
  private static final String DISABLED = "OTEL_SDK_DISABLED";

  public TelemetryConfig {
    Map<String, String> set = new TreeMap<>();
    variables.forEach((name, value) -> {
      // Set to nothing means unset, by OpenTelemetry's own rule.
      if (name.startsWith(PREFIX) && !value.isBlank()) {
        set.put(name, value.strip());
      }
    });
    variables = Map.copyOf(set);
  }

  /** Whether an endpoint is set, and nothing turns traces off. */
  boolean isOn() {
    return endpointVariable().isPresent()
        && !Boolean.parseBoolean(variables.get(DISABLED))
        && !"none".equalsIgnoreCase(variables.get(EXPORTER));
  }

  /** The variable whose endpoint holds: that for traces alone goes before that for everything. */
  Optional<String> endpointVariable() {
    return Stream.of(TRACES_ENDPOINT, ENDPOINT).filter(variables::containsKey).findFirst();
  }

  Optional<String> find(String variable) {
    return Optional.ofNullable(variables.get(variable));
  }

  /** As OpenTelemetry's configuration calls them. */
  Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    variables.forEach((name, value) -> properties.put(property(name), value));
    return properties;
  }

  static String property(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /** The names alone. */
  @Override
  public String toString() {
    return "TelemetryConfig[variables=%s, version=%s]"
        .formatted(new TreeSet<>(variables.keySet()), version);
  }
}
