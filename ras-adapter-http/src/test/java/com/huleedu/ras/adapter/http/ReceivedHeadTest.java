package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class ReceivedHeadTest {
  private static final HeaderName ID = HeaderNames.create("X-Id");
  private final Deque<String> arriving = new ArrayDeque<>();
  private final ReceivedHead head =
      new ReceivedHead(
          DataReader.create(() ->
              arriving.isEmpty()
                  ? null
                  : arriving.removeFirst().getBytes(StandardCharsets.ISO_8859_1)));

  @Test
  void whatWasReadOfTheHeadersIsKeptThoughTheReaderIsBeyondIt() {
    arrive("GET / HTTP/1.1\r\nHo", "st: h\r\nx-", "id: 1\r\nX-ID:2 \r\nX: y", "\r\n\r\n");
    assertThat(head.reader().readLine()).isEqualTo("GET / HTTP/1.1");
    head.begin();
    assertThat(head.reader().readLine()).isEqualTo("Host: h");
    assertThat(head.values(ID)).isEmpty();
    assertThat(head.reader().readLine()).isEqualTo("x-id: 1");
    assertThat(head.values(ID)).containsExactly("1", "2");
    assertThat(head.reader().readLine()).isEqualTo("X-ID:2 ");
    assertThat(head.reader().readLine()).isEqualTo("X: y");
    assertThat(head.values(ID)).containsExactly("1", "2");
    assertThat(arriving).isEmpty();
  }

  @Test
  void whatIsBehindTheEndOrNoWholeLineIsNotOfTheHead() {
    arrive("l\r\nX-Id: 1\r\n\r\nX-Id: 2\r\nX-Id: 3");
    head.reader().readLine();
    head.begin();
    assertThat(head.values(ID)).containsExactly("1");
  }

  @Test
  void aLineThatIsNotWholeIsNotLookedAt() {
    arrive("l\r\nX-Id: 1\r\nX-Id: 2");
    head.reader().readLine();
    head.begin();
    assertThat(head.values(ID)).containsExactly("1");
  }

  @Test
  void withoutABeginningWhatIsUnreadIsLookedAtAndStaysUnread() {
    arrive("bad line\r\nX-Id: 1\r\n", "X-Id: 2\r\n");
    assertThat(head.values(ID)).isEmpty();
    assertThat(head.reader().readLine()).isEqualTo("bad line");
    assertThat(head.values(ID)).containsExactly("1");
    assertThat(head.reader().readLine()).isEqualTo("X-Id: 1");
    assertThat(head.values(ID)).isEmpty();
    assertThat(arriving).hasSize(1);
  }

  @Test
  void theNextRequestKnowsNothingOfTheOneBefore() {
    arrive("l\r\nX-Id: 1\r\n\r\n");
    head.reader().readLine();
    head.begin();
    assertThat(head.reader().readLine()).isEqualTo("X-Id: 1");
    assertThat(head.values(ID)).containsExactly("1");
    head.forget();
    assertThat(head.reader().readLine()).isEmpty();
    assertThat(head.values(ID)).isEmpty();
  }

  @Test
  void noMoreIsKeptThanAHeadMayHave() {
    arrive("l\r\n");
    head.reader().readLine();
    head.begin();
    arrive("x".repeat(2 * Listeners.MAX_HEADERS - 2), "\r\n", "X-Id: 1\r\n");
    head.reader().skip(2 * Listeners.MAX_HEADERS + 9);
    assertThat(head.values(ID)).isEmpty();
  }

  @Test
  void aLineWithoutEndEndsTheConnectionBeforeAllOfItIsTaken() {
    arrive("l\r\n");
    head.reader().readLine();
    for (int i = 0; i < 100; i++) {
      arrive("1".repeat(8 * 1_024));
    }
    assertThatThrownBy(() -> head.reader().readLine()).isInstanceOf(CloseConnectionException.class);
    assertThat(arriving).hasSizeGreaterThan(90);
  }

  @Test
  void bytesThatComeOneByOneCountAsWhatTheyTake() {
    for (int i = 0; i < 100_000; i++) {
      arrive("1");
    }
    assertThatThrownBy(() -> head.reader().readLine()).isInstanceOf(CloseConnectionException.class);
    assertThat(arriving).hasSizeGreaterThan(98_000);
  }

  @Test
  void whatIsLongAndEndsIsReadWholeAndSoIsWhatFollows() {
    String chunk = "2".repeat(Listeners.MAX_CONTENT);
    for (int i = 0; i < 100; i++) {
      arrive("1".repeat(8_191), "1".repeat(8_192), "\r", "\n" + chunk.substring(8_192));
      arrive(chunk.substring(0, 8_192));
      assertThat(head.reader().readLine()).hasSize(16_383);
      assertThat(head.reader().readBuffer(chunk.length()).available()).isEqualTo(chunk.length());
    }
    assertThat(arriving).isEmpty();
  }

  /** Each read brings the end of one request, whole ones, and the beginning of another. */
  @Test
  void whoSendsManyRequestsAheadIsNotCutOff() {
    String sent = "GET / HTTP/1.1\r\nHost: h\r\n\r\n".repeat(20_000);
    for (int from = 0; from < sent.length(); from += 8_192) {
      arrive(sent.substring(from, Math.min(from + 8_192, sent.length())));
    }
    for (int i = 0; i < 20_000; i++) {
      assertThat(head.reader().readLine()).isEqualTo("GET / HTTP/1.1");
      head.begin();
      assertThat(head.reader().readLine()).isEqualTo("Host: h");
      assertThat(head.reader().readLine()).isEmpty();
      head.forget();
    }
    assertThat(arriving).isEmpty();
  }

  @Test
  void aRequestThatComesByteByByteIsRead() {
    String line = "X: " + "y".repeat(500);
    for (int i = 0; i < 100; i++) {
      (line + "\r\n").chars().forEach(c -> arrive(Character.toString(c)));
      assertThat(head.reader().readLine()).isEqualTo(line);
    }
  }

  private void arrive(String... pieces) {
    for (String piece : pieces) {
      arriving.add(piece);
    }
  }
}
