package com.huleedu.ras.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What went wrong is to be had as a value as well as in the message. */
class FailuresTest {
  @Test
  void theyNameWhatTheyAreAbout() {
    Exception cause = new IllegalStateException("why");
    UnavailableException away = new UnavailableException("Redis", "no answer", cause);
    assertThat(away.server()).isEqualTo("Redis");
    assertThat(away).hasMessage("Redis is unavailable: no answer").hasCause(cause);

    RejectedByStoreException rejected = new RejectedByStoreException("22021", "a NUL", cause);
    assertThat(rejected.sqlState()).isEqualTo("22021");
    assertThat(rejected).hasMessageContainingAll("22021", "a NUL").hasCause(cause);
  }
}
