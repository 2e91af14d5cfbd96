package com.huleedu.ras.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When traces are on, and that no value of a variable is ever shown. */
class TelemetryConfigTest {
  private static final String SECRET = "s3cr3t-of-the-collector";

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT, http://c:4318, OTEL_SERVICE_NAME, ras, true",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, http://c:4318/t, OTEL_TRACES_EXPORTER, otlp, true",
    "OTEL_EXPORTER_OTLP_ENDPOINT, http://c:4318, OTEL_SDK_DISABLED, false, true",
    "OTEL_EXPORTER_OTLP_ENDPOINT, http://c:4318, OTEL_SDK_DISABLED, TRUE, false",
    "OTEL_EXPORTER_OTLP_ENDPOINT, http://c:4318, OTEL_TRACES_EXPORTER, none, false",
    "OTEL_EXPORTER_OTLP_ENDPOINT, ' ', OTEL_SERVICE_NAME, ras, false",
    "OTEL_SERVICE_NAME, ras, OTEL_TRACES_SAMPLER, always_on, false",
  })
  void tracesAreOnWhereAnEndpointIsSet(
      String one, String value, String other, String another, boolean on) {
    assertThat(new TelemetryConfig(Map.of(one, value, other, another), "1").isOn()).isEqualTo(on);
  }

  @Test
  void whatIsNoVariableOfOpenTelemetryIsLeftOut() {
    assertThat(new TelemetryConfig(Map.of("PATH", "/bin", "OTEL_X", "y"), "1").variables())
        .containsExactly(Map.entry("OTEL_X", "y"));
  }

  @Test
  void valuesAreNeverShown() {
    Map<String, String> variables = Map.of("OTEL_EXPORTER_OTLP_HEADERS", "key=" + SECRET);

    assertThat(new TelemetryConfig(variables, "1"))
        .asString()
        .contains("OTEL_EXPORTER_OTLP_HEADERS")
        .doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_PROTOCOL, grpc, OTEL_EXPORTER_OTLP_PROTOCOL",
    "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, http/json, OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
    "OTEL_TRACES_EXPORTER, zipkin, OTEL_TRACES_EXPORTER",
    "OTEL_EXPORTER_OTLP_ENDPOINT, collector-s3cr3t:4318, OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_ENDPOINT, http://user:s3cr3t@a b, OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_HEADERS, s3cr3t, OTEL_EXPORTER_OTLP_HEADERS",
    "OTEL_EXPORTER_OTLP_TIMEOUT, s3cr3t, OTEL_EXPORTER_OTLP_TIMEOUT",
    "OTEL_TRACES_SAMPLER, s3cr3t, OTEL_TRACES_SAMPLER",
    "OTEL_EXPORTER_OTLP_CERTIFICATE, /nowhere/s3cr3t.pem, OTEL_EXPORTER_OTLP_CERTIFICATE",
    "OTEL_PROPAGATORS, s3cr3t, OTEL_PROPAGATORS",
  })
  void whatCannotBeUsedIsAWarningThatNamesTheVariableAndLeavesTracesOff(
      String variable, String value, String named) {
    try (LogLines lines = LogLines.listen()) {
      Map<String, String> variables =
          variable.equals(TelemetryConfig.ENDPOINT)
              ? Map.of(variable, value)
              : Map.of(TelemetryConfig.ENDPOINT, "http://127.0.0.1:1", variable, value);

      assertThat(Telemetry.open(new TelemetryConfig(variables, "1"))).isSameAs(Telemetry.OFF);

      assertThat(lines.lines())
          .singleElement()
          .asString()
          .startsWith("WARN Traces are off: ")
          .contains(named)
          .doesNotContain("s3cr3t");
    }
  }

  @Test
  void ofAnEndpointOnlyWhatIsNoSecretIsShown() throws UnusableException {
    assertThat(
            Endpoint.of(
                new TelemetryConfig(
                    Map.of(
                        TelemetryConfig.ENDPOINT, "https://u:" + SECRET + "@c:4318/p/?k=" + SECRET),
                    "1")))
        .isEqualTo(new Endpoint("https://c:4318/p/v1/traces"));
  }
}
