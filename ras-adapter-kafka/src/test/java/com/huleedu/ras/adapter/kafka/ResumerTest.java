package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One partition for which Kafka does not answer must not stop the others. */
class ResumerTest extends LeadersTestBase {
  @Test
  void thoseWithALeaderGoOn() {
    consumer.leaderless = Set.of(TWO);
    Resumer resumer = resumer(Set.of("a", "b"));
    resumer.resumeWaiting();

    assertThat(assignment.running()).containsExactlyInAnyOrder(ONE, OTHER);
    assertThat(assignment.silent()).containsExactly(TWO);
    assertThat(new ConsumerHealth(assignment, Duration.ofSeconds(30)).problems())
        .anyMatch(problem -> problem.contains("does not answer for a-1"));
    // Not asked about at once again, which would keep the consumer's thread from the others.
    assertThat(assignment.waiting(consumer.now)).isEmpty();
    assertThat(assignment.waiting(consumer.now + Duration.ofMinutes(1).toNanos()))
        .containsExactly(TWO);
  }

  /**
   * More silent ones than there is time to ask for: they must not stop the others, step by step.
   */
  @Test
  void manySilentOnesAreEachAskedOnceAndThenWait() {
    Set<TopicPartition> many =
        IntStream.range(0, 60)
            .mapToObj(number -> new TopicPartition("a", number))
            .collect(Collectors.toSet());
    consumer.assign(many);
    assignment.remove(ALL);
    assignment.markWaiting(many);
    TopicPartition led = new TopicPartition("a", 41);
    consumer.leaderless = new HashSet<>(many);
    consumer.leaderless.remove(led);
    Resumer resumer = resumer(Set.of("a"));
    for (int step = 0; step < 6 && !assignment.running().contains(led); step++) {
      try {
        resumer.resumeWaiting();
      } catch (TimeoutException noneYet) {
        assertThat(assignment.silent()).isEmpty();
      }
    }

    assertThat(assignment.running()).containsExactly(led);
    assertThat(assignment.silent()).hasSizeGreaterThan(5);
    // The next step asks only those that it has no answer of yet.
    assertThat(assignment.waiting(consumer.now)).doesNotContainAnyElementsOf(assignment.silent());
  }

  @Test
  void oneThatHasALeaderAgainGoesOnToo() {
    consumer.leaderless = Set.of(TWO);
    resumer(Set.of("a", "b")).resumeWaiting();
    consumer.leaderless = Set.of();
    assignment.markSilent(TWO, consumer.now);
    resumer(Set.of("a", "b")).resumeWaiting();

    assertThat(assignment.running()).containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(assignment.silent()).isEmpty();
  }

  @Test
  void aTopicThatIsMissingStopsNoOther() {
    resumer(Set.of("a")).resumeWaiting();

    assertThat(assignment.running()).containsExactlyInAnyOrder(ONE, TWO);
    assertThat(assignment.waiting()).containsExactly(OTHER);
  }

  @Test
  void whereKafkaAnswersForNoneItIsAway() {
    consumer.leaderless = ALL;
    assertThatThrownBy(() -> resumer(Set.of("a", "b")).resumeWaiting())
        .isInstanceOf(TimeoutException.class);
    assertThat(assignment.silent()).isEmpty();
    assertThat(assignment.waiting(consumer.now)).isEqualTo(ALL);
  }

  @Test
  void ofTwoTheOneWithALeaderGoesOn() {
    assignment.remove(List.of(OTHER));
    consumer.leaderless = Set.of(TWO);
    resumer(Set.of("a")).resumeWaiting();

    assertThat(assignment.running()).containsExactly(ONE);
    assertThat(assignment.silent()).containsExactly(TWO);
  }

  /** As the look at the last records says it. */
  @Test
  void oneWhoseRecordsAreNotShownStopsNoOther() {
    consumer.leaderless = Set.of(TWO);
    consumer.failure = new UnavailableException("Kafka", "it does not show the last record");
    resumer(Set.of("a", "b")).resumeWaiting();

    assertThat(assignment.running()).containsExactlyInAnyOrder(ONE, OTHER);
    assertThat(assignment.silent()).containsExactly(TWO);
  }

  static List<RuntimeException> whatIsOfNoPartition() {
    return List.of(
        new UnavailableException("PostgreSQL", "it is away"),
        new TopicAuthorizationException("it says no"));
  }

  @ParameterizedTest
  @MethodSource("whatIsOfNoPartition")
  void whatIsNotOfOnePartitionIsToldAtOnce(RuntimeException failure) {
    consumer.leaderless = Set.of(TWO);
    consumer.failure = failure;

    assertThatThrownBy(() -> resumer(Set.of("a", "b")).resumeWaiting()).isSameAs(failure);
    assertThat(assignment.running()).isEmpty();
    assertThat(assignment.silent()).isEmpty();
  }

  /** Health would flicker: a gap is asked about every few seconds. */
  @Test
  void aGapStaysOneWhileItIsAskedAbout() {
    Partition partition = new Partition("a", 0);
    assignment.markGap(ONE, new ResumePoint.Gap(partition, 3, 5));
    assignment.retryGaps();
    assignment.markWaiting(assignment.waiting());

    assertThat(assignment.gaps()).hasSize(1);
    assertThat(assignment.waiting()).contains(ONE);
    assignment.remove(List.of(ONE));
    assertThat(assignment.gaps()).isEmpty();
  }
}
