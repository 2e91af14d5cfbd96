package com.huleedu.ras.adapter.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A request made of legal and illegal parts, some of it torn, doubled or swollen. */
final class HostileRequest {
  private static final String[] METHODS = {
    "GET", "GET", "GET", "PUT", "POST", "DELETE", "get", "", "G T", "TRACE", "\u0000", "PRI", "é"
  };
  private static final String[] PIECES = {
    "/",
    "/",
    "/internal",
    "/v1",
    "/batches",
    "/user",
    "/status",
    "/b",
    "/%2e%2e",
    "/..",
    "/.",
    "//",
    "%",
    "%zz",
    "%00",
    "%2F",
    "%FF",
    "%C3%BC",
    ";a=b",
    "?",
    "&",
    "=",
    "limit",
    "limit=1",
    "offset=-1",
    "status=X",
    "#",
    "\\",
    "é",
    "\u0001",
    "*",
    "http://h",
    "/healthz",
    "/metrics",
    "[",
    "|"
  };
  private static final String[] WHOLE = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/internal/v1/batches/b/status",
    "/internal/v1/batches/user/u?limit=x",
    "/internal/v1/batches/%zz/status"
  };
  private static final String[] VERSIONS = {
    " HTTP/1.1",
    " HTTP/1.1",
    " HTTP/1.1",
    " HTTP/1.1",
    " HTTP/1.0",
    " HTTP/2.0",
    "",
    " http/1.1",
    " HTTP/1.1 "
  };
  private static final String[] HEADERS = {
    "Host: h",
    "Host: ",
    "Host: a b",
    "Host: [::1",
    "Content-Length: 5",
    "Content-Length: -5",
    "Content-Length: 999999999999999999999",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip",
    "Expect: 100-continue",
    "Connection: close",
    "Connection: upgrade",
    "Upgrade: h2c",
    "X-Internal-API-Key: wrong",
    "X-Service-ID: api-gateway-service",
    "If-None-Match: \"",
    "no colon",
    ": no name",
    "X-Correlation-ID: \u0001",
    "X-Correlation-ID: é",
    "Content-Encoding: gzip",
    " folded",
    "Content-Type: ;;;",
    "Accept: ,,,",
    "Cookie: =;=",
    "X\u0000Y: z",
    "Range: bytes=0-"
  };
  private static final String[] ENDS = {
    "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n"
  };

  private final RandomGenerator random;

  HostileRequest(RandomGenerator random) {
    this.random = random;
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder();
    int requests = 1 + (random.nextInt(5) == 0 ? random.nextInt(3) : 0);
    for (int i = 0; i < requests; i++) {
      request(text);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    return switch (random.nextInt(10)) {
      case 0 -> torn(bytes);
      case 1, 2 -> damaged(bytes);
      case 3 -> noise();
      default -> bytes;
    };
  }

  /** A request that HTTP has nothing against, so that all of it reaches an endpoint. */
  byte[] wellFormed() {
    StringBuilder text = new StringBuilder(random.nextInt(20) == 0 ? "HEAD " : "GET ");
    text.append(random.nextInt(5) == 0 ? any(WHOLE) : new HostileTarget(random).text());
    text.append(" HTTP/1.1\r\nHost: h\r\n");
    for (String credential : TestServer.CREDENTIALS) {
      switch (random.nextInt(30)) {
        case 0 -> text.append(credential).append("x\r\n");
        case 1 -> text.append(credential).append("\r\n").append(credential).append("\r\n");
        case 2 ->
            text.append(credential, 0, random.nextInt(21, credential.length())).append("\r\n");
        default -> text.append(credential).append("\r\n");
      }
    }
    switch (random.nextInt(10)) {
      case 0 -> text.append("X-Correlation-ID: ").append("c".repeat(random.nextInt(300)));
      case 1 -> text.append("If-None-Match: ").append("*,\"".repeat(random.nextInt(200)));
      default -> text.append(any(HEADERS).replace("\0", "").strip());
    }
    return text.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void request(StringBuilder text) {
    boolean tame = random.nextInt(3) == 0;
    text.append(tame ? "GET" : any(METHODS)).append(' ').append(target());
    text.append(tame ? " HTTP/1.1" : any(VERSIONS)).append(tame ? "\r\n" : any(ENDS));
    if (tame || random.nextInt(4) > 0) {
      text.append("Host: h\r\n");
    }
    if (random.nextInt(3) == 0) {
      text.append(TestServer.CREDENTIALS[0]).append("\r\n");
      text.append(TestServer.CREDENTIALS[1]).append("\r\n");
    }
    for (int i = tame ? 0 : random.nextInt(4); i > 0; i--) {
      text.append(any(HEADERS)).append(any(ENDS));
    }
    if (random.nextInt(20) == 0) {
      text.append("X: ").append("x".repeat(random.nextInt(40_000))).append("\r\n");
    }
    text.append("\r\n");
    if (random.nextInt(6) == 0) {
      text.append("5\r\nabcde\r\n0\r\n\r\n");
    }
  }

  private String target() {
    if (random.nextInt(3) == 0) {
      return new HostileTarget(random).text();
    }
    if (random.nextInt(3) == 0) {
      return any(WHOLE);
    }
    StringBuilder target = new StringBuilder();
    for (int i = random.nextInt(9); i > 0; i--) {
      target.append(any(PIECES));
    }
    if (random.nextInt(30) == 0) {
      target.append("x".repeat(random.nextInt(20_000)));
    }
    return target.toString();
  }

  private byte[] torn(byte[] bytes) {
    return Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  private byte[] damaged(byte[] bytes) {
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private byte[] noise() {
    byte[] noise = new byte[random.nextInt(3_000)];
    random.nextBytes(noise);
    return noise;
  }

  private String any(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
