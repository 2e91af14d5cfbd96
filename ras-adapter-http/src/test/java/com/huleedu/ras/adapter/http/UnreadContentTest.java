package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Content that was not read, in every way in which an answer is given without it, is never answered
 * as a request: whatever reuses connections in front of us would hand that answer to a stranger.
 */
class UnreadContentTest {
  private static final TestServer SERVER = new TestServer(new FakeBatches());
  private static final String MARKED = "GET /smuggled HTTP/1.1\r\nHost: ras\r\n\r\n";
  private static final String LENGTH = "Content-Length: " + MARKED.length();
  private static final String EXPECT = "Expect: 100-continue";
  private static final String EXPECT_IN_CAPITALS = "expect: 100-Continue";
  private static final String EXPECT_MORE = "Expect: x, 100-continue";
  private static final String CHUNKED = "Transfer-Encoding: chunked";

  /** Where the content ends, said in ways that two readers may understand differently. */
  private static final List<String> DOUBTFUL =
      List.of(
          LENGTH + "\r\n" + CHUNKED,
          CHUNKED + "\r\n" + LENGTH,
          LENGTH + "\r\nContent-Length: 0",
          "Content-Length: 0\r\n" + LENGTH,
          "Content-Length: +" + MARKED.length(),
          "Content-Length: -1",
          "Content-Length: 0x10",
          "Content-Length: " + MARKED.length() + ", " + MARKED.length(),
          "Content-Length : " + MARKED.length(),
          "Transfer-Encoding: Chunked",
          "Transfer-Encoding: gzip, chunked",
          "Transfer-Encoding: chunked, identity",
          "Transfer-Encoding: xchunked",
          "Transfer-Encoding: identity\r\n" + CHUNKED,
          "Transfer-Encoding : chunked",
          "X: y\r\n Transfer-Encoding: chunked");

  private static final Set<String> FOUND_LATE = Set.of("trailer", "broken chunk");
  private static final String KEY = "X-Internal-API-Key: " + TestServer.KEY;
  private static final String SERVICE = "X-Service-ID: api-gateway-service";
  private static final String HONEST = RawHttp.get("/livez");
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([2-5][0-9][0-9])");

  @AfterAll
  static void close() {
    SERVER.close();
  }

  /** One request whose content is another. */
  record Case(
      String what, int port, String method, String target, String body, List<String> headers) {
    String text() {
      return RawHttp.request(method, target, headers.toArray(String[]::new)) + body;
    }

    @Override
    public String toString() {
      return what + " on " + port + ": " + method + " " + target;
    }
  }

  private static String chunks(String content, String trailer) {
    return Integer.toHexString(content.length())
        + "\r\n"
        + content
        + "\r\n0\r\n"
        + trailer
        + "\r\n";
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    String api = "/internal/v1/batches/b/status";
    String letters = "/internal/v1/dead-letters";
    for (String[] at :
        new String[][] {
          {"api", "GET", "/healthz"},
          {"api", "HEAD", "/healthz"},
          {"api", "POST", "/healthz"},
          {"api", "GET", "/nothing"},
          {"api", "GET", api},
          {"api", "GET", api + "?limit=x"},
          {"metrics", "GET", "/metrics"},
          {"metrics", "DELETE", "/readyz"},
          {"admin", "GET", letters},
          {"admin", "POST", letters + "/1/replay"},
          {"admin", "POST", letters + "/replay"},
          {"admin", "PUT", letters},
        }) {
      for (boolean known : new boolean[] {true, false}) {
        addWays(cases, port(at[0]), at[1], at[2], known);
      }
    }
    return cases.stream();
  }

  private static int port(String name) {
    return switch (name) {
      case "api" -> SERVER.adapter.port();
      case "metrics" -> SERVER.adapter.metricsPort();
      default -> SERVER.adapter.adminPort();
    };
  }

  private static void addWays(
      List<Case> cases, int port, String method, String target, boolean known) {
    String key = known ? KEY : "X-None: none";
    String chunks = chunks(MARKED, "");
    cases.add(
        new Case("expect", port, method, target, MARKED, List.of(key, SERVICE, EXPECT, LENGTH)));
    for (String expect : List.of(EXPECT_IN_CAPITALS, EXPECT_MORE)) {
      cases.add(
          new Case(expect, port, method, target, MARKED, List.of(key, SERVICE, expect, LENGTH)));
    }
    cases.add(
        new Case(
            "expect chunks", port, method, target, chunks, List.of(key, SERVICE, EXPECT, CHUNKED)));
    cases.add(new Case("length", port, method, target, MARKED, List.of(key, SERVICE, LENGTH)));
    cases.add(new Case("chunks", port, method, target, chunks, List.of(key, SERVICE, CHUNKED)));
    cases.add(
        new Case(
            "closing",
            port,
            method,
            target,
            MARKED,
            List.of(key, SERVICE, LENGTH, "Connection: close")));
    cases.add(
        new Case(
            "trailer",
            port,
            method,
            target,
            chunks(MARKED, "X: y\r\n"),
            List.of(key, SERVICE, CHUNKED)));
    addBrokenWays(cases, port, method, target, key);
  }

  private static void addBrokenWays(
      List<Case> cases, int port, String method, String target, String key) {
    String chunks = chunks(MARKED, "");
    for (String broken : List.of("zz\r\n0\r\n\r\n", "-1\r\n0\r\n\r\n", "\r\n0\r\n\r\n")) {
      cases.add(
          new Case(
              "broken chunk",
              port,
              method,
              target,
              broken + MARKED,
              List.of(key, SERVICE, CHUNKED)));
    }
    for (String framing : DOUBTFUL) {
      cases.add(
          new Case(
              "framing " + framing, port, method, target, MARKED, List.of(key, SERVICE, framing)));
      cases.add(
          new Case(
              "framing with chunks " + framing,
              port,
              method,
              target,
              chunks,
              List.of(key, SERVICE, framing)));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isNeverAnsweredAsARequest(Case one) throws IOException {
    String answers = answers(one.port(), one.text() + HONEST);
    List<String> statuses =
        STATUS.matcher(answers).results().map(status -> status.group(1)).toList();

    assertThat(answers).doesNotContain("smuggled");
    assertThat(statuses).hasSizeBetween(1, 2);
    if (statuses.size() == 1) {
      // Helidon finds them only when it passes the content over, after the answer.
      assertThat(FOUND_LATE.contains(one.what()) || saysThatItCloses(answers)).isTrue();
    } else {
      assertThat(answers.substring(0, answers.lastIndexOf("HTTP/1.1 ")))
          .doesNotContainIgnoringCase("Connection: close");
      assertThat(statuses.getLast()).as("the honest one").isIn("200", "401");
    }
  }

  private static boolean saysThatItCloses(String answers) {
    return answers.toLowerCase(Locale.ROOT).contains("connection: close");
  }

  private static String answers(int port, String requests) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(requests.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      ByteArrayOutputStream answers = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(answers);
      } catch (SocketException reset) {
        // Closed with bytes that nobody read; what came before is what counts.
      }
      return answers.toString(StandardCharsets.ISO_8859_1);
    }
  }
}
