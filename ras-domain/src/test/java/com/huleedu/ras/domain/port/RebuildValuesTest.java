package com.huleedu.ras.domain.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterOrder;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Difference.Kind;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the values of audit, rebuild and dead letters promise beyond holding their components. */
class RebuildValuesTest {
  private static final Partition PARTITION = new Partition("topic", 3);

  @Test
  void aRangeHasItsBeginningAndNotItsEnd() {
    LogRange range = new LogRange(5, 8);
    assertThat(range.contains(4)).isFalse();
    assertThat(range.contains(5)).isTrue();
    assertThat(range.contains(7)).isTrue();
    assertThat(range.contains(8)).isFalse();
    assertThat(range.size()).isEqualTo(3);
    assertThat(new LogRange(0, 0).size()).isZero();
    assertThatThrownBy(() -> new LogRange(-1, 1)).hasMessageContaining("-1 to 1");
    assertThatThrownBy(() -> new LogRange(2, 1)).hasMessageContaining("2 to 1");
  }

  @Test
  void aLogIsCutOnceItsFirstMessagesAreGone() {
    assertThat(new LogPartition(PARTITION, "id", 0, 9).isCut()).isFalse();
    assertThat(new LogPartition(PARTITION, "id", 1, 9).isCut()).isTrue();
  }

  @Test
  void onlyABatchOfWhichNothingIsSaidIsAPlace() {
    assertThat(row(ModelTable.BATCH_RESULTS, null, "{}").isPlace()).isTrue();
    assertThat(row(ModelTable.BATCH_RESULTS, "said", "{}").isPlace()).isFalse();
    assertThat(row(ModelTable.ESSAY_RESULTS, null, "{}").isPlace()).isFalse();
    assertThat(row(ModelTable.BATCH_RESULTS, null, "four").characters()).isEqualTo(4);
    assertThat(row(ModelTable.BATCH_RESULTS, "and", "more").characters()).isEqualTo(7);
  }

  private static ModelRow row(ModelTable table, String first, String second) {
    Map<String, String> columns = new HashMap<>();
    columns.put("first", first);
    columns.put("second", second);
    return new ModelRow(new RowKey(table, List.of("key")), columns, null);
  }

  @Test
  void whatNobodyCanVerifyIsNotCounted() {
    Map<Kind, Long> differences = Map.of(Kind.NOT_VERIFIABLE, 7L, Kind.WRONG, 2L);
    assertThat(
            new AuditResult(true, 1, 1, differences, List.of(), List.of(), 0, DeadLetterCounts.NONE)
                .count())
        .isEqualTo(2);
    assertThat(
            new RebuildResult(
                    Outcome.SHOWN,
                    1,
                    Map.of(Kind.WRONG, 2L, Kind.MISSING_ROW, 3L),
                    0,
                    DeadLetterCounts.NONE)
                .count())
        .isEqualTo(5);
  }

  @Test
  void aDifferenceIsReadAsALine() {
    Difference difference =
        new Difference(
            new RowKey(ModelTable.ESSAY_RESULTS, List.of("e")),
            Kind.WRONG,
            List.of(new Difference.Cell("score", "1", null)));
    assertThat(difference).hasToString("essay_results e: WRONG [score: expected 1, found null]");
  }

  @Test
  void theReasonOfADiscardMayBeLong() {
    assertThat(new DeadLetterOrder.Discard("by", false, "x".repeat(1_000)).reason()).hasSize(1_000);
    assertThatThrownBy(() -> new DeadLetterOrder.Discard("by", false, "x".repeat(1_001)))
        .hasMessageContaining("longer than 1000");
    assertThat(new DeadLetterId(7)).hasToString("7");
  }
}
