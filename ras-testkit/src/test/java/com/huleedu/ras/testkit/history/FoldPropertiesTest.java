package com.huleedu.ras.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Guarantee G2 on the domain alone: order, number and grouping of events don't matter. */
class FoldPropertiesTest {
  private static final int EVENTS = 120;
  private static final int WRITERS = 4;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyPermutationAndDuplicationFoldsToTheSame(long seed) {
    List<CompletionEvent> history = Histories.random(seed, EVENTS);
    assertSame(Facts.fold(Histories.redelivered(history, seed + 1)), Facts.fold(history));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anySplitOverWritersMergedInAnyOrderFoldsToTheSame(long seed) {
    List<CompletionEvent> history = Histories.random(seed, EVENTS);
    List<Facts> parts = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      // Every writer sees its share and, as after a rebalance, some of the others' too.
      List<CompletionEvent> share = share(history, writer, seed);
      Histories.polls(share, seed + writer).forEach(poll -> parts.add(Facts.fold(poll)));
    }
    Collections.shuffle(parts, new Random(seed));
    Facts leftToRight = parts.stream().reduce(Facts.fold(List.of()), Facts::merge);
    Facts pairwise = pairwise(parts);
    assertSame(leftToRight, Facts.fold(history));
    assertSame(pairwise, leftToRight);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void mergingAgainChangesNothing(long seed) {
    Facts facts = Facts.fold(Histories.random(seed, EVENTS));
    Facts some = Facts.fold(Histories.random(seed, EVENTS).subList(0, EVENTS / 2));
    assertThat(facts.merge(facts)).isEqualTo(facts);
    assertThat(facts.merge(some)).isEqualTo(facts);
    assertThat(some.merge(facts)).isEqualTo(facts);
  }

  @Test
  void historiesHoldWhatIsHard() {
    List<CompletionEvent> history = Histories.random(1, 2_000);
    assertThat(history).hasSameElementsAs(Histories.random(1, 2_000)).doesNotHaveDuplicates();
    assertThat(history.stream().map(CompletionEvent::getClass).distinct()).hasSize(10);
    assertThat(history.stream().map(event -> event.stamp().digest()).distinct()).hasSize(2_000);
    assertThat(
            history.stream().map(event -> List.of(event.stamp().time(), event.stamp().eventId())))
        .as("some tie in time and id")
        .size()
        .isGreaterThan(
            (int)
                history.stream()
                    .map(event -> List.of(event.stamp().time(), event.stamp().eventId()))
                    .distinct()
                    .count());
    assertThat(Facts.fold(history).batches().values())
        .as("owners change")
        .anyMatch(batch -> batch.owners().size() > 1);
    assertThat(Facts.fold(history).essays().values())
        .as("essays are claimed by several batches")
        .anyMatch(essay -> essay.claimants().size() > 1);
    assertThat(history.stream().filter(BatchRegistered.class::isInstance)).hasSizeGreaterThan(100);
    assertThat(Histories.ofFirstGeneration(1, 2_000, "").stream().map(CompletionEvent::getClass))
        .as("of the first generation alone")
        .containsOnly(
            BatchRegistered.class,
            PhaseOutcomeAnnounced.class,
            SpellcheckCompleted.class,
            CjAssessmentCompleted.class);
  }

  private static List<CompletionEvent> share(List<CompletionEvent> history, int writer, long seed) {
    Random random = new Random(seed * WRITERS + writer);
    List<CompletionEvent> share = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      if (i % WRITERS == writer || random.nextInt(10) == 0) {
        share.add(history.get(i));
      }
    }
    Collections.shuffle(share, random);
    return share;
  }

  private static Facts pairwise(List<Facts> parts) {
    List<Facts> left = new ArrayList<>(parts);
    while (left.size() > 1) {
      left.add(left.removeFirst().merge(left.removeFirst()));
    }
    return left.getFirst();
  }

  private static void assertSame(Facts actual, Facts expected) {
    assertThat(actual).isEqualTo(expected);
    assertThat(Picture.of(actual).batches()).isNotEmpty().isEqualTo(Picture.of(expected).batches());
  }
}
