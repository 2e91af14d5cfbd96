package com.huleedu.ras.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigTest {
  @ParameterizedTest
  @CsvSource({
    "redis://h:1/2, redis://h:1/2",
    "redis://ras:s3cr3t@h:1, redis://ras:***@h:1",
    "rediss://:s3cr3t@h, rediss://:***@h",
    "redis://s3cr3t@h, redis://***@h",
    "redis://ras:s3%40cr3t@h, redis://ras:***@h",
    "redis://:s3%40cr3t, '(not shown, as it may hold a password)'",
    "redis://h:1/2?x=s3cr3t, redis://h:1/2…",
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
        "redis://u:s3/cr3t#@h:1"
      })
  void aBadUriIsRefusedWithoutItsPassword(String uri) {
    assertThatThrownBy(() -> RedisConfig.of(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis[s]://")
        .hasMessageNotContaining("cr3t")
        .hasNoCause();
  }

  @Test
  void aLifetimeBelowASecondIsRefusedByName() {
    Duration day = Duration.ofDays(1);
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(
            () -> new RedisConfig("redis://h", day, Duration.ZERO, true, day, second, second))
        .hasMessageContaining("eventTtl")
        .hasMessageContaining("PT0S");
  }
}
