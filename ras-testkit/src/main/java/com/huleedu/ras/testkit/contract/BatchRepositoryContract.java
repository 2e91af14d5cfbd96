package com.huleedu.ras.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.testkit.history.Histories;
import com.huleedu.ras.testkit.history.Picture;
import com.huleedu.ras.testkit.history.Samples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BatchRepository} promises: it answers as if it had folded the events itself,
 * however they came.
 */
public abstract class BatchRepositoryContract {
  private static final int SEEDS = 12;
  private static final int EVENTS = 60;
  private static final int WRITERS = 4;

  private StoreFixture store;
  private BatchRepository batches;

  /** For the adapter's own test class. */
  protected BatchRepositoryContract() {}

  /** The adapter under test on an empty store. */
  protected abstract StoreFixture emptyStore();

  @BeforeEach
  public void openStore() {
    store = emptyStore();
    batches = store.batches();
  }

  @Test
  public void aBatchIsVisibleFromItsRegistrationOn() {
    Facts results = Facts.fold(Example.resultsOfAda());
    record(results);
    assertThat(batches.find(Example.BATCH)).isEmpty();
    assertThat(page(Example.ADA).batches()).isEmpty();
    assertThat(page(Example.ADA).total()).isZero();

    Facts registration = Facts.fold(List.of(Example.registeredByAda()));
    record(registration);
    assertThat(batches.find(Example.BATCH))
        .isPresent()
        .isEqualTo(Picture.of(results.merge(registration)).find(Example.BATCH));
    assertThat(page(Example.ADA).total()).isOne();
  }

  @Test
  public void anUnknownBatchIsEmptyAndAnUnknownUserHasNone() {
    record(Facts.fold(List.of(Example.registeredByAda())));
    assertThat(batches.find(new BatchId("unknown"))).isEmpty();
    assertThat(batches.find(Example.BATCH)).isPresent();
    assertThat(page(new UserId("nobody"))).isEqualTo(new BatchPage(List.of(), 0));
  }

  @Test
  public void anErrorIsFoundWholeWhereItsEssayIsVisible() {
    String error = "{\"why\":\"" + "ä\uD83D\uDE00".repeat(1_000) + "\"}";
    record(Facts.fold(List.of(Example.spellcheckFailed(error))));
    assertThat(batches.findSpellcheckError(Example.BATCH, Example.ESSAY)).isEmpty();

    record(Facts.fold(List.of(Example.registeredByAda())));
    assertThat(batches.findSpellcheckError(Example.BATCH, Example.ESSAY))
        .map(body -> new String(body.utf8(), StandardCharsets.UTF_8))
        .contains(error);
    assertThat(batches.findSpellcheckError(Example.OTHER_BATCH, Example.ESSAY)).isEmpty();
    assertThat(batches.findSpellcheckError(Example.BATCH, new EssayId("other"))).isEmpty();
  }

  @Test
  public void answersAsTheFoldOfAllEventsDoes() {
    Facts all = Facts.fold(List.of());
    for (int seed = 1; seed <= SEEDS; seed++) {
      List<CompletionEvent> history = Histories.random(seed, EVENTS);
      for (List<CompletionEvent> poll :
          Histories.polls(Histories.redelivered(history, seed), seed)) {
        Facts facts = Facts.fold(poll);
        all = all.merge(facts);
        Touched touched = record(facts);
        assertTouched(touched, Picture.of(all).touchedBy(facts), seed);
      }
      assertAnswers(all, "seed " + seed);
    }
  }

