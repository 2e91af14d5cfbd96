package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.Touched;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two writers whose facts give a status only together. One has written and not yet committed while
 * the other writes: neither sees the other's facts from the start, and the status has to be that of
 * both.
 */
class StatusRacesTest {
  private static final BatchId A = new BatchId("a");
  private static final BatchId B = new BatchId("b");
  private static final EssayId ESSAY = new EssayId("essay");
  private static final int ROUNDS = 150;

  /**
   * @param before what is there already
   * @param status of batch a, by all facts
   */
  record Race(
      String name,
      List<CompletionEvent> before,
      CompletionEvent one,
      CompletionEvent other,
      BatchStatus status) {

    Race reversed() {
      return new Race(name + ", reversed", before, other, one, status);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Race> races() {
    return Stream.of(
            new Race(
                "registration and outcome",
                List.of(),
                registered(1, A, Phase.NLP),
                outcome(2, Phase.NLP),
                BatchStatus.COMPLETED_SUCCESSFULLY),
            new Race(
                "two outcomes",
                List.of(registered(1, A, Phase.NLP, Phase.AI_FEEDBACK)),
                outcome(2, Phase.NLP),
                outcome(3, Phase.AI_FEEDBACK),
                BatchStatus.COMPLETED_SUCCESSFULLY),
            new Race(
                "registration and a result that names no batch",
                List.of(),
                registered(1, A),
                checked(2, null),
                BatchStatus.PROCESSING_PIPELINES),
            new Race(
                "a result that names no batch, and an outcome",
                List.of(registered(1, A)),
                checked(2, null),
                outcome(3, Phase.NLP),
                BatchStatus.PROCESSING_PIPELINES),
            new Race(
                "a result, and the move of its essay",
                List.of(registered(1, A), registered(0, B)),
                checked(3, A),
                registered(2, B),
                BatchStatus.AWAITING_CONTENT_VALIDATION),
            new Race(
                "the move of an essay, and an outcome",
                List.of(registered(1, A), checked(2, A)),
                registered(3, B),
                outcome(4, Phase.NLP),
                BatchStatus.COMPLETED_SUCCESSFULLY))
        .flatMap(race -> Stream.of(race, race.reversed()));
  }

  @ParameterizedTest
  @MethodSource("races")
  void bothCount(Race race) throws Exception {
    try (PostgresFixture store = new PostgresFixture();
        var threads = Executors.newFixedThreadPool(1)) {
      race.before().forEach(event -> store.record(Facts.fold(List.of(event))));
      Future<?> second =
          store
              .transactions()
              .inTransaction(() -> {
                store.batches().record(Facts.fold(List.of(race.one())));
                Future<?> other =
                    threads.submit(() -> store.record(Facts.fold(List.of(race.other()))));
                await().until(() -> other.isDone() || store.waitingForLocks() > 0);
                return other;
              });
      second.get();

      assertThat(store.batches().find(A).orElseThrow().status()).isEqualTo(race.status());
      StoredStatuses.assertDerived(store, race.name());
    }
  }

  /** A transaction that runs twice was a victim of a deadlock. */
  @Test
  void whoNamesNoBatchDoesNotDeadlockWithWhoDoes() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    try (PostgresFixture store = new PostgresFixture()) {
      store.record(Facts.fold(List.of(registered(1, A))));
      List<Callable<Void>> writers = new ArrayList<>();
      for (BatchId named : new BatchId[] {A, null}) {
        writers.add(() -> {
          for (int round = 0; round < ROUNDS; round++) {
            Facts facts = Facts.fold(List.of(checked(2 + round, named)));
            store.record(facts, runs::incrementAndGet);
          }
          return null;
        });
      }
      try (var threads = Executors.newFixedThreadPool(writers.size())) {
        for (var writer : threads.invokeAll(writers)) {
          writer.get();
        }
      }
      assertThat(runs).hasValue(2 * ROUNDS);
      StoredStatuses.assertDerived(store, "after all");
    }
  }

  /**
   * One learns of a claim that came after it had looked, by a batch that another holds, who waits
   * for this one: it goes again, instead of waiting until the server finds the circle.
   */
  @Test
  void whoLearnsLateOfAClaimWaitsForNobody() throws Exception {
    try (PostgresFixture store = new PostgresFixture();
        var threads = Executors.newFixedThreadPool(2)) {
      store
          .direct()
          .execute("alter database %s set deadlock_timeout = '1h'".formatted(name(store)));
      try (PostgresAdapter writers = store.adapter(PipelineEnds.READ)) {
        List<Future<?>> both =
            store
                .transactions()
                .inTransaction(() -> {
                  store.batches().record(Facts.fold(List.of(outcome(1, B, Phase.NLP))));
                  Future<?> late =
                      threads.submit(() ->
                          record(writers, checked(2, null), outcome(3, B, Phase.AI_FEEDBACK)));
                  awaitWaiting(store, 1);
                  record(writers, registered(4, A));
                  Future<?> holder =
                      threads.submit(() ->
                          record(writers, outcome(5, A, Phase.NLP), outcome(6, B, Phase.NLP)));
                  awaitWaiting(store, 2);
                  return List.of(late, holder);
                });
        for (Future<?> one : both) {
          one.get();
        }
      }
      assertThat(store.storedFacts().essays().keySet()).containsExactly(ESSAY);
      StoredStatuses.assertDerived(store, "after both");
    }
  }

  /** Whose answers change has to be told, or the cache keeps the old ones. */
  @Test
  void whoIsLearntOfLateIsTouched() throws Exception {
    try (PostgresFixture store = new PostgresFixture();
        PostgresAdapter writers = store.adapter(PipelineEnds.READ);
        var threads = Executors.newFixedThreadPool(1)) {
      Future<Touched> late =
          store
              .transactions()
              .inTransaction(() -> {
                store.batches().record(Facts.fold(List.of(outcome(1, B, Phase.NLP))));
                Future<Touched> waiting =
                    threads.submit(
                        () -> record(writers, checked(2, null), outcome(3, B, Phase.AI_FEEDBACK)));
                awaitWaiting(store, 1);
                record(writers, registered(4, A));
                return waiting;
              });

      assertThat(late.get().batches()).containsExactlyInAnyOrder(A, B);
      StoredStatuses.assertDerived(store, "after both");
    }
  }

  private static String name(PostgresFixture store) {
    return store
        .direct()
        .fetchSingle("select quote_ident(current_database())")
        .get(0, String.class);
  }

  private static Touched record(PostgresAdapter adapter, CompletionEvent... events) {
    Facts facts = Facts.fold(List.of(events));
    return adapter.transactions().inTransaction(() -> adapter.batchRepository().record(facts));
  }

  private static void awaitWaiting(PostgresFixture store, int writers) {
    await().until(() -> store.waitingForLocks() == writers);
  }

  /** With the essay. */
  private static BatchRegistered registered(int second, BatchId batch, Phase... phases) {
    Registration registration =
        new Registration(new UserId("user"), 1, List.of(ESSAY), List.of(phases));
    return new BatchRegistered(stamp(second), null, batch, registration);
  }

  private static PhaseOutcomeAnnounced outcome(int second, Phase phase) {
    return outcome(second, A, phase);
  }

  private static PhaseOutcomeAnnounced outcome(int second, BatchId batch, Phase phase) {
    return new PhaseOutcomeAnnounced(
        stamp(second),
        null,
        batch,
        phase,
        new PhaseOutcome(BatchStatus.COMPLETED_SUCCESSFULLY, List.of(ESSAY), List.of()));
  }

  private static SpellcheckCompleted checked(int second, @Nullable BatchId batch) {
    SpellcheckResult result =
        new SpellcheckResult(ProcessingStage.COMPLETED, 1L, null, new TextId("text"), null);
    return new SpellcheckCompleted(stamp(second), null, ESSAY, batch, result);
  }

  private static Stamp stamp(int second) {
    return new Stamp(Instant.EPOCH.plusSeconds(second), new UUID(0, second), second);
  }
}
