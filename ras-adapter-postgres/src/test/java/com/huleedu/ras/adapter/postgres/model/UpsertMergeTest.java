package com.huleedu.ras.adapter.postgres.model;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.testkit.history.Histories;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The merge in SQL, held against {@link Facts#merge} event by event. */
class UpsertMergeTest {
  /** Of half as many one of the planted mistakes was noticed by none. */
  private static final int PAIRS = 80;

  private static PostgresFixture store;

  @BeforeAll
  static void open() {
    store = new PostgresFixture();
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @Test
  void mergesEachPairAsTheDomainDoesInEitherOrder() {
    for (int seed = 1; seed <= PAIRS; seed++) {
      // Few ids and few times, so that many pairs are about the same thing and many stamps tie.
      List<CompletionEvent> pair = Histories.random(seed, 12);
      Facts first = Facts.fold(pair.subList(0, 6));
      Facts second = Facts.fold(pair.subList(6, 12));
      assertMerges(first, second, seed);
      assertMerges(second, first, seed);
    }
  }

  private static void assertMerges(Facts stored, Facts added, int seed) {
    store.clear();
    store.record(stored);
    assertThat(store.storedFacts()).as("seed %d", seed).isEqualTo(stored);
    store.record(added);
    assertThat(store.storedFacts()).as("seed %d", seed).isEqualTo(stored.merge(added));
    assertThat(places()).as("seed %d", seed).isEqualTo(places(stored.merge(added)));
    assertThat(arraysThatAreNoSortedSets()).as("seed %d", seed).isZero();
  }

  /** Read as sets they would be equal; stored, each merge would add to them. */
  private static int arraysThatAreNoSortedSets() {
    return store
        .direct()
        .fetch(
            """
            select ids from (select owners from batch_results
            union all select claimants from essay_results) as s (ids)
            where ids <> array(select distinct e from unnest(ids) as u (e) order by e)
            """)
        .size();
  }

  /** Every row of a batch, those without a registration, too. */
  private static Set<String> places() {
    return new TreeSet<>(
        store
            .direct()
            .select(BATCH_RESULTS.BATCH_ID)
            .from(BATCH_RESULTS)
            .fetch(BATCH_RESULTS.BATCH_ID));
  }

  /**
   * Which there have to be whatever the order: a claim that lost leaves its place, too, and an
   * outcome, a run or a rejected file has one.
   */
  private static Set<String> places(Facts facts) {
    Set<String> places = new TreeSet<>();
    facts.batches().keySet().forEach(batch -> places.add(batch.value()));
    facts.pipelines().keySet().forEach(batch -> places.add(batch.value()));
    facts.outcomes().keySet().forEach(outcome -> places.add(outcome.batch().value()));
    facts.rejectedFiles().keySet().forEach(file -> places.add(file.batch().value()));
    facts.essays().values().stream()
        .flatMap(essay -> essay.claimants().stream())
        .forEach(batch -> places.add(batch.value()));
    return places;
  }

  /** The first generation read past some of what it stored; whoever reads it again fills that. */
  @Test
  void whatTheFirstGenerationReadPastIsFilled() {
    Facts facts = Facts.fold(Histories.random(2, 200));
    store.clear();
    store.record(facts);
    store
        .direct()
        .execute(
            "update batch_results set student_prompt_ref = null, class_id = null, flat = null");
    store.direct().execute("update essay_results set cj_run = null");
    assertThat(store.storedFacts()).isNotEqualTo(facts);

    store.record(facts);
    assertThat(store.storedFacts()).isEqualTo(facts);
  }

  @Test
  void whatChangesNothingWritesNothing() {
    Facts facts = Facts.fold(Histories.random(1, 200));
    store.clear();
    store.record(facts);
    List<Long> before = versions();
    store.record(facts);
    assertThat(versions()).isNotEmpty().isEqualTo(before);
  }

  /** Which transaction wrote each row. */
  private static List<Long> versions() {
    return store
        .direct()
        .fetchValues(
            """
            select xmin::text::bigint from batch_results
            union all select xmin::text::bigint from batch_pipelines
            union all select xmin::text::bigint from phase_outcomes
            union all select xmin::text::bigint from rejected_files
            union all select xmin::text::bigint from essay_results
            order by 1
            """)
        .stream()
        .map(Long.class::cast)
        .toList();
  }
}
