package com.huleedu.ras.adapter.postgres.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import com.huleedu.ras.testkit.history.Histories;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a rebuild takes over of the live rows is of one moment, on a busy service too. */
class CopyOfLiveRowsTest {
  @Test
  void essaysThatComeWhileItIsMadeDoNotBreakIt() throws Exception {
    try (PostgresFixture store = new PostgresFixture();
        SideModels models = store.adapter().sideModels();
        SideModel side = models.open(SideModels.Kind.REBUILT);
        var threads = Executors.newFixedThreadPool(1)) {
      store.record(registered(1));
      side.create();
      Future<?> copy;
      try (Connection other = DriverManager.getConnection(store.url());
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        // Between the table of batches, and that of essays, which refers to it; who writes looks at
        // the live outcomes.
        statement.execute("lock table ras_rebuild.phase_outcomes in access exclusive mode");
        copy = threads.submit(() -> side.begin(List.of(), true));
        await().until(() -> store.waitingForLocks() > 0);
        store.record(registered(2));
        other.rollback();
      }
      copy.get();

      assertThat(store.direct().fetchValues("select batch_id from ras_rebuild.batch_results"))
          .hasToString("[batch 1]");
      assertThat(store.direct().fetchValues("select essay_id from ras_rebuild.essay_results"))
          .hasToString("[essay 1]");
    }
  }

  /** Of every table; a row that only one of both has, too. */
  @Test
  void whatDiffersIsFoundInEveryTable() {
    try (PostgresFixture store = new PostgresFixture();
        SideModels models = store.adapter().sideModels();
        SideModel side = models.open(SideModels.Kind.REBUILT)) {
      side.create();
      store.record(Facts.fold(Histories.random(3, 200)));
      side.begin(List.of(), true);
      assertThat(side.findDiffering()).isZero();
      store
          .direct()
          .execute(
              """
              update batch_results set class_id = 'other';
              update batch_pipelines set cj_error = '{}';
              update phase_outcomes set outcome_digest = outcome_digest + 1;
              delete from rejected_files;
              update essay_results set file_name = 'other'
              """);
      Map<ModelTable, Long> differing = new EnumMap<>(ModelTable.class);
      assertThat(side.findDiffering()).isPositive();
      List<RowKey> page = side.differingAfter(null);
      while (!page.isEmpty()) {
        page.forEach(key -> differing.merge(key.table(), 1L, Long::sum));
        assertThat(side.rows(page)).hasSameSizeAs(page);
        assertThat(side.touchedBy(page).batches()).isNotEmpty();
        page = side.differingAfter(page.getLast());
      }
      for (ModelTable table : ModelTable.values()) {
        if (table != ModelTable.DEAD_LETTERS) {
          String rows = "select count(*) from ras_rebuild." + table;
          assertThat(differing.get(table))
              .as(rows)
              .isEqualTo(store.direct().fetchSingle(rows).get(0, Long.class));
        }
      }
    }
  }

  private static Facts registered(int number) {
    Stamp stamp = new Stamp(Instant.EPOCH.plusSeconds(number), new UUID(0, number), number);
    Registration registration =
        new Registration(new UserId("user"), 1, List.of(new EssayId("essay " + number)), List.of());
    return Facts.fold(
        List.of(new BatchRegistered(stamp, null, new BatchId("batch " + number), registration)));
  }
}
