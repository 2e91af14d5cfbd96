package com.huleedu.ras.adapter.postgres.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import com.huleedu.ras.testkit.history.Histories;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statuses of a model beside the live one follow the setting as the live ones do. */
class SideStatusesTest {
  private final PostgresFixture store = new PostgresFixture();
  private final PostgresAdapter other = store.adapter(PipelineEnds.NOT_READ);

  @BeforeEach
  void record() {
    for (int seed = 1; seed <= 60; seed++) {
      store.record(Facts.fold(Histories.random(seed, 20, "-" + seed)));
    }
  }

  @AfterEach
  void close() {
    other.close();
    store.close();
  }

  private static <T> T beside(PostgresAdapter adapter, Function<SideModel, T> work) {
    try (SideModels models = adapter.sideModels();
        SideModel side = models.open(SideModels.Kind.REBUILT)) {
      side.create();
      return work.apply(side);
    }
  }

  private static boolean copyLiveRows(SideModel side) {
    side.begin(List.of(), true);
    return side.findDiffering() == 0;
  }

  @Test
  void whenARebuildGoesOnUnderAnotherSetting() {
    assertThat(beside(store.adapter(), SideStatusesTest::copyLiveRows)).isTrue();

    other.migrate();

    assertThat(beside(other, SideModel::findDiffering)).isZero();
  }

  @Test
  void whenRowsAreCopiedThatWereJudgedUnderAnotherSetting() {
    long differing =
        beside(
            other,
            side -> {
              assertThat(copyLiveRows(side)).as("the copies are judged anew").isFalse();
              other.migrate();
              return side.findDiffering();
            });

    assertThat(differing).isZero();
  }

  /** Whoever starts next knows under which setting the rows were judged that are live now. */
  @Test
  void theirSettingGoesWithThemInASwap() {
    beside(
        other,
        side -> {
          copyLiveRows(side);
          return side.holdingWriters(held -> {
            held.swap(false);
            return true;
          });
        });

    assertThat(setting("ras")).isEqualTo("NOT_READ");
    assertThat(setting("ras_previous")).isEqualTo("READ");
  }

  private Object setting(String schema) {
    return store.direct().fetchValue("select pipeline_ends from " + schema + ".lineage");
  }
}
