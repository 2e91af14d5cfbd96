package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.Status;
import io.helidon.http.media.ReadableEntity;
import io.helidon.webserver.http.ServerRequest;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: y",
        "Content-Length: 0",
        "Content-Length: 007",
        "Content-Length: 999999999999999999",
        "Transfer-Encoding: chunked"
      })
  void thereIsNoDoubtAboutOneLengthOrChunks(String header) {
    assertThat(Content.doubt(request(header))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Length: 1000000000000000000 | X: y | Content-Length has",
        "Content-Length: -1 | X: y | Content-Length has",
        "Content-Length: 1,1 | X: y | Content-Length has",
        "Content-Length: 1 | Content-Length: 1 | Content-Length has",
        "Content-Length: 1 | Content-Length: 2 | Content-Length has",
        "Transfer-Encoding: gzip | X: y | Transfer-Encoding can",
        "Transfer-Encoding: Chunked | X: y | Transfer-Encoding can",
        "Transfer-Encoding: chunked | Transfer-Encoding: chunked | Transfer-Encoding can",
        "Transfer-Encoding: chunked | Content-Length: 1 | Content-Length and",
        "Content-Length: 1 | Transfer-Encoding: chunked | Content-Length and"
      })
  void anyOtherEndIsInDoubt(String first, String second, String why) {
    assertThat(Content.doubt(request(first, second)))
        .hasValueSatisfying(text -> assertThat(text).startsWith(why));
  }

  @ParameterizedTest
  @CsvSource({
    "Expect: 100-continue, true, false, true",
    "Expect: 100-CONTINUE, true, false, true",
    "'Expect: x, 100-continue', true, false, true",
    "Expect: 100-continue, false, false, false",
    "Expect: 100-continue, true, true, false",
    "Expect: x, true, false, false",
    "X: y, true, false, false"
  })
  void whatWasAnnouncedAndNotReadIsLeft(String header, boolean has, boolean read, boolean left) {
    WithoutSocket.Exchange exchange = WithoutSocket.exchange("POST /a", header);
    exchange.content = content(has, read);
    ServerRequest request = WithoutSocket.request(exchange);
    Answer fine = new Answer(Status.OK_200, new byte[0], List.of(), null);

    assertThat(Content.mayBeLeft(request, fine)).isEqualTo(left);
    assertThat(Content.mayBeLeft(request, Answer.problem(ErrorType.CONTENT_TOO_LARGE, "d", "/a")))
        .isTrue();
    assertThat(Content.mayBeLeft(request, Answer.problem(ErrorType.NOT_FOUND, "d", "/a")))
        .isEqualTo(left);
  }

  private static ServerRequest request(String... headers) {
    return WithoutSocket.request(WithoutSocket.exchange("POST /a", headers));
  }

  private static ReadableEntity content(boolean has, boolean read) {
    return (ReadableEntity)
        Proxy.newProxyInstance(
            ContentTest.class.getClassLoader(),
            new Class<?>[] {ReadableEntity.class},
            (_, method, _) -> method.getName().equals("hasEntity") ? has : read);
  }
}
