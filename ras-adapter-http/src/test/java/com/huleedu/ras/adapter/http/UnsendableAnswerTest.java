package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer of ours that can't be written is a failure of ours, and no client is blamed for it. */
@Timeout(60)
class UnsendableAnswerTest {
  private static final Answer SMALL = Answer.options("GET");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LogCapture log = new LogCapture("com.huleedu.ras.adapter.http");
  private volatile Answer answer = SMALL;
  private final WebServer server = start();

  private WebServer start() {
    return TestServer.listeners(
            metrics -> new RequestFilter(Route::of, (_, _) -> answer, metrics, TestServer.ROOM),
            Listeners.IDLE,
            meters)
        .start();
  }

  @AfterEach
  void stop() {
    server.stop();
    log.close();
  }

  /** What the second of its headers does when it is written. */
  static Stream<Supplier<Throwable>> failures() {
    return Stream.of(
        () -> new IllegalArgumentException("planted"), () -> new OutOfMemoryError("planted"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void is500AndLoggedAndTheConnectionStays(Supplier<Throwable> failure) {
    answer = new Answer(Status.OK_200, new byte[9], List.of(Answer.JSON, header(failure)), null);
    try (RawHttp http = new RawHttp(server.port())) {
      for (String method : List.of("GET", "HEAD")) {
        RawHttp.Reply reply =
            Objects.requireNonNull(
                http.send(RawHttp.request(method, "/livez", "X-Correlation-ID: c"))
                    .read(method.equals("HEAD")));
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.header("X-Correlation-ID")).isEqualTo("c");
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.header("Connection")).isNull();
      }
      answer = SMALL;
      assertThat(http.send(RawHttp.get("/livez")).read().status()).isEqualTo(200);
    }

    await().until(() -> counted("ras.api.requests").size() == 3);
    assertThat(counted("ras.api.requests"))
        .extracting(counter -> counter.getId().getTag("status_code"))
        .containsExactlyInAnyOrder("500", "500", "200");
    assertThat(counted("ras.api.errors"))
        .extracting(counter -> counter.getId().getTag("error_type"))
        .containsExactly("internal_error");
    assertThat(log.at(Level.ERROR))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line.getThrowableProxy().getMessage()).isEqualTo("planted"))
        .allSatisfy(
            line -> assertThat(line.getMDCPropertyMap()).containsEntry("correlation_id", "c"));
  }

  /** What is in the content is nobody's request. */
  @ParameterizedTest
  @MethodSource("failures")
  void leavesNoContentBehind(Supplier<Throwable> failure) {
    answer = new Answer(Status.OK_200, new byte[9], List.of(Answer.JSON, header(failure)), null);
    String marked = RawHttp.get("/healthz");
    for (String announced : List.of("X: y", "Expect: 100-continue")) {
      try (RawHttp http = new RawHttp(server.port())) {
        String head =
            RawHttp.request("GET", "/livez", announced, "Content-Length: " + marked.length());
        assertThat(Objects.requireNonNull(http.send(head + marked).read()).status()).isEqualTo(500);
        assertThat(http.read()).isNull();
      }
    }
  }

  private List<Counter> counted(String name) {
    return meters.get(name).counters().stream().filter(counter -> counter.count() > 0).toList();
  }

  private static Header header(Supplier<Throwable> failure) {
    return (Header)
        Proxy.newProxyInstance(
            Header.class.getClassLoader(),
            new Class<?>[] {Header.class},
            (_, method, _) -> {
              return switch (method.getName()) {
                case "headerName" -> HeaderNames.create("X-Planted");
                case "name" -> "X-Planted";
                default -> throw failure.get();
              };
            });
  }
}
