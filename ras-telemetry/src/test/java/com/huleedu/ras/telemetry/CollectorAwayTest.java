package com.huleedu.ras.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import com.huleedu.ras.embedded.TraceCollector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Whatever becomes of the collector, work goes on, and the log says it once. */
class CollectorAwayTest {
  private static final String SECRET = "s3cr3t";
  private static final Poll POLL = Given.poll(List.of(Given.decoded(0, null, null)));

  /** More than wait in the queue. */
  private static final int POLLS = 20_000;

  private static final Duration SOON = Duration.ofSeconds(10);

  private static Telemetry open(String endpoint) {
    return Telemetry.open(
        new TelemetryConfig(
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                endpoint,
                "OTEL_EXPORTER_OTLP_HEADERS",
                "authorization=" + SECRET,
                "OTEL_BSP_SCHEDULE_DELAY",
                "20",
                "OTEL_JAVA_EXPORTER_OTLP_RETRY_DISABLED",
                "true"),
            "1"));
  }

  private static ProjectEvents polls(Telemetry telemetry) {
    return telemetry.polls(Given.projection(_ -> new ProjectionResult.FellBack()));
  }

  private static int free() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return taken.getLocalPort();
    }
  }

  @Test
  void oneThatIsAwayIsToldOfOnceAndSoIsItsReturn() throws IOException {
    int port = free();
    String endpoint = "http://127.0.0.1:" + port;
    try (LogLines log = LogLines.listen();
        Telemetry telemetry = open(endpoint)) {
      ProjectEvents polls = polls(telemetry);
      await()
          .atMost(SOON)
          .until(() -> {
            polls.project(POLL);
            return log.lines().size() > 1;
          });
      for (int i = 0; i < POLLS; i++) {
        polls.project(POLL);
      }
      try (TraceCollector collector = TraceCollector.start(port)) {
        await()
            .atMost(SOON)
            .until(() -> {
              polls.project(POLL);
              return log.lines().size() > 2;
            });
        assertThat(collector.spans()).isNotEmpty();
      }

      assertThat(log.lines())
          .containsExactly(
              "INFO Traces go to " + endpoint + "/v1/traces",
              "WARN Traces can't be sent to %s/v1/traces: it can't be reached; they are dropped until they can be, and nothing waits for that"
                  .formatted(endpoint),
              "INFO Traces are sent to " + endpoint + "/v1/traces again");
      assertThat(log.hasStackTrace()).isFalse();
    }
  }

  @Test
  void oneThatNeverAnswersHoldsUpNeitherWorkNorTheEnd() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LogLines log = LogLines.listen()) {
      Telemetry telemetry = open("http://127.0.0.1:" + silent.getLocalPort());
      ProjectEvents polls = polls(telemetry);
      long start = System.nanoTime();
      for (int i = 0; i < POLLS; i++) {
        polls.project(POLL);
      }
      telemetry.close();

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      assertThat(log.hasStackTrace()).isFalse();
    }
  }

  @Test
  void oneThatRefusesIsToldOfWithoutTheHeadersThatItRefuses() {
    try (TraceCollector collector = TraceCollector.start();
        LogLines log = LogLines.listen();
        Telemetry telemetry = open(collector.endpoint())) {
      collector.answer(401);
      polls(telemetry).project(POLL);
      await().atMost(SOON).until(() -> log.lines().size() > 1);

      assertThat(collector.headers().getFirst()).containsEntry("Authorization", List.of(SECRET));
      assertThat(log.lines().getLast()).contains("it answers 401").doesNotContain(SECRET);
    }
  }

  @Test
  void oneThatComesAndGoesIsToldOfAtMostEveryTenMinutes() {
    AtomicLong now = new AtomicLong();
    try (LogLines log = LogLines.listen()) {
      FlakyExporter flaky = new FlakyExporter();
      ToldExporter told = new ToldExporter(flaky, "there", () -> false, now::get);
      for (int minute = 0; minute < 25; minute++) {
        now.set(Duration.ofMinutes(minute).toNanos());
        flaky.works = false;
        told.export(List.of());
        flaky.works = true;
        told.export(List.of());
      }

      assertThat(log.lines().stream().filter(line -> line.startsWith("WARN"))).hasSize(3);
      assertThat(log.lines().stream().filter(line -> line.startsWith("INFO"))).hasSize(3);
    }
  }
}
