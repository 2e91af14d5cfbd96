package com.huleedu.ras.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.tls.Identity;
import com.huleedu.ras.tls.Tls;
import com.huleedu.ras.tls.Trust;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigTest {
  private static final Tls OF_THE_JVM =
      Tls.load("redis", new Trust.OfTheJvm(), new Identity.None());

  @ParameterizedTest
  @CsvSource({
    "redis://h:1/2, redis://h:1/2",
    "redis://s3cr3t:s3cr3t@h:1, redis://***@h:1",
    "rediss://:s3cr3t@h, rediss://***@h",
    "redis://s3cr3t@h, redis://***@h",
    "redis://ras:s3%40cr3t@h, redis://***@h",
    "redis://h:1/2?clientName=s3cr3t, redis://h:1/2…",
    "redis-sentinel://:s3cr3t@h:1?sentinelMasterId=m, redis-sentinel://***@h:1…",
  })
  void thePasswordIsNeverPrinted(String uri, String printed) {
    assertThat(RedisConfig.of(uri).toString())
        .contains("uri=" + printed + ",")
        .doesNotContain("cr3t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://u:s3cr3t@h",
        "h:1",
        "redis://u:s3cr3t@",
        "u:s3cr3t@h",
        "s3cr3t@h",
        "redis://u:s3/cr3t#@h:1",
        "redis://:s3%40cr3t",
        "redis://u:12/s3cr3t@h:1/0",
        "redis://u:12?s3cr3t@h:1/0",
        "redis://u:12?clientName=s3cr3t@h:1/0",
        "redis://u:12#s3cr3t@h:1/0",
        "redis://u:s3cr3t@s3cr3t@h:1/0",
        "redis://u:%s3cr3t@h:1/0",
        "redis://u:s3 cr3t@h:1/0"
      })
  void aBadUriIsRefusedWithoutItsPassword(String uri) {
    assertThatThrownBy(() -> RedisConfig.of(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis[s]://")
        .hasMessageNotContaining("cr3t")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "redis://h?timeout=5s, has timeout",
    "redis://h?clientname=me&socket_timeout=5, not known: socket_timeout",
    "redis://h?clientname=me&health=5, not known: health",
    "redis://h/1?database=2, names the database twice",
    "redis://h?7=8, is none",
  })
  void aParameterThatWouldNotBeUsedIsRefusedByName(String uri, String words) {
    assertThatThrownBy(() -> RedisConfig.of(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource({
    "redis://u:s3cr3t@h, has to begin with rediss://",
    "rediss://u:s3cr3t@h?verifyPeer=NONE, verifyPeer=NONE",
  })
  void certificatesThatWouldNotBeUsedAreRefused(String uri, String words) {
    assertThatThrownBy(() -> RedisConfig.of(uri).withTls(OF_THE_JVM))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("REDIS_TLS_")
        .hasMessageNotContaining("cr3t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rediss://h",
        "rediss://h?verifyPeer=CA",
        "rediss-sentinel://h?sentinelMasterId=m"
      })
  void certificatesAreForConnectionsOverTls(String uri) {
    assertThat(RedisConfig.of(uri).withTls(OF_THE_JVM).toString()).contains("tls=Tls[redis");
    assertThat(RedisConfig.of(uri).toString()).contains("tls=none");
  }

  @Test
  void aLifetimeBelowASecondIsRefusedByName() {
    Duration day = Duration.ofDays(1);
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() ->
            new RedisConfig(
                "redis://h", day, Duration.ZERO, true, day, second, second, Optional.empty()))
        .hasMessageContaining("eventTtl")
        .hasMessageContaining("PT0S");
  }
}
