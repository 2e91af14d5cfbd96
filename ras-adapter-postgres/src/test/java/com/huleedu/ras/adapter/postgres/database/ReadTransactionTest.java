package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;

/** How long a process that is starved may leave a transaction alone. */
class ReadTransactionTest {
  private static final String IDLE = "show idle_in_transaction_session_timeout";

  /** Nobody waits for a reader; a list was a failed read where its process had no CPU for 5 s. */
  @Test
  void aReaderHasMoreTimeThanAWriterWhomOthersWaitFor() {
    try (PostgresFixture store = new PostgresFixture();
        HikariDataSource pool =
            DataSources.pool(
                new PostgresConfig(store.url(), null, null, null, 2), new SimpleMeterRegistry())) {
      Database database =
          new Database(
              pool,
              new OperationMetrics(new SimpleMeterRegistry()),
              new Readers(2, Duration.ofSeconds(1)));

      assertThat(database.<String>inTransaction(() -> database.run(Operation.PING, this::idle)))
          .isEqualTo("5s");
      assertThat(database.runOnSnapshot(Operation.GET_USER_BATCHES, this::idle)).isEqualTo("15s");
      assertThat(database.<String>run(Operation.PING, this::idle)).isEqualTo("5s");
    }
  }

  private String idle(DSLContext dsl) {
    return String.valueOf(dsl.fetchValue(IDLE));
  }
}
