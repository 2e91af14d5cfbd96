package com.huleedu.ras.adapter.postgres.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import com.huleedu.ras.testkit.history.Histories;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a side model does without while it is filled it has before anybody looks at it. */
class PutOffTest {
  private static final String PUT_OFF =
      "select count(*) from pg_tables where schemaname = 'ras_rebuild' and tablename = 'rebuild_put_off'";

  private static final String TABLES = "'" + String.join("', '", SideSql.TABLES) + "'";

  private final PostgresFixture store = new PostgresFixture();
  private final SideModels models = store.adapter().sideModels();
  private final List<CompletionEvent> history = new ArrayList<>();

  @BeforeEach
  void record() {
    for (int seed = 1; seed <= 40; seed++) {
      history.addAll(Histories.random(seed, 20, "-" + seed));
    }
    store.record(Facts.fold(history));
  }

  @AfterEach
  void close() {
    models.close();
    store.close();
  }

  private SideModel open() {
    SideModel side = models.open(SideModels.Kind.REBUILT);
    side.create();
    return side;
  }

  /** In many pieces, so that rows are merged; some of them say the same again. */
  private void fill(SideModel side, int from) {
    for (int at = from; at < history.size(); at += 50) {
      side.record(Facts.fold(history.subList(at, Math.min(history.size(), at + 70))));
    }
  }

  private static String indexes(String schema) {
    return """
    select replace(indexdef, '%1$s.', '') from pg_indexes
    where schemaname = '%1$s' and tablename in (%2$s)
    order by 1
    """
        .formatted(schema, TABLES);
  }

  private static String constraints(String schema) {
    return """
    select conrelid::regclass::text ~ 'essay_results', conname, contype, convalidated,
      replace(pg_get_constraintdef(oid), '%1$s.', '')
    from pg_constraint where connamespace = '%1$s'::regnamespace order by conname
    """
        .formatted(schema);
  }

  /** As autovacuum, which is off meanwhile. */
  private static String options(String schema) {
    return """
    select relname, reloptions::text from pg_class
    where relnamespace = '%1$s'::regnamespace and relkind = 'r' and relname in (%2$s)
    order by relname
    """
        .formatted(schema, TABLES);
  }

  private List<String> rows(String sql) {
    return store.direct().fetch(sql).map(Object::toString);
  }

  @Test
  void itsTablesAreThoseOfTheLiveModelAgain() {
    try (SideModel side = open()) {
      List<String> before = rows(indexes("ras_rebuild"));
      side.begin(List.of(), false);
      assertThat(rows(indexes("ras_rebuild"))).hasSizeLessThan(before.size());
      assertThat(rows(options("ras_rebuild"))).isNotEqualTo(rows(options("ras")));
      fill(side, 0);

      assertThat(side.findDiffering()).as("statuses included").isZero();

      assertThat(rows(indexes("ras_rebuild"))).isEqualTo(before).isEqualTo(rows(indexes("ras")));
      assertThat(rows(constraints("ras_rebuild"))).containsAll(modelConstraints());
      assertThat(rows(options("ras_rebuild"))).isEqualTo(rows(options("ras"))).hasSize(5);
      assertThat(store.direct().fetchValue(PUT_OFF)).isEqualTo(0L);
    }
  }

  private List<String> modelConstraints() {
    List<String> live = rows(constraints("ras"));
    assertThat(live).anyMatch(it -> it.contains("FOREIGN KEY"));
    return live;
  }

  @Test
  void whoIsKilledMeanwhileMakesUpForItAtTheNextStart() {
    try (SideModel killed = open()) {
      killed.begin(List.of(), false);
      killed.record(Facts.fold(history.subList(0, 400)));
    }
    assertThat(store.direct().fetchValue(PUT_OFF)).isEqualTo(1L);

    try (SideModel side = open()) {
      assertThat(store.direct().fetchValue(PUT_OFF)).isEqualTo(0L);
      fill(side, 300);
      assertThat(side.findDiffering()).isZero();
    }
  }

  @Test
  void whatIsRecordedAfterItIsJudgedAtOnce() {
    try (SideModel side = open()) {
      side.begin(List.of(), false);
      side.record(Facts.fold(history.subList(0, 400)));
      side.complete();
      fill(side, 300);

      assertThat(side.findDiffering()).isZero();
    }
  }

  /**
   * Whoever lost the lock of rebuilds, as with a server that was started again, goes on unasked.
   */
  @Test
  void whatSomebodyElseHasCompletedIsNotRecordedWithoutStatuses() {
    try (SideModel late = open()) {
      late.begin(List.of(), false);
      late.record(Facts.fold(history.subList(0, 400)));
      try (SideModel other = open()) {
        fill(other, 300);
        assertThat(other.findDiffering()).isZero();
      }
      Facts more = Facts.fold(Histories.random(99, 20, "-99"));

      assertThatThrownBy(() -> late.record(more)).isInstanceOf(RasException.class);

      store.record(more);
      late.complete();
      late.record(more);
      assertThat(late.findDiffering()).isZero();
    }
  }

  /** It has this statement from before there was anything to be put off. */
  @Test
  void anOlderProgramSwapsNothingThatIsIncomplete() {
    try (SideModel side = open()) {
      side.begin(List.of(), false);

      assertThatThrownBy(
              () -> store.direct().execute("drop table if exists ras_rebuild.rebuild_differing"))
          .hasMessageContaining("is not a table");

      fill(side, 0);
      assertThat(side.findDiffering()).isZero();
      assertThat(side.findDiffering()).as("again").isZero();
    }
  }

  /** All of it or nothing: what is a letter in the end leaves no row behind. */
  @Test
  void whatIsRefusedLeavesNothing() {
    try (SideModel side = open()) {
      side.begin(List.of(), false);
      store
          .direct()
          .execute(
              "alter table ras_rebuild.essay_results add constraint planted check (essay_id < 'a')");

      assertThatThrownBy(() -> side.record(Facts.fold(history)))
          .isInstanceOf(RejectedByStoreException.class);

      assertThat(store.direct().fetchValue("select count(*) from ras_rebuild.batch_results"))
          .isEqualTo(0L);
    }
  }

  @Test
  void whoBeginsWithLiveRowsPutsNothingOff() {
    try (SideModel side = open()) {
      side.begin(List.of(), true);
      assertThat(store.direct().fetchValue(PUT_OFF)).isEqualTo(0L);
      fill(side, 0);
      assertThat(side.findDiffering()).isZero();
    }
  }
}
