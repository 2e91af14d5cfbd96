package com.huleedu.ras.application.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.RejectedFile;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Difference.Kind;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.testkit.history.Histories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an audit thinks it holds, and when it takes that for too much. */
class AuditMemoryTest {
  private static final BatchId BATCH = new BatchId("b");
  private static final EssayId ESSAY = new EssayId("e");

  /** What an identifier in a collection counts. */
  private static final long ID = 120;

  @Test
  void aRowCountsWithWhatGrowsInIt() {
    long row = size(registered(0)) - ID;
    assertThat(row).isBetween(1_000L, 2_000L);
    assertThat(size(registered(10))).isEqualTo(row + 11 * ID);
    assertThat(size(outcome(3, 4))).isEqualTo(row + 7 * ID);
    assertThat(size(spellchecked(null, null))).isEqualTo(row);
    assertThat(size(spellchecked(BATCH, null))).isEqualTo(row + ID);
    assertThat(size(spellchecked(null, "\u00FF".repeat(500)))).isEqualTo(row + 500);
    assertThat(size(spellchecked(null, "x".repeat(499) + "\u0100"))).isEqualTo(row + 1_000);
    assertThat(size(registered(10), outcome(3, 4))).isEqualTo(2 * row + 18 * ID);
  }

  @Test
  void textsOfTheSecondGenerationCount() {
    long row = size(spellchecked(null, null));
    String text = "x".repeat(1_000);
    assertThat(size(new CjAssessmentFailed(stamp(), null, BATCH, new CjFailure(text))))
        .isEqualTo(row + 1_000);
    assertThat(size(new CjAssessmentFailed(stamp(), null, BATCH, new CjFailure(null))))
        .isEqualTo(row);
    assertThat(size(new AssessmentResultPublished(stamp(), null, BATCH, text, Map.of())))
        .isEqualTo(row + 1_000);
    Set<Phase> phases = Set.of(Phase.NLP, Phase.SPELLCHECK);
    assertThat(
            size(
                new PipelineCompleted(
                    stamp(), null, BATCH, BatchStatus.COMPLETED_SUCCESSFULLY, phases)))
        .isEqualTo(row + 2 * ID);
    RejectedFile file = new RejectedFile(text, text, text);
    assertThat(size(new FileRejected(stamp(), null, BATCH, new UploadId("up"), file)))
        .isEqualTo(row + 3_000);
    Slot slot = new Slot(new UploadId("up"), text);
    assertThat(size(new EssaySlotAssigned(stamp(), null, BATCH, ESSAY, slot)))
        .isEqualTo(row + ID + 1_000);
    CjResult graded = new CjResult(text, 1L, 0.5, new Grade(text, 0.5, 0.5, text));
    assertThat(
            size(new AssessmentResultPublished(stamp(), null, BATCH, null, Map.of(ESSAY, graded))))
        .isEqualTo(row + ID + 3_000);
    assertThat(
            size(
                new CjAssessmentCompleted(
                    stamp(), null, BATCH, Map.of(), Map.of(ESSAY, new CjVerdict(text, true)))))
        .isEqualTo(row + ID + 1_000);
    Registration registration =
        new Registration(new UserId("u"), 0, List.of(), List.of(), text, text, true);
    assertThat(size(new BatchRegistered(stamp(), null, BATCH, registration)))
        .isEqualTo(row + ID + 2_000);
  }

  private static long size(CompletionEvent... events) {
    Facts facts = Facts.fold(List.of(events));
    List<Long> sizes = new ArrayList<>();
    // The registrations in here list essays of whose rows nothing is said.
    ExpectedRows.eachRow(
        facts,
        (_, row) -> {
          if (row.essays().isEmpty() || facts.batches().isEmpty()) {
            sizes.add(FactsSize.bytes(row));
          }
        });
    return sizes.stream().mapToLong(size -> size).sum();
  }

  private static CompletionEvent registered(int essays) {
    return new BatchRegistered(
        stamp(), null, BATCH, new Registration(new UserId("u"), essays, ids(essays), List.of()));
  }

