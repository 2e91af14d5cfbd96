package com.huleedu.ras.adapter.postgres.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.testkit.history.Histories;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Batches that were there before the status was kept have theirs after the update. */
class JudgeStoredBatchesTest {
  private static final int WORLDS = 20;

  /** More than go into one statement. */
  private static final int MANY = 2_500;

  private static final List<String> OLD_ROWS =
      List.of(
          """
          insert into old.batch_results select batch_id, registered_at, registered_event_id,
            registered_digest, user_id, essay_count, essay_ids, requested_phases, created_at, owners
          from batch_results
          """,
          "insert into old.phase_outcomes select * from phase_outcomes",
          """
          insert into old.essay_results select essay_id, batch_id, claim_by_registration, claim_at,
            claim_event_id, claim_digest, claimants, spellcheck_at, spellcheck_event_id,
            spellcheck_digest, spellcheck_stage, correction_count, corrected_text_id,
            original_text_id, spellcheck_error, cj_at, cj_event_id, cj_digest, cj_rank, cj_score,
            first_evidence_at
          from essay_results
          """,
          """
          insert into old.batch_results
          select 'many-' || b, now(), gen_random_uuid(), 0, 'user', 0, '{}', '{}', now(), '{}'
          from generate_series(1, %d) as b
          """
              .formatted(MANY));

  @Test
  void eachGetsTheStatusThatItsFactsGive() {
    try (PostgresFixture store = new PostgresFixture()) {
      for (int seed = 1; seed <= WORLDS; seed++) {
        store.record(Facts.fold(Histories.ofFirstGeneration(seed, 20, "-" + seed)));
      }
      Flyway.configure()
          .dataSource(store.url(), null, null)
          .defaultSchema("old")
          .locations("classpath:db/migration")
          .target("5")
          .load()
          .migrate();
      OLD_ROWS.forEach(store.direct()::execute);

      String database = store.url().replaceFirst("&currentSchema=.*", "");
      Migrations.run(new PostgresConfig(database, null, null, "old", 1));

      assertThat(
              store
                  .direct()
                  .fetchValues("select status from old.batch_results where batch_id like 'many-%'"))
          .hasSize(MANY)
          .allMatch("awaiting_content_validation"::equals);
      String statuses =
          "select batch_id, status from %s.batch_results where batch_id not like 'many-%%' order by 1";
      assertThat(store.direct().fetch(statuses.formatted("old")))
          .hasSizeGreaterThan(WORLDS)
          .isEqualTo(store.direct().fetch(statuses.formatted("ras")));
    }
  }
}
