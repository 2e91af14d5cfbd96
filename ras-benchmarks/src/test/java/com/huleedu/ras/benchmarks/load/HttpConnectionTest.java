package com.huleedu.ras.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
  private static final byte[] REQUEST = HttpConnection.get("/", "X-One: 1");

  @Test
  void reads_answers_of_any_length_one_after_the_other() throws IOException {
    String large = "x".repeat(300_000);
    try (StubServer server =
            new StubServer(number ->
                number % 2 == 0
                    ? StubServer.answer("200 OK", "ETag: \"a\"\r\n", large)
                    : StubServer.ok());
        HttpConnection connection = new HttpConnection(server.port())) {
      for (int i = 0; i < 2; i++) {
        assertThat(connection.exchange(REQUEST)).isEqualTo(200);
        assertThat(connection.content()).isEqualTo(large);
        assertThat(connection.header("etag")).isEqualTo("\"a\"");
        assertThat(connection.exchange(REQUEST)).isEqualTo(200);
        assertThat(connection.content()).isEqualTo("ok");
        assertThat(connection.header("etag")).isEmpty();
      }
    }
  }

  @Test
  void a_304_has_no_content_whatever_its_length_says() throws IOException {
    try (StubServer server =
            new StubServer(number -> "HTTP/1.1 304 Not Modified\r\nContent-Length: 12\r\n\r\n");
        HttpConnection connection = new HttpConnection(server.port())) {
      assertThat(connection.exchange(REQUEST)).isEqualTo(304);
      assertThat(connection.content()).isEmpty();
    }
  }

  @Test
  void a_connection_that_is_closed_is_no_answer() throws IOException {
    try (StubServer server = new StubServer(number -> "");
        HttpConnection connection = new HttpConnection(server.port())) {
      assertThatThrownBy(() -> connection.exchange(REQUEST)).isInstanceOf(IOException.class);
    }
  }
}