  private static CompletionEvent outcome(int processed, int failed) {
    PhaseOutcome outcome =
        new PhaseOutcome(BatchStatus.COMPLETED_WITH_FAILURES, ids(processed), ids(failed));
    return new PhaseOutcomeAnnounced(stamp(), null, BATCH, Phase.NLP, outcome);
  }

  private static CompletionEvent spellchecked(@Nullable BatchId batch, @Nullable String error) {
    SpellcheckResult result =
        new SpellcheckResult(
            error == null ? ProcessingStage.COMPLETED : ProcessingStage.FAILED,
            null,
            null,
            null,
            error);
    return new SpellcheckCompleted(stamp(), null, ESSAY, batch, result);
  }

  private static List<EssayId> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> new EssayId("e" + i)).toList();
  }

  private static Stamp stamp() {
    return new Stamp(Instant.EPOCH, new UUID(0, 0), 0);
  }

  @Test
  void whatIsTakenNoLongerCounts() {
    ExpectedRows rows = new ExpectedRows(_ -> true);
    List<CompletionEvent> events = Histories.random(2, 100);
    rows.fold(events.subList(0, 50));
    rows.fold(events.subList(50, 100));
    long sum = 0;
    long all = rows.bytes();
    for (var row = rows.takeFirst(); row != null; row = rows.takeFirst()) {
      sum += FactsSize.bytes(row.getValue());
      assertThat(rows.bytes()).isEqualTo(all - sum);
    }
    assertThat(rows.bytes()).isZero();
    assertThat(rows.size()).isZero();
  }

  @Test
  void aSliceIsTooLargeOnceItHoldsMoreThanItMay() {
    assertThat(suspects(0).suffices(2, 1_000)).isTrue();
    assertThat(suspects(0).suffices(2, 1_001)).isFalse();
    assertThat(suspects(1).suffices(1, 500)).isTrue();
    assertThat(suspects(1).suffices(1, 501)).isFalse();
    // One row can't be less.
    assertThat(suspects(0).suffices(1, 1_000_000)).isTrue();
    assertThat(suspects(1).suffices(0, 1_000_000)).isTrue();
  }

  @Test
  void onceTooLargeItStaysSo() {
    Suspects suspects = suspects(1);
    assertThat(suspects.areTooMany()).isFalse();
    assertThat(suspects.suffices(2, 1_001)).isFalse();
    assertThat(suspects.suffices(0, 0)).isFalse();
    assertThat(suspects.areTooMany()).isTrue();
    assertThat(suspects.isEmpty()).isFalse();
    assertThat(suspects(0).isEmpty()).isTrue();
  }

  private static Suspects suspects(int count) {
    Suspects suspects = new Suspects(new Slice(0, 1), 1_000);
    for (int i = 0; i < count; i++) {
      RowKey key = new RowKey(ModelTable.ESSAY_RESULTS, List.of("e" + i));
      suspects.add(new Difference(key, Kind.WRONG, List.of()));
    }
    return suspects;
  }

  @Test
  void whatCannotBeHalvedHasToSuffice() {
    Slice smallest = new Slice(0, 1 << 20);
    assertThat(smallest.canBeHalved()).isFalse();
    assertThat(new Slice(0, (1 << 20) - 1).canBeHalved()).isTrue();
    assertThat(new Suspects(smallest, 1_000).suffices(1_000, 1_000_000)).isTrue();
  }

  @Test
  void slicesShareAllKeysAndAreNamed() {
    List<Slice> slices = Slice.all(3);
    assertThat(slices).hasToString("[ (1 of 3),  (2 of 3),  (3 of 3)]");
    assertThat(Slice.all(1).getFirst()).hasToString("");
    IntStream.range(0, 100)
        .mapToObj(i -> new RowKey(ModelTable.ESSAY_RESULTS, List.of("e" + i)))
        .forEach(key -> {
          assertThat(slices.stream().filter(slice -> slice.test(key))).hasSize(1);
          Slice its = slices.stream().filter(slice -> slice.test(key)).findFirst().orElseThrow();
          assertThat(its.halves().stream().filter(half -> half.test(key))).hasSize(1);
        });
  }
}
