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
    assertThat(away.isTooSlow()).isFalse();
    assertThat(UnavailableException.tooSlow("PostgreSQL", "57014", cause).isTooSlow()).isTrue();
    UnavailableException busy = UnavailableException.overloaded("RAS", "all is busy");
    assertThat(busy.isOverloaded()).isTrue();
    assertThat(busy.isTooSlow() || away.isOverloaded()).isFalse();
    assertThat(busy).hasMessage("RAS is unavailable: all is busy").hasNoCause();
    assertThat(busy.getStackTrace()).isEmpty();

    RejectedByStoreException rejected = new RejectedByStoreException("22021", "a NUL", cause);
    assertThat(rejected.sqlState()).isEqualTo("22021");
    assertThat(rejected).hasMessageContainingAll("22021", "a NUL").hasCause(cause);

    LogGapException gap = new LogGapException("topic", 3, 5, 9, "do something");
    assertThat(gap)
        .hasMessage("topic-3: messages 5 to 8 were deleted by Kafka's retention; do something");
    assertThat(gap.topic() + gap.partition() + gap.from() + gap.to()).isEqualTo("topic359");
  }
}
