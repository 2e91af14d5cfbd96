package com.huleedu.ras.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import com.huleedu.ras.domain.port.rebuild.UpkeepRun;
import com.huleedu.ras.domain.port.rebuild.UpkeepRun.Kind;
import com.huleedu.ras.domain.port.rebuild.UpkeepRuns;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpkeepRunsTest {
  private static final Instant END = Instant.parse("2026-11-27T10:20:30.123456Z");

  private final PostgresFixture store = new PostgresFixture();
  private final UpkeepRuns runs = store.adapter().upkeepRuns();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theNewestOfEachKindIsTheOneThatEndedLast() {
    assertThat(runs.newest()).isEmpty();
    runs.add(run(Kind.AUDIT, END, 3));
    runs.add(run(Kind.AUDIT, END.minusSeconds(5), 4));
    assertThat(runs.newest()).containsExactly(run(Kind.AUDIT, END, 3));

    runs.add(run(Kind.REBUILD, END.minusSeconds(9), 0));
    assertThat(runs.newest())
        .containsExactlyInAnyOrder(
            run(Kind.AUDIT, END, 3), run(Kind.REBUILD, END.minusSeconds(9), 0));
  }

  @Test
  void whatIsOlderThanAYearGoesWithTheNextOne() {
    runs.add(run(Kind.AUDIT, END.minus(Duration.ofDays(366)), 1));
    runs.add(run(Kind.REBUILD, END.minus(Duration.ofDays(300)), 2));
    runs.add(run(Kind.AUDIT, END, 0));

    assertThat(store.direct().fetchValues("select differences from upkeep_runs order by 1"))
        .hasToString("[0, 2]");
  }

  /** Its tables change places; what was done to them is told by a table that stays. */
  @Test
  void aSwapLeavesThemWhereTheyAre() {
    runs.add(run(Kind.AUDIT, END, 3));
    try (SideModels models = store.adapter().sideModels();
        SideModel side = models.open(SideModels.Kind.REBUILT)) {
      side.create();
      side.findDiffering();
      assertThat(
              side.holdingWriters(held -> {
                held.swap(false);
                return true;
              }))
          .contains(true);
    }

    assertThat(runs.newest()).containsExactly(run(Kind.AUDIT, END, 3));
  }

  private static UpkeepRun run(Kind kind, Instant ended, long differences) {
    return new UpkeepRun(kind, ended.minusSeconds(60), ended, differences);
  }
}
