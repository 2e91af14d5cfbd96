package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By how much the time moves on up to which all may read, and who need not wait for it. */
class TimeStepsTest {
  private static final TopicPartition ONE = new TopicPartition("one", 0);
  private static final TopicPartition OTHER = new TopicPartition("other", 0);
  private static final long TIME = 1_772_352_000_000L;
  private static final long FAR = 3_600_000;

  /** After the first move, which comes after a single record. */
  private static final long UP_TO = TIME + 32;

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final TimeAlignment alignment = new TimeAlignment(consumer, _ -> true);

  @BeforeEach
  void moveOnce() {
    consumer.assign(List.of(ONE, OTHER));
    alignment.read(ONE, TIME);
    assertThat(alignment.moveOn()).isTrue();
    assertThat(consumer.paused()).isEmpty();
  }

  private void assertReadsUpTo(long millis) {
    alignment.read(ONE, millis);
    assertThat(alignment.isAnyAhead()).isFalse();
    alignment.read(ONE, millis + 1);
    assertThat(alignment.isAnyAhead()).isTrue();
    assertThat(consumer.paused()).contains(ONE);
  }

  @Test
  void nobodyWaitsWhereNobodyIsAhead() {
    assertThat(alignment.moveOn()).isFalse();
    assertReadsUpTo(UP_TO);
  }

  /** Few records between two moves: longer steps; many: shorter ones. */
  @ParameterizedTest
  @CsvSource({"199, 64", "200, 32", "800, 32", "801, 16"})
  void stepsFollowHowManyRecordsLieInThem(int records, long step) {
    for (int i = 1; i < records; i++) {
      alignment.read(ONE, TIME);
    }
    alignment.read(ONE, UP_TO + 1);
    assertThat(alignment.moveOn()).isTrue();

    assertReadsUpTo(UP_TO + 1 + step);
  }

  @Test
  void whoIsWithinTheStepGoesOnWithTheNext() {
    alignment.read(ONE, UP_TO + 1);
    alignment.read(OTHER, UP_TO + 1 + 64);
    assertThat(alignment.moveOn()).isTrue();

    assertThat(alignment.isAnyAhead()).isFalse();
    assertThat(consumer.paused()).isEmpty();
  }

  @Test
  void whoIsBehindByNoMoreThanAnHourTakesNoTimeBack() {
    alignment.read(OTHER, UP_TO - FAR);

    assertReadsUpTo(UP_TO);
  }

  @Test
  void whoIsFurtherBehindTakesTheTimeWithThem() {
    alignment.read(OTHER, UP_TO - FAR - 1);

    assertReadsUpTo(UP_TO - FAR - 1);
  }

  @Test
  void whoIsAheadByAnHourWaitsAndWhoIsFurtherGoesOn() {
    alignment.read(ONE, UP_TO + 1);
    alignment.read(OTHER, UP_TO + 1 + FAR);
    assertThat(alignment.moveOn()).isTrue();
    assertThat(consumer.paused()).containsExactly(OTHER);

    alignment.read(ONE, UP_TO + FAR);
    alignment.read(OTHER, UP_TO + 2 + 3 * FAR);
    assertThat(alignment.moveOn()).isTrue();
    assertThat(consumer.paused()).isEmpty();
  }

  /** Until it is no more than an hour ahead again. */
  @Test
  void aStrangerGoesOnUnalignedForAsLongAsItIsOne() {
    alignment.read(ONE, UP_TO + 1);
    alignment.read(OTHER, UP_TO + 2 + FAR);
    assertThat(alignment.moveOn()).isTrue();
    long upTo = UP_TO + 1 + 64;

    alignment.read(OTHER, upTo + FAR + 1);
    assertThat(alignment.isAnyAhead()).isFalse();
    alignment.read(OTHER, upTo + FAR);
    assertThat(consumer.paused()).containsExactly(OTHER);
  }
}
