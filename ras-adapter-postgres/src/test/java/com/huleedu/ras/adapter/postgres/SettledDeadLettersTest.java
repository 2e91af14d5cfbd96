package com.huleedu.ras.adapter.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.deadletter.LogBeginnings.Beginning;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Only letters that are settled, old, and no longer in the log go. */
class SettledDeadLettersTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final List<Beginning> FROM_TEN =
      List.of(
          new Beginning(new Partition("t", 0), "id", 10),
          new Beginning(new Partition("t", 1), "id", 0));

  private final PostgresFixture store = new PostgresFixture();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void goWithTheirHistoryOnceKafkaNoLongerHasTheirMessages() {
    letter("id", 0, 9, "discarded", LONG_AGO);
    letter("id", 0, 8, "replayed", LONG_AGO);
    letter("former id", 1, 99, "replayed", LONG_AGO);
    letter("id", 0, 7, "open", LONG_AGO);
    letter("id", 0, 10, "discarded", LONG_AGO);
    letter("id", 1, 5, "replayed", LONG_AGO);
    letter("id", 0, 6, "discarded", NOW);
    letter("id", 2, 1, "discarded", LONG_AGO);

    assertThat(remove(1)).isEqualTo(1);
    assertThat(remove(10)).isEqualTo(2);
    assertThat(remove(10)).isZero();
    assertThat(left())
        .hasToString("[0/7 open, 0/10 discarded, 1/5 replayed, 0/6 discarded, 2/1 discarded]");
    assertThat(store.direct().fetchValues("select count(*) from dead_letter_history"))
        .hasToString("[10]");
  }

  /** The topic that has the name now may have fewer partitions than the former one. */
  @Test
  void goWithTheTopicTheyWereOfWhateverItsPartitionsWere() {
    letter("former id", 2, 1, "discarded", LONG_AGO);
    letter("of yore", 2, 1, "replayed", LONG_AGO);
    letter("former id", 2, 2, "open", LONG_AGO);
    letter("former id", 2, 3, "discarded", NOW);

    assertThat(remove(10)).isEqualTo(2);
    assertThat(left()).hasToString("[2/2 open, 2/3 discarded]");
  }

  /** A swap stores what letters its side has, and would bring it back as an open one. */
  @ParameterizedTest
  @EnumSource
  void stayWhileAModelBesideTheLiveOneHasThem(SideModels.Kind kind) {
    letter("id", 0, 9, "discarded", LONG_AGO);
    letter("id", 0, 8, "replayed", LONG_AGO);
    try (SideModels models = store.adapter().sideModels();
        SideModel side = models.open(kind)) {
      side.create();
      letterBeside(kind, 9);

      assertThat(remove(10)).isEqualTo(1);
      assertThat(left()).hasToString("[0/9 discarded]");
      side.drop();
    }
    assertThat(remove(10)).isEqualTo(1);
  }

  private void letterBeside(SideModels.Kind kind, long offset) {
    String schema = kind == SideModels.Kind.REBUILT ? "ras_rebuild" : "ras_previous";
    String columns =
        "topic, topic_id, partition, kafka_offset, timestamp_millis, header_names,"
            + " header_values, error_type, error_detail, dead_lettered_at";
    store
        .direct()
        .execute(
            "insert into %2$s.dead_letters (%1$s) select %1$s from dead_letters where kafka_offset = %3$d"
                .formatted(columns, schema, offset));
  }

  private List<?> left() {
    return store
        .direct()
        .fetchValues(
            "select partition || '/' || kafka_offset || ' ' || state from dead_letters order by id");
  }

  private int remove(int atMost) {
    return store.adapter().settledDeadLetters().remove(NOW.minusSeconds(3_600), FROM_TEN, atMost);
  }

  /** One that was stored long ago, and is what it is since that time. */
  private void letter(String topicId, int partition, long offset, String state, Instant since) {
    store
        .direct()
        .execute(
            """
            with stored as (
              insert into dead_letters (topic, topic_id, partition, kafka_offset, timestamp_millis,
                header_names, header_values, error_type, error_detail, dead_lettered_at, state)
              values ('t', ?, ?, ?, 0, '{}', '{}', 'not_json', '', ?::timestamptz, ?)
              returning id, dead_lettered_at)
            insert into dead_letter_history (letter_id, entered_at, action, detail)
            select id, dead_lettered_at, 'dead_lettered', '' from stored
            union all
            select id, ?::timestamptz, 'discarded', '' from stored
            """,
            topicId,
            partition,
            offset,
            LONG_AGO.toString(),
            state,
            since.toString());
  }
}
