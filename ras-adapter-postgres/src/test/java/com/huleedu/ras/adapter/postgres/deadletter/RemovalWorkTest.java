package com.huleedu.ras.adapter.postgres.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.adapter.postgres.database.DataSources;
import com.huleedu.ras.adapter.postgres.database.Database;
import com.huleedu.ras.adapter.postgres.database.Operation;
import com.huleedu.ras.adapter.postgres.database.OperationMetrics;
import com.huleedu.ras.adapter.postgres.database.Readers;
import com.huleedu.ras.domain.port.deadletter.LogBeginnings.Beginning;
import com.huleedu.ras.domain.port.projection.Partition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Removing looks at what Kafka no longer has, not at all letters: a log that is kept for ever keeps
 * its settled letters for ever, and they are looked for every hour.
 */
class RemovalWorkTest {
  private static final int PARTITIONS = 4;
  private static final int LETTERS = 20_000;
  private static final Instant LONG_AFTER = Instant.parse("2026-06-01T00:00:00Z");

  private static final String OF_A_LONG_LOG =
      """
      with stored as (
        insert into dead_letters (topic, topic_id, partition, kafka_offset, timestamp_millis,
          header_names, header_values, error_type, error_detail, dead_lettered_at, state)
        select 't', 'id', n %% %d, n, 0, '{}', '{}', 'not_json', '', '2026-01-01', 'discarded'
        from generate_series(1, %d) as n
        returning id, dead_lettered_at)
      insert into dead_letter_history (letter_id, entered_at, action, detail)
      select id, dead_lettered_at, 'discarded', '' from stored
      """
          .formatted(PARTITIONS, LETTERS);

  private static final String LOOKED_AT =
      "select sum(idx_tup_fetch + seq_tup_read) from pg_stat_xact_user_tables"
          + " where relname in ('dead_letters', 'dead_letter_history')";

  @Test
  void isInProportionToWhatGoes() {
    try (PostgresFixture store = new PostgresFixture();
        var pool = DataSources.pool(config(store), store.registry())) {
      store.direct().execute(OF_A_LONG_LOG);
      store.direct().execute("analyze");
      Database database =
          new Database(
              pool, new OperationMetrics(store.registry()), new Readers(2, Duration.ofSeconds(1)));

      long looked =
          database.inTransaction(() -> {
            assertThat(removeBefore(database, 41)).isEqualTo(40);
            return database.run(
                Operation.PING, dsl -> ((Number) dsl.fetchValue(LOOKED_AT)).longValue());
          });
      assertThat(looked).isBetween(40L, LETTERS / 20L);
    }
  }

  private static PostgresConfig config(PostgresFixture store) {
    return new PostgresConfig(store.url(), null, null, 2);
  }

  private static int removeBefore(Database database, long offset) {
    List<Beginning> beginnings =
        IntStream.range(0, PARTITIONS)
            .mapToObj(number -> new Beginning(new Partition("t", number), "id", offset))
            .toList();
    return new PostgresSettledDeadLetters(database).remove(LONG_AFTER, beginnings, 100);
  }
}
