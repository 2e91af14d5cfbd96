package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Readers that have all they may have keep nobody from projecting and from watching. */
class ReadersTest {
  private static final Partition PARTITION = new Partition("topic", 0);

  @Test
  void slowReadersStarveNeitherTheProjectionNorHealth() throws Exception {
    try (PostgresFixture store = new PostgresFixture();
        var threads = Executors.newFixedThreadPool(12)) {
      store.positions().begin(List.of(new Position(PARTITION, "id", 0)));
      List<Future<?>> readers = new ArrayList<>();
      try (Connection other = DriverManager.getConnection(store.url());
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("lock table batch_results in access exclusive mode");
        for (int i = 0; i < 12; i++) {
          BatchId batch = new BatchId("batch " + i);
          readers.add(threads.submit(() -> store.batches().find(batch)));
        }
        await().until(() -> store.waitingForLocks() >= 4);
        await().until(() -> waiting(store) > 0);

        assertThat(
                store
                    .transactions()
                    .inTransaction(() ->
                        store
                            .positions()
                            .advance(
                                List.of(new Advance(PARTITION, 0, 1)),
                                store.positions().lineage())))
            .isTrue();
        assertThat(store.deadLetterArchive().countOpen(10)).isZero();
        store.adapter().ping();
        assertThatThrownBy(() -> store.batches().find(new BatchId("one too many")))
            .isInstanceOf(UnavailableException.class)
            .hasMessageContaining("connections for readers are busy")
            .hasMessageNotContaining("PostgreSQL");
        assertThatThrownBy(() -> removeOldDeadLetters(store))
            .as("what can wait takes none of the connections that are set aside")
            .hasMessageContaining("connections for readers are busy");
        other.rollback();
      }
      assertThat(readers.stream().filter(ReadersTest::answered).count()).isGreaterThanOrEqualTo(4);
    }
  }

  private static double waiting(PostgresFixture store) {
    return store.registry().get("ras.db.readers.waiting").gauge().value();
  }

  private static int removeOldDeadLetters(PostgresFixture store) {
    return store.adapter().settledDeadLetters().remove(Instant.EPOCH, List.of(), 1);
  }

  private static boolean answered(Future<?> reader) {
    try {
      return reader.get() != null;
    } catch (ExecutionException busy) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
