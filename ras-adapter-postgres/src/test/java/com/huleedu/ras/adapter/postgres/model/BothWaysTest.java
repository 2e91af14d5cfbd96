package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.batch.ShownText;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.testkit.history.Histories;
import com.huleedu.ras.testkit.history.Picture;
import com.huleedu.ras.testkit.history.Samples;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What fits is read in one plain statement, what doesn't in others. A batch that grows beyond what
 * fits must not change otherwise, so both have to say the same of whatever both can read.
 */
class BothWaysTest {
  private static final int SEEDS = 8;

  private final PostgresFixture store = new PostgresFixture();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void sayTheSame() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      store.record(Facts.fold(Histories.random(seed, 40)));
      String when = "seed " + seed;
      store
          .direct()
          .connection(connection -> assertSame(DSL.using(connection, SQLDialect.POSTGRES), when));
    }
  }

  /**
   * As far as they are shown, which is what their whole rows say; of runs, whether they are equal.
   */
  @Test
  void sayTheSameOfTextsThatAreLongerThanTheyAreShown() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      store.clear();
      store.record(Facts.fold(Histories.random(seed, 60)));
      LongTexts.lengthenThoseOfBatches(store.direct(), 12_000);
      if (seed % 2 == 0) {
        LongTexts.lengthen(store.direct(), LongTexts.OF_ESSAYS, 12_000);
      }
      String when = "seed " + seed;
      store
          .direct()
          .connection(connection -> assertSame(DSL.using(connection, SQLDialect.POSTGRES), when));
      Picture whole = Picture.of(store.storedFacts());
      for (BatchId batch : Samples.BATCHES) {
        assertShown(store.batches().find(batch), whole.find(batch));
        assertThat(store.batches().find(batch).map(BothWaysTest::prompt))
            .isEqualTo(whole.find(batch).map(BothWaysTest::prompt));
        EssaysQuery query = new EssaysQuery(batch, null, 5);
        assertShown(store.batches().findEssays(query), whole.findEssays(query));
      }
    }
  }

  private static void assertShown(Object read, Object whole) {
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*\\.run")
        .withEqualsForType(BothWaysTest::isShownAlike, String.class)
        .isEqualTo(whole);
  }

  private static ShownText prompt(Batch batch) {
    return ShownText.ofObject(batch.promptRef());
  }

  private static boolean isShownAlike(@Nullable String a, @Nullable String b) {
    return ShownText.of(a).equals(ShownText.of(b));
  }

  /** Whose ids are looked at, once any outcome of its batch names one as failed. */
  @Test
  void anEssayCountsThatOneOutcomeAloneNamesAsFailed() {
    BatchId batch = Samples.BATCHES.getFirst();
    EssayId essay = Samples.ESSAYS.getFirst();
    store.record(
        Facts.fold(
            List.of(
                new BatchRegistered(
                    stamp(1),
                    null,
                    batch,
                    new Registration(Samples.USERS.getFirst(), 1, List.of(essay), List.of())),
                outcome(2, batch, Phase.SPELLCHECK, List.of(essay)),
                outcome(3, batch, Phase.NLP, List.of()))));
    assertThat(store.batches().find(batch))
        .hasValueSatisfying(found -> assertThat(found.failedEssayCount()).isOne())
        .isEqualTo(
            BatchQuery.withFirstEssays(
                store.direct(), batch, EssayBudget.ESSAYS, PipelineEnds.READ));
  }

  /** Of a failure that stands: whom spellcheck had handed on, and nobody else. */
  @Test
  void theEssaysThatWereHandedOnHaveFailed() {
    BatchId batch = Samples.BATCHES.getFirst();
    List<EssayId> essays = Samples.ESSAYS.subList(0, 3);
    store.record(
        Facts.fold(
            List.of(
                new BatchRegistered(
                    stamp(1),
                    null,
                    batch,
                    new Registration(Samples.USERS.getFirst(), 3, essays, List.of())),
                new PhaseOutcomeAnnounced(
                    stamp(2),
                    null,
                    batch,
                    Phase.SPELLCHECK,
                    new PhaseOutcome(
                        BatchStatus.COMPLETED_SUCCESSFULLY, essays.subList(0, 2), List.of())),
                new CjAssessmentFailed(stamp(3), null, batch, new CjFailure("{}")))));
    Batch whole = store.batches().find(batch).orElseThrow();
    assertThat(whole.failedEssayCount()).isEqualTo(2);
    assertThat(whole.essays()).map(essay -> essay.cj() != null).containsExactly(true, true, false);
    assertThat(
            BatchQuery.withFirstEssays(
                store.direct(), batch, EssayBudget.ESSAYS, PipelineEnds.READ))
        .contains(whole);
  }

  private static PhaseOutcomeAnnounced outcome(
      int time, BatchId batch, Phase phase, List<EssayId> failed) {
    return new PhaseOutcomeAnnounced(
        stamp(time),
        null,
        batch,
        phase,
        new PhaseOutcome(BatchStatus.COMPLETED_SUCCESSFULLY, List.of(), failed));
  }

  private static Stamp stamp(int time) {
    return new Stamp(Instant.EPOCH.plusSeconds(time), new UUID(0, time), time);
  }

  private void assertSame(DSLContext dsl, String when) {
    for (BatchId batch : Samples.BATCHES) {
      assertThat(BatchQuery.withFirstEssays(dsl, batch, EssayBudget.ESSAYS, PipelineEnds.READ))
          .as("%s, %s", when, batch)
          .isEqualTo(store.batches().find(batch));
    }
    for (UserId user : Samples.USERS) {
      for (int limit : List.of(1, 100)) {
        for (long offset : List.of(0, 1)) {
          for (StatusFilter filter : Samples.FILTERS) {
            var query = new UserBatchesQuery(user, filter, limit, offset);
            assertThat(UserBatches.page(dsl, query, PipelineEnds.READ))
                .as("%s, %s", when, query)
                .isEqualTo(store.batches().findByUser(query));
          }
        }
      }
    }
  }
}
