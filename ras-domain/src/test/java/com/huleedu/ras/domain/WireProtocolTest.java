package com.huleedu.ras.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told from a few bytes, and that it is told of any bytes at all. */
class WireProtocolTest {
  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 400, HTTP",
    "<html>, HTTP",
    "SSH-2.0-x, SSH",
    "220 mail, GREETING",
    "220-mail, GREETING",
    "2200, UNKNOWN",
    "-ERR x, REDIS",
    "+PONG, REDIS",
    "-e, UNKNOWN",
    "AMQP, AMQP",
    "ERROR, UNKNOWN",
    "Any, UNKNOWN",
  })
  void texts(String answer, WireProtocol protocol) {
    assertThat(WireProtocol.of(answer.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(protocol);
  }

  @Test
  void bytes() {
    assertThat(WireProtocol.of(new byte[] {0x15, 3, 1, 0, 2, 2, 40})).isEqualTo(WireProtocol.TLS);
    assertThat(WireProtocol.of(new byte[] {0x16, 3})).isEqualTo(WireProtocol.TLS);
    assertThat(WireProtocol.of(new byte[] {0x15, 4})).isEqualTo(WireProtocol.UNKNOWN);
    assertThat(WireProtocol.of(new byte[] {0x17, 3})).isEqualTo(WireProtocol.UNKNOWN);
    assertThat(WireProtocol.of(new byte[] {0x15})).isEqualTo(WireProtocol.UNKNOWN);
    assertThat(WireProtocol.of(new byte[0])).isEqualTo(WireProtocol.UNKNOWN);
    assertThat(WireProtocol.of(new byte[] {'E', 0, 0, 0, 90, 'S'}))
        .isEqualTo(WireProtocol.POSTGRESQL);
    assertThat(WireProtocol.of(new byte[] {'R', 0, 0, 0, 8})).isEqualTo(WireProtocol.POSTGRESQL);
  }

  @Test
  void whatIsNotKnownIsShownByItsFirstEightBytes() {
    assertThat(WireProtocol.named(new byte[] {1, 2, -1, 0, 5, 6, 7, 8, 9}))
        .isEqualTo("something unknown (it begins with the bytes 01 02 ff 00 05 06 07 08)");
    assertThat(WireProtocol.named(new byte[] {1}))
        .isEqualTo("something unknown (it begins with the bytes 01)");
    assertThat(WireProtocol.named(new byte[] {0x15, 3})).isEqualTo("TLS");
  }
}
