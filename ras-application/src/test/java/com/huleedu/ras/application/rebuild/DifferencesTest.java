package com.huleedu.ras.application.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Difference.Kind;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.domain.port.rebuild.RebuildModel;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.testkit.history.Histories;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a rebuild shows before it swaps: what differs, and what would be lost. */
class DifferencesTest {
  private static final List<CompletionEvent> EVENTS = Histories.random(5, 40);
  private static final Facts ALL = Facts.fold(EVENTS);
  private static final Facts SOME = Facts.fold(EVENTS.subList(0, 20));

  private static final RowKey KEY = new RowKey(ModelTable.ESSAY_RESULTS, List.of("e"));

  private final Differences differences = new Differences(2);

  @Test
  void aLiveRowThatSaysMoreWouldLoseIt() {
    differences.compare(row("1", SOME), row("2", ALL));
    assertThat(differences.counts()).isEqualTo(Map.of(Kind.WRONG, 1L));
    assertThat(differences.loses()).isEqualTo(1);
  }

  @Test
  void aLiveRowThatSaysLessLosesNothing() {
    differences.compare(row("1", ALL), row("2", SOME));
    differences.compare(row("1", ALL), row(null, null));
    differences.compare(row("1", ALL), null);
    assertThat(differences.counts())
        .isEqualTo(Map.of(Kind.WRONG, 1L, Kind.MISSING_FACT, 1L, Kind.MISSING_ROW, 1L));
    assertThat(differences.loses()).isZero();
  }

  @Test
  void aLiveRowThatNothingStandsForWouldBeLost() {
    differences.compare(null, row("1", SOME));
    differences.compare(row(null, null), row("1", SOME));
    assertThat(differences.counts()).isEqualTo(Map.of(Kind.SURPLUS_ROW, 1L, Kind.SURPLUS_FACT, 1L));
    assertThat(differences.loses()).isEqualTo(2);
  }

  @Test
  void aLiveRowWithoutSenseIsNoLoss() {
    differences.compare(null, row("nonsense", null));
    assertThat(differences.counts()).isEqualTo(Map.of(Kind.SURPLUS_ROW, 1L));
    assertThat(differences.loses()).isZero();
  }

  @Test
  void whatIsEqualOrNowhereOrAPlaceIsNoDifference() {
    differences.compare(row("1", ALL), row("1", ALL));
    differences.compare(null, null);
    differences.compare(place(), null);
    differences.compare(null, place());
    assertThat(differences.counts()).isEmpty();
    assertThat(differences.named()).isEmpty();
    assertThat(differences.loses()).isZero();
  }

  @Test
  void allAreCountedAndNotAllNamed() {
    for (int i = 0; i <= RebuildModel.NAMED; i++) {
      differences.compare(row("1", ALL), row("2", ALL));
    }
    assertThat(differences.counts()).isEqualTo(Map.of(Kind.WRONG, RebuildModel.NAMED + 1L));
    assertThat(differences.named()).hasSize(RebuildModel.NAMED);
    assertThat(differences.named().getFirst().cells())
        .containsExactly(new Difference.Cell("column", "1", "2"));
  }

  @Test
  void whatWouldBeLostIsNamedIfItIsNotTooMuch() {
    differences.compare(row("1", ALL), row("2", ALL));
    assertThat(differences.losing()).contains(List.of());
    differences.compare(null, row("1", SOME));
    differences.compare(row("1", SOME), row("2", ALL));
    assertThat(differences.losing()).contains(List.of(KEY, KEY));
    differences.compare(null, row("1", SOME));
    assertThat(differences.losing()).isEmpty();
    assertThat(differences.loses()).isEqualTo(3);
  }

  @Test
  void anotherLookLeavesNamesAndCountsAsTheyWere() {
    differences.compare(null, row("1", SOME));
    differences.compare(row("1", SOME), row("2", ALL));
    Differences again = new Differences(2);
    again.compare(row("2", ALL), row("2", ALL));
    again.compare(null, row("1", SOME));

    differences.losesOnly(again);

    assertThat(differences.loses()).isEqualTo(1);
    assertThat(differences.losing()).contains(List.of(KEY));
    assertThat(differences.named()).hasSize(2);
    assertThat(differences.counts()).isEqualTo(Map.of(Kind.SURPLUS_ROW, 1L, Kind.WRONG, 1L));
  }

  private static ModelRow place() {
    return new ModelRow(
        new RowKey(ModelTable.BATCH_RESULTS, List.of("b")), Map.of("owners", "{}"), null);
  }

  private static ModelRow row(@Nullable String value, @Nullable Facts facts) {
    Map<String, @Nullable String> columns = new HashMap<>();
    columns.put("column", value);
    return new ModelRow(KEY, columns, facts);
  }
}
