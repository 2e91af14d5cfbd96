package com.huleedu.ras.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.event.CompletionEvent;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the domain derives from facts is what the rules say of the events. */
class PlainRulesTest {
  private static final int HISTORIES = 40;
  private static final int EVENTS = 40;

  static LongStream hundreds() {
    return LongStream.range(0, 25);
  }

  @ParameterizedTest
  @MethodSource("hundreds")
  void whatIsDerivedIsWhatTheRulesSay(long hundred) {
    for (long seed = hundred * HISTORIES; seed < (hundred + 1) * HISTORIES; seed++) {
      List<CompletionEvent> history = Histories.random(seed, EVENTS);
      for (PipelineEnds ends : PipelineEnds.values()) {
        for (Batch batch : Picture.of(Facts.fold(history), ends).batches()) {
          compare(seed, batch, new PlainRules(history, batch.batch(), ends));
        }
      }
    }
  }

  private static void compare(long seed, Batch batch, PlainRules rules) {
    String what = "seed " + seed + ", " + batch.batch();
    assertThat(batch.status()).as(what).isEqualTo(rules.status());
    assertThat(batch.currentPhase()).as(what).isEqualTo(rules.currentPhase().orElse(null));
    assertThat(batch.failedEssayCount()).as(what).isEqualTo(rules.failedEssays());
    assertThat(batch.completedEssayCount()).as(what).isEqualTo(rules.completedEssays());
    assertThat(batch.processingCompletedAt())
        .as(what)
        .isEqualTo(batch.status().isFinal() ? rules.lastWord().orElseThrow().stamp().time() : null);
    for (EssayResult essay : batch.essays()) {
      assertThat(essay.cj())
          .as("%s, %s", what, essay.essay())
          .isEqualTo(rules.cj(essay.essay()).orElse(null));
    }
  }

  /** Otherwise the comparison would say little. */
  @Test
  void historiesHaveEveryStatusThatThereCanBe() {
    Set<BatchStatus> seen = EnumSet.noneOf(BatchStatus.class);
    Set<BatchId> waiting = new HashSet<>();
    int handedOn = 0;
    for (long seed = 0; seed < 200; seed++) {
      Facts facts = Facts.fold(Histories.random(seed, EVENTS));
      List<Batch> awaiting = Picture.of(facts, PipelineEnds.READ).batches();
      List<Batch> other = Picture.of(facts, PipelineEnds.NOT_READ).batches();
      for (int i = 0; i < awaiting.size(); i++) {
        seen.add(awaiting.get(i).status());
        if (awaiting.get(i).status() != other.get(i).status()) {
          waiting.add(awaiting.get(i).batch());
        }
        handedOn += failedByAFailure(awaiting.get(i)) ? 1 : 0;
      }
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(
            BatchStatus.AWAITING_CONTENT_VALIDATION,
            BatchStatus.CONTENT_INGESTION_FAILED,
            BatchStatus.PROCESSING_PIPELINES,
            BatchStatus.COMPLETED_SUCCESSFULLY,
            BatchStatus.COMPLETED_WITH_FAILURES,
            BatchStatus.FAILED_CRITICALLY,
            BatchStatus.CANCELLED);
    assertThat(waiting).as("wait for an end").hasSizeGreaterThan(3);
    assertThat(handedOn).as("some members failed by a failure that stands").isPositive();
  }

  private static boolean failedByAFailure(Batch batch) {
    long failed =
        batch.essays().stream()
            .filter(essay -> essay.cj() != null && essay.cj().error() != null)
            .count();
    return failed > 0 && failed < batch.essays().size();
  }
}
