package com.huleedu.ras.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.WrongPeer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who answers at the address of Redis and is none. */
class WrongPeerTest {
  private static RedisAdapter connect(int port) {
    return RedisAdapter.connect(
        RedisConfig.of("redis://ras:s3cr3t@127.0.0.1:" + port), new SimpleMeterRegistry());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 400 Bad Request | answers HTTP, not Redis",
        "SSH-2.0-OpenSSH_9.6 | answers SSH, not Redis",
        "220 mail.example ESMTP | as of SMTP or FTP, not Redis",
        "$1200000000 | something unknown (it begins with the bytes 24 31 32 30",
      })
  void isNamedAndRefused(String answer, String words) {
    try (WrongPeer peer = WrongPeer.answering(answer + "\r\n")) {
      assertThatThrownBy(() -> connect(peer.port()).close())
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining("Redis: " + peer.address() + " (REDIS_URL) ")
          .hasMessageContaining(words)
          .hasMessageNotContaining("s3cr3t");
    }
  }

  @Test
  void aListenerForTlsIsNamedAndRefused() {
    try (WrongPeer peer = WrongPeer.tls()) {
      assertThatThrownBy(() -> connect(peer.port()).close())
          .isInstanceOf(MisconfiguredException.class)
          .hasMessageContaining("answers TLS, not Redis");
    }
  }

  @Test
  void whoSaysNothingIsGoneAroundLikeOneThatIsAway() {
    try (LogLines link = new LogLines(RedisLink.class);
        WrongPeer silent = WrongPeer.silent();
        RedisAdapter adapter = connect(silent.port())) {
      await().until(() -> link.containing("can't be reached").size() == 2); // each connection
      assertThat(link.containing(silent.address())).hasSize(2);
      assertThat(adapter.isConnected()).isFalse();
    }
  }

  @Test
  void whoTakesItsPlaceWhileServingIsNamedUntilItIsBack() {
    try (LogLines link = new LogLines(RedisLink.class);
        FaultProxy way = FaultProxy.to(EmbeddedServers.redis().port());
        RedisAdapter adapter =
            RedisAdapter.connect(
                RedisConfig.of("redis://127.0.0.1:" + way.port()), new SimpleMeterRegistry())) {
      await().until(adapter::isConnected);
      way.refuse();
      await().until(() -> link.containing("is lost").size() == 2);
      try (WrongPeer other = WrongPeer.http(way.port())) {
        await()
            .until(
                () -> link.containing(other.address() + " (REDIS_URL) answers HTTP").size() == 2);
      }
      way.heal();
      await().until(adapter::isConnected);
      assertThat(link.containing("is back")).hasSize(2);
    }
  }
}
