package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.port.projection.Partition;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** A partition for which Kafka does not answer, for as long as that lasts. */
class SilentPartitionsTest extends LeadersTestBase {
  /** Who runs waits for whoever is silent, so that is asked shortly, and put aside again. */
  @Test
  void thoseThatStaySilentHoldNobodyUp() {
    for (Set<TopicPartition> silent : List.of(Set.of(TWO), Set.of(TWO, OTHER))) {
      consumer.leaderless = Set.of();
      assignment.markWaiting(ALL);
      Resumer resumer = resumer(Set.of("a", "b"));
      resumer.resumeWaiting();
      assignment.markWaiting(silent);
      consumer.leaderless = silent;
      resumer.resumeWaiting();
      for (int round = 1; round < 6; round++) {
        consumer.now += Duration.ofSeconds(10).toNanos();
        long before = consumer.now;
        resumer.resumeWaiting();

        assertThat(assignment.silent()).isEqualTo(silent);
        assertThat(assignment.waiting(consumer.now)).isEmpty();
        assertThat(Duration.ofNanos(consumer.now - before)).isLessThan(Duration.ofSeconds(4));
      }
    }
  }

  /** One that is assigned beside those that run, and never answered yet, is alone. */
  @Test
  void oneThatIsSilentFromItsAssignmentOnHoldsNobodyUp() {
    assignment.remove(List.of(TWO));
    Resumer resumer = resumer(Set.of("a", "b"));
    resumer.resumeWaiting();
    consumer.leaderless = Set.of(TWO);
    assignment.markWaiting(List.of(TWO));
    resumer.resumeWaiting();

    assertThat(assignment.running()).containsExactlyInAnyOrder(ONE, OTHER);
    assertThat(assignment.silent()).containsExactly(TWO);
  }

  @Test
  void ofManyThatStaySilentEachHasItsTurn() {
    Set<TopicPartition> many =
        IntStream.range(2, 62)
            .mapToObj(number -> new TopicPartition("a", number))
            .collect(Collectors.toSet());
    Resumer resumer = resumer(Set.of("a", "b"));
    resumer.resumeWaiting();
    Set<TopicPartition> all = new HashSet<>(many);
    all.addAll(ALL);
    consumer.assign(all);
    assignment.markWaiting(many);
    many.forEach(partition -> assignment.markSilent(partition, consumer.now));
    consumer.leaderless = new HashSet<>(many);
    TopicPartition led = new TopicPartition("a", 41);
    consumer.leaderless.remove(led);
    for (int round = 0; round < 60 / 3 && !assignment.running().contains(led); round++) {
      resumer.resumeWaiting();
      assertThat(assignment.waiting(consumer.now)).isEmpty();
      consumer.now += Duration.ofSeconds(10).toNanos();
    }

    assertThat(assignment.running().contains(led)).isTrue();
  }

  /** It takes more than the short time, but not for ever. */
  @Test
  void oneThatIsSlowGoesOnInTheEnd() {
    Resumer resumer = resumer(Set.of("a", "b"));
    consumer.leaderless = Set.of(TWO);
    resumer.resumeWaiting();
    consumer.slow = Duration.ofSeconds(2);
    for (int round = 0; round < 6; round++) {
      consumer.now += Duration.ofSeconds(10).toNanos();
      resumer.resumeWaiting();
    }

    assertThat(assignment.running()).contains(TWO);
  }

  /** They are asked even where those that were not silent yet do not answer now. */
  @Test
  void oneThatWasSilentGoesOnWhileTheOthersAreSilent() {
    Resumer resumer = resumer(Set.of("a", "b"));
    consumer.leaderless = Set.of(TWO);
    resumer.resumeWaiting();
    consumer.leaderless = Set.of(ONE, OTHER);
    assignment.markAllWaiting();
    consumer.now += Duration.ofSeconds(10).toNanos();
    resumer.resumeWaiting();

    assertThat(assignment.running()).containsExactly(TWO);
    assertThat(assignment.silent()).containsExactlyInAnyOrder(ONE, OTHER);
  }

  @Test
  void whereNothingElseGoesOnASilentOneIsTold() {
    Resumer resumer = resumer(Set.of("a", "b"));
    consumer.leaderless = Set.of(TWO);
    resumer.resumeWaiting();
    assignment.remove(List.of(ONE, OTHER));
    consumer.now += Duration.ofSeconds(10).toNanos();

    assertThatThrownBy(resumer::resumeWaiting).isInstanceOf(TimeoutException.class);
  }

  /** The look for what an operator decides comes after this one. */
  @Test
  void aSilentOneDoesNotKeepAGapFromBeingAskedAbout() {
    Resumer resumer = resumer(Set.of("a", "b"));
    assignment.remove(List.of(OTHER));
    projector.positions.put(new Partition("a", 0), -1L); // below the beginning
    consumer.leaderless = Set.of(TWO);
    resumer.resumeWaiting();
    consumer.now += Duration.ofSeconds(10).toNanos();
    resumer.resumeWaiting();

    assertThat(assignment.gaps()).hasSize(1);
    assertThat(assignment.silent()).containsExactly(TWO);
  }
}
