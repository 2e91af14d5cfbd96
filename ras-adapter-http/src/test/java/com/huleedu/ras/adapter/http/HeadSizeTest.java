package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Helidon makes room for a body and 256 bytes; what exceeds that costs each answer a second array,
 * of twice the size.
 */
class HeadSizeTest {
  private static final int ROOM = 256;

  @Test
  void theHeadersOfAStatusFitInFrontOfItsBody() {
    FakeBatches batches = new FakeBatches();
    batches.bodies.put("b", "\"" + "x".repeat(99_000) + "\"");
    try (TestServer server = new TestServer(batches)) {
      RawHttp.Reply reply = server.get("/internal/v1/batches/b/status");

      assertThat(reply.status()).isEqualTo(200);
      int headers =
          reply.headers().entrySet().stream()
              .mapToInt(header -> (header.getKey() + ": " + header.getValue() + "\r\n").length())
              .sum();
      assertThat("HTTP/1.1 200 OK\r\n".length() + headers + "\r\n".length()).isLessThan(ROOM);
      assertThat(reply.header("Connection")).isNull();
    }
  }
}
