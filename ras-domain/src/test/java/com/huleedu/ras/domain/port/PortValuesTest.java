package com.huleedu.ras.domain.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.OverallStatus;
import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import com.huleedu.ras.domain.port.query.StatusFilter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the values at the ports promise beyond holding their components. */
class PortValuesTest {
  private static final Partition PARTITION = new Partition("topic", 3);

  @Test
  void filtersLetThroughWhatTheyName() {
    assertThat(matched(new StatusFilter.All())).containsExactly(BatchStatus.values());
    assertThat(matched(new StatusFilter.Exact(BatchStatus.CANCELLED)))
        .containsExactly(BatchStatus.CANCELLED);
    assertThat(matched(new StatusFilter.Overall(OverallStatus.FAILED)))
        .containsExactly(BatchStatus.CONTENT_INGESTION_FAILED, BatchStatus.FAILED_CRITICALLY);
  }

  private static List<BatchStatus> matched(StatusFilter filter) {
    return Arrays.stream(BatchStatus.values()).filter(filter::matches).toList();
  }

  @Test
  void filtersHaveOneSpelling() {
    assertThat(new StatusFilter.All().normalised()).isEqualTo("all");
    assertThat(new StatusFilter.Exact(BatchStatus.CANCELLED).normalised()).isEqualTo("cancelled");
    assertThat(new StatusFilter.Overall(OverallStatus.CANCELLED).normalised())
        .isEqualTo("CANCELLED");
  }

  @Test
  void clocksThatAreMoreThanASecondApartAreToBeLookedAt() {
    Instant ours = Instant.parse("2026-11-27T12:00:00Z");
    for (long sign : new long[] {-1, 1}) {
      assertThat(Finding.ofClocks(ours.plusMillis(sign * 1_000), ours))
          .isEqualTo(Finding.ok("1.0 s apart"));
      Finding apart = Finding.ofClocks(ours.plusMillis(sign * 1_500), ours);
      assertThat(apart.state()).isEqualTo(Finding.State.WARN);
      assertThat(apart.what()).isEqualTo("1.5 s apart");
    }
  }

  @Test
  void partitionsAreOrderedByTopicThenByNumber() {
    List<Partition> ordered =
        List.of(new Partition("a", 10), new Partition("b", 2), new Partition("b", 10));
    assertThat(ordered.reversed().stream().sorted().toList()).isEqualTo(ordered);
    assertThat(PARTITION).hasToString("topic-3");
  }

  @Test
  void anAdvanceGoesForwardFromWhereALogCanBegin() {
    assertThat(new Advance(PARTITION, 0, 1).to()).isEqualTo(1);
    Stream.of(new long[] {-1, 1}, new long[] {5, 5}, new long[] {5, 4})
        .forEach(range ->
            assertThatThrownBy(() -> new Advance(PARTITION, range[0], range[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topic-3"));
  }

  @Test
  void aGapNamesTheMessagesThatAreGone() {
    assertThat(new ResumePoint.Gap(PARTITION, 5, 9))
        .hasToString(
            "topic-3: messages 5 to 8 were deleted by Kafka's retention before they were projected");
  }

  @Test
  void healthIsGoodWhileNothingStandsAgainstIt() {
    assertThat(new Health.Verdict(List.of()).ok()).isTrue();
    assertThat(new Health.Verdict(List.of("PostgreSQL is away")).ok()).isFalse();
  }
}