  @Test
  public void severalWritersAtOnceDoNoHarm() throws Exception {
    List<CompletionEvent> history = Histories.random(99, 3 * EVENTS);
    List<Callable<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      List<List<CompletionEvent>> polls =
          Histories.polls(Histories.redelivered(history, writer), writer);
      writers.add(() -> {
        polls.forEach(poll -> record(Facts.fold(poll)));
        return null;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      for (var writer : threads.invokeAll(writers)) {
        writer.get();
      }
    }
    assertAnswers(Facts.fold(history), "several writers");
  }

  /** Each of these changes the answer; none claims an essay. */
  @Test
  public void whatNamesTheBatchAloneTouchesAndChangesIt() {
    for (CompletionEvent event : Example.eventsOfTheBatchAlone()) {
      record(Facts.fold(List.of(event)));
    }
    assertThat(batches.find(Example.BATCH)).isEmpty();
    Facts all = Facts.fold(List.of(Example.registeredByAda()));
    record(all);
    assertThat(batches.find(Example.BATCH)).isPresent();
    for (CompletionEvent event : Example.eventsOfTheBatchAlone()) {
      Facts facts = Facts.fold(List.of(event));
      Touched touched = record(facts);
      assertThat(touched.batches()).contains(Example.BATCH);
      assertThat(touched.users()).contains(Example.ADA);
      all = all.merge(facts);
    }
    assertThat(batches.find(Example.BATCH)).isEqualTo(Picture.of(all).find(Example.BATCH));
  }

  /** An older version may have read past something in the same message. */
  @Test
  public void anEventThatIsReadAgainWritesItsRegisterAgain() {
    record(Facts.fold(List.of(Example.registeredByAda())));
    assertThat(batches.find(Example.BATCH)).map(Batch::classId).isEmpty();
    record(Facts.fold(List.of(Example.registeredByAdaWithClass("7b"))));
    assertThat(batches.find(Example.BATCH)).map(Batch::classId).contains("7b");
    assertThat(batches.find(Example.BATCH)).map(Batch::promptRef).contains("{\"p\":1}");
  }

  @Test
  public void touchesWhoeverMayShowAChange() {
    Touched first = record(Facts.fold(List.of(Example.registeredByAda())));
    assertThat(first.batches()).contains(Example.BATCH);
    assertThat(first.users()).contains(Example.ADA);
    record(Facts.fold(List.of(Example.registeredByGrace())));
    record(Facts.fold(List.of(Example.otherBatchClaimsTheEssay())));

    Facts result = Facts.fold(Example.resultsOfAda().subList(0, 1));
    Touched once = record(result);
    assertThat(once.batches()).contains(Example.BATCH, Example.OTHER_BATCH);
    assertThat(once.users()).contains(Example.ADA, Example.GRACE);

    Touched again = record(result);
    assertThat(again.batches()).containsAll(once.batches());
    assertThat(again.users()).containsAll(once.users());
  }

  private Touched record(Facts facts) {
    return store.transactions().inTransaction(() -> batches.record(facts));
  }

  private BatchPage page(UserId user) {
    return batches.findByUser(new UserBatchesQuery(user, new StatusFilter.All(), 20, 0));
  }

  private static void assertTouched(Touched actual, Touched expected, int seed) {
    assertThat(actual.batches()).as("seed %d", seed).containsAll(expected.batches());
    assertThat(actual.users()).as("seed %d", seed).containsAll(expected.users());
  }

  private void assertAnswers(Facts facts, String when) {
    Picture expected = Picture.of(facts);
    assertThat(expected.batches()).as(when).isNotEmpty();
    for (BatchId batch : Samples.BATCHES) {
      assertThat(batches.find(batch)).as("%s, %s", when, batch).isEqualTo(expected.find(batch));
      essaysQueries(batch)
          .forEach(query ->
              assertThat(batches.findEssays(query))
                  .as("%s, %s", when, query)
                  .isEqualTo(expected.findEssays(query)));
    }
    queries()
        .forEach(query ->
            assertThat(batches.findByUser(query))
                .as("%s, %s", when, query)
                .isEqualTo(expected.findByUser(query)));
  }

  private static Stream<EssaysQuery> essaysQueries(BatchId batch) {
    return Stream.of(
        new EssaysQuery(batch, null, 1_000),
        new EssaysQuery(batch, null, 2),
        new EssaysQuery(batch, new EssayId("e2"), 1),
        new EssaysQuery(batch, new EssayId("\uFFFD"), 3));
  }

  private static Stream<UserBatchesQuery> queries() {
    return Samples.USERS.stream()
        .flatMap(user ->
            Samples.FILTERS.stream()
                .flatMap(filter ->
                    Stream.of(
                        new UserBatchesQuery(user, filter, 100, 0),
                        new UserBatchesQuery(user, filter, 2, 1),
                        new UserBatchesQuery(user, filter, 1, 1_000_000_000_000L))));
  }
}
