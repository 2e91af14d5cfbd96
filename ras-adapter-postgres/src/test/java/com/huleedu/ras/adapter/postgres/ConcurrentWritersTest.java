package com.huleedu.ras.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.testkit.Histories;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guarantee G2 on PostgreSQL: whoever applied the events, and how often, the rows are the fold. */
class ConcurrentWritersTest {
  private static final int EVENTS = 1_500;
  private static final int WRITERS = 6;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rowsEqualTheFoldWhateverTheWritersDid(long seed) throws Exception {
    List<CompletionEvent> history = Histories.random(seed, EVENTS);
    try (PostgresFixture store = new PostgresFixture();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      List<Callable<Void>> writers =
          IntStream.range(0, WRITERS)
              .<Callable<Void>>mapToObj(writer -> () -> write(store, history, seed + writer))
              .toList();
      for (var writer : threads.invokeAll(writers)) {
        writer.get();
      }
      assertThat(store.storedFacts()).as("seed %d", seed).isEqualTo(Facts.fold(history));
      System.err.println(
          "DEADLOCKS "
              + store
                  .direct()
                  .fetchValue(
                      "select deadlocks from pg_stat_database where datname = current_database()"));
    }
  }

  private static Void write(PostgresFixture store, List<CompletionEvent> history, long seed) {
    List<CompletionEvent> delivered = Histories.redelivered(history, seed);
    Histories.polls(delivered, seed).forEach(poll -> store.record(Facts.fold(poll)));
    return null;
  }
}
