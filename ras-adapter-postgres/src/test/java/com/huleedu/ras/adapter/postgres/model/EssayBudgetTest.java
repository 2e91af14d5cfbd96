package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.val;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.testkit.history.Histories;
import com.huleedu.ras.testkit.history.Picture;
import com.huleedu.ras.testkit.history.Samples;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EssayBudgetTest {
  private static final int SEEDS = 8;
  private static final int MEBIBYTE = 1_048_576;
  private static final UserId USER = new UserId("user");

  private final PostgresFixture store = new PostgresFixture();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @AfterEach
  void close() {
    store.close();
  }

  /** Whatever is cut: all that is not the list itself is as if it were whole. */
  @Test
  void aCutBatchSaysWhatTheWholeOneDoes() {
    Facts all = Facts.fold(List.of());
    for (int seed = 1; seed <= SEEDS; seed++) {
      Facts facts = Facts.fold(Histories.random(seed, 60));
      all = all.merge(facts);
      store.record(facts);
      List<Batch> whole =
          Picture.of(all).batches().stream()
              .sorted(Comparator.comparing(Batch::createdAt).reversed().thenComparing(Batch::batch))
              .toList();
      EssayWeights weights = EssayWeights.of(all);
      String when = "seed " + seed;
      store
          .direct()
          .connection(connection ->
              assertCut(DSL.using(connection, SQLDialect.POSTGRES), whole, weights, when));
    }
  }

  private static void assertCut(
      DSLContext dsl, List<Batch> whole, EssayWeights weights, String when) {
    for (int budget : List.of(0, 1, 3, 6, 9)) {
      assertThat(BatchQuery.byIds(dsl, Samples.BATCHES, budget, PipelineEnds.READ))
          .as("%s, budget %d", when, budget)
          .isEqualTo(within(budget, whole, weights));
      for (Batch batch : whole) {
        assertThat(BatchQuery.withFirstEssays(dsl, batch.batch(), budget, PipelineEnds.READ))
            .as("%s, budget %d", when, budget)
            .contains(first(budget, batch, weights));
      }
    }
  }

  /** The contract's sentences, batch after batch. */
  private static List<Batch> within(int budget, List<Batch> whole, EssayWeights weights) {
    List<Batch> page = new ArrayList<>();
    int together = 0;
    for (Batch batch : whole) {
      int essays = weights.of(batch.essays());
      together += essays <= budget ? essays : 0;
      boolean fits = essays == 0 || (essays <= budget && together <= budget);
      page.add(fits ? batch : first(0, batch, weights));
    }
    return page;
  }

  private static Batch first(int budget, Batch batch, EssayWeights weights) {
    return weights.of(batch.essays()) <= budget
        ? batch
        : new Batch(
            batch.batch(),
            batch.owner(),
            batch.status(),
            batch.essayCount(),
            batch.completedEssayCount(),
            batch.failedEssayCount(),
            batch.requestedPhases(),
            batch.requestedPhasesCut(),
            batch.currentPhase(),
            weights.first(budget, batch.essays()),
            true,
            batch.createdAt(),
            batch.lastUpdated(),
            batch.processingStartedAt(),
            batch.processingCompletedAt(),
            batch.assignment(),
            batch.promptRef(),
            batch.classId(),
            batch.rejectedFiles());
  }

  /**
   * Of results at one time, ids decide, and of one id the digest: the phase at work is at stake.
   */
  @ParameterizedTest
  @CsvSource({"1, 1, 3, 1, 2, 1", "7, 1, 7, 3, 7, 2", "7, -1, 7, 3, 7, 2"})
  void resultsOfOneTimeAreInTheOrderOfTheirStamps(
      long id, long digest, long newestId, long newestDigest, long cjId, long cjDigest) {
    BatchId batch = new BatchId("b");
    List<EssayId> essays = List.of(new EssayId("e1"), new EssayId("e2"));
    Registration registration = new Registration(USER, 2, essays, List.of());
    store.record(
        Facts.fold(
            List.of(
                new BatchRegistered(stamp(0, 0), null, batch, registration),
                spellchecked(stamp(newestId, newestDigest), essays.getFirst()),
                spellchecked(stamp(id, digest), essays.getLast()),
                new CjAssessmentCompleted(
                    stamp(cjId, cjDigest),
                    null,
                    batch,
                    Map.of(essays.getFirst(), new CjResult(1L, 0.5))))));

    assertThat(store.batches().find(batch).orElseThrow().currentPhase())
        .isEqualTo(Phase.SPELLCHECK);
    assertThat(
            BatchQuery.byIds(store.direct(), List.of(batch), 1, PipelineEnds.READ)
                .getFirst()
                .currentPhase())
        .isEqualTo(Phase.SPELLCHECK);
  }

  private static SpellcheckCompleted spellchecked(Stamp stamp, EssayId essay) {
    return new SpellcheckCompleted(
        stamp,
        null,
        essay,
        null,
        new SpellcheckResult(ProcessingStage.COMPLETED, null, null, new TextId("t"), null));
  }

  private static Stamp stamp(long id, long digest) {
    return new Stamp(Instant.EPOCH, new UUID(0, id), digest);
  }

  @Test
  void aPageIsReadWithinTheBudget() {
    // The third no longer fits; the fourth is too large for any answer, and takes no room.
    fill(List.of(9_000, 9_000, 9_000, 40_000, 2_000));
    UserBatchesQuery query = new UserBatchesQuery(USER, new StatusFilter.All(), 100, 0);
    store.batches().findByUser(query); // classes are loaded once
    long before = threads.getCurrentThreadAllocatedBytes();
    BatchPage page = store.batches().findByUser(query);
    long read = threads.getCurrentThreadAllocatedBytes() - before;

    System.out.printf("a page of 69,000 essays: %d bytes allocated%n", read);
    assertThat(page.batches())
        .extracting(batch -> batch.essays().size())
        .containsExactly(9_000, 9_000, 0, 0, 0);
    assertThat(page.batches())
        .extracting(Batch::essaysCut)
        .containsExactly(false, false, true, true, true);
    assertThat(page.batches())
        .extracting(Batch::completedEssayCount)
        .containsExactly(9_000L, 9_000L, 9_000L, 40_000L, 2_000L);
    assertThat(read).as("bytes allocated").isLessThan(512L * MEBIBYTE);
  }

  @Test
  void aSingleBatchHasItsFirstEssaysAndAllOfThemInPages() {
    fill(List.of(EssayBudget.ESSAYS, EssayBudget.ESSAYS + 1));
    assertThat(find(1).essaysCut()).isFalse();
    assertThat(find(1).essays()).hasSize(EssayBudget.ESSAYS);
    assertThat(find(2).essaysCut()).isTrue();
    assertThat(find(2).essays())
        .map(EssayResult::essay)
        .isEqualTo(ids().limit(EssayBudget.ESSAYS).toList());

    List<EssayId> read = new ArrayList<>();
    EssayPage page = page(null);
    while (page.next() != null) {
      page.essays().forEach(essay -> read.add(essay.essay()));
      page = page(page.next());
    }
    page.essays().forEach(essay -> read.add(essay.essay()));
    assertThat(read).isEqualTo(ids().sorted().toList());
  }

  /** Results claim essays for a batch as well; no registration bounds how many. */
  @Test
  void membersThatNoRegistrationListsCount() {
    fill(List.of(EssayBudget.ESSAYS + 1));
    store.direct().execute("update batch_results set essay_ids = '{}'");
    store.direct().execute("update phase_outcomes set processed_ids = '{}'");
    assertThat(find(1).essaysCut()).isTrue();
    assertThat(find(1).essays()).hasSize(EssayBudget.ESSAYS);
  }

  /** Each page has a budget of errors to itself. */
  @Test
  void errorsOfAPageAreCutAndMarked() {
    fill(List.of(2_000));
    store.direct().execute("update essay_results set spellcheck_error = repeat('ü', 600)");
    EssayPage page =
        store.batches().findEssays(new EssaysQuery(new BatchId("b1"), null, 1_000)).orElseThrow();
    assertThat(page.essays()).hasSize(1_000).allMatch(EssayResult::spellcheckErrorCut);
    page = store.batches().findEssays(new EssaysQuery(new BatchId("b1"), null, 400)).orElseThrow();
    assertThat(page.essays()).hasSize(400).noneMatch(EssayResult::spellcheckErrorCut);
  }

  private EssayPage page(@Nullable EssayId after) {
    return store
        .batches()
        .findEssays(new EssaysQuery(new BatchId("b2"), after, EssaysQuery.MAX_LIMIT))
        .orElseThrow();
  }

  private Batch find(int batch) {
    return store.batches().find(new BatchId("b" + batch)).orElseThrow();
  }

  /** Of the second batch, in the order of its registration. */
  private static Stream<EssayId> ids() {
    return IntStream.rangeClosed(1, EssayBudget.ESSAYS + 1)
        .mapToObj(essay -> new EssayId("essay-of-a-large-batch-2-" + essay));
  }

  /** Batches of so many essays, the first of them the newest, each spellchecked and registered. */
  private void fill(List<Integer> sizes) {
    store
        .direct()
        .execute(
            """
            with size as (select n, b from unnest({0}) with ordinality as s (n, b)),
            batch as (
              insert into batch_results
              select 'b' || b, timestamptz '2026-03-01 08:00:00Z', gen_random_uuid(), 0, {1}, n,
                array(select 'essay-of-a-large-batch-' || b || '-' || e from generate_series(1, n) as e),
                '{}', timestamptz '2026-03-01 08:00:00Z' - b * interval '1 s', '{}'
              from size returning *),
            outcome as (
              insert into phase_outcomes
              select batch_id, 'spellcheck', registered_at, registered_event_id, 0,
                'completed_successfully', essay_ids, '{}', registered_at
              from batch)
            insert into essay_results
            select essay, batch_id, true, registered_at, registered_event_id, 0, array[batch_id],
              registered_at, registered_event_id, 0, 'completed', 3, 'corrected-' || essay,
              'original-' || essay, null, null, null, null, null, null, registered_at
            from batch, unnest(essay_ids) as essay
            """,
            val(sizes.toArray(Integer[]::new)), val(USER.value()));
  }
}
