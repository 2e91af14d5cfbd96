package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CatchUpTest {
  private static final TopicPartition ONE = new TopicPartition("a", 0);
  private static final TopicPartition TWO = new TopicPartition("a", 1);

  private final CatchUp catchUp = new CatchUp();

  private double after(int seconds, Map<TopicPartition, PartitionLag> lags) {
    catchUp.look(lags, Duration.ofSeconds(seconds).toNanos());
    return catchUp.seconds();
  }

  private static PartitionLag lag(double messages) {
    return new PartitionLag(messages, null);
  }

  @Test
  void isWhatIsLeftByWhatIsTakenInASecond() {
    assertThat(after(0, Map.of(ONE, lag(1_000)))).isNaN();
    assertThat(after(3, Map.of(ONE, lag(700)))).isEqualTo(7);
    assertThat(after(6, Map.of(ONE, lag(0)))).isZero();
  }

  @Test
  void isInfiniteWhereItGetsNoLess() {
    assertThat(after(0, Map.of(ONE, lag(0)))).isZero();
    assertThat(after(3, Map.of(ONE, lag(5)))).isInfinite();
    assertThat(after(6, Map.of(ONE, lag(5)))).isInfinite();
  }

  @Test
  void looksBackAMinute() {
    after(0, Map.of(ONE, lag(10_000)));
    after(30, Map.of(ONE, lag(100)));
    assertThat(after(90, Map.of(ONE, lag(40)))).isEqualTo(40);
  }

  @Test
  void takesNoHandOverForProgress() {
    after(0, Map.of(ONE, lag(50), TWO, lag(100)));
    assertThat(after(3, Map.of(ONE, lag(50)))).isNaN();
    assertThat(after(6, Map.of(ONE, PartitionLag.UNKNOWN))).isNaN();
    assertThat(after(9, Map.of(ONE, lag(0)))).isZero();
  }
}
