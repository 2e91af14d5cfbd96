package com.huleedu.ras.adapter.postgres.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.deadletter.DeadLetters;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Letters while a swap goes on: nobody replays one unseen, and no reader waits for their number.
 */
class HeldLettersTest {
  /** The first one: that of {@link #begin}. */
  private static final DeadLetterId LETTER = new DeadLetterId(1);

  /** Notes each letter that anybody tries to insert, and refuses them where readers wait. */
  private static final String WATCH =
      """
      create table inserted (schema text, kafka_offset bigint);
      create function watch() returns trigger language plpgsql as $$
      begin
        if exists (select from pg_locks where pid = pg_backend_pid()
          and mode = 'AccessExclusiveLock' and relation = 'ras.batch_results'::regclass) then
          raise exception 'readers wait';
        end if;
        insert into ras.inserted values (tg_table_schema, new.kafka_offset);
        return new;
      end $$;
      create trigger watched before insert on ras.dead_letters
        for each row execute function watch();
      create trigger watched before insert on ras_rebuild.dead_letters
        for each row execute function watch()
      """;

  private final PostgresFixture store = new PostgresFixture();
  private final DeadLetterArchive archive = store.deadLetterArchive();
  private final SideModels models = store.adapter().sideModels();
  private final SideModel side = models.open(SideModels.Kind.REBUILT);
  private final ExecutorService threads = Executors.newFixedThreadPool(1);

  @BeforeEach
  void begin() {
    side.create();
    refuse(store.deadLetters(), 1);
    side.begin(List.of(), false);
    side.findDiffering();
  }

  @AfterEach
  void close() {
    threads.close();
    side.close();
    models.close();
    store.close();
  }

  private static void refuse(DeadLetters letters, long offset) {
    RawMessage message =
        new RawMessage(
            new Partition("topic", 0), offset, Instant.EPOCH, null, List.of(), new byte[] {1});
    letters.store(
        List.of(new DeadLetter(message, new DeadLetterReason("refused", ""), Instant.EPOCH)));
  }

  private void awaitALockWait() {
    await().until(() -> store.waitingForLocks() > 0);
  }

  /** As whoever replays it does. */
  private boolean replay() {
    return store
        .transactions()
        .inTransaction(() -> {
          assertThat(archive.hold(LETTER)).isPresent();
          settle();
          return true;
        });
  }

  private void settle() {
    archive.settle(
        LETTER,
        DeadLetterState.REPLAYED,
        new DeadLetterEntry(
            Instant.EPOCH, DeadLetterEntry.Action.REPLAYED, Optional.empty(), "applied"));
  }

  @Test
  void aReplayUnderWayIsWaitedForAndSeen() throws Exception {
    Future<Optional<Integer>> seen =
        store
            .transactions()
            .inTransaction(() -> {
              assertThat(archive.hold(LETTER)).isPresent();
              Future<Optional<Integer>> holding =
                  threads.submit(() ->
                      side.holdingWriters(held -> {
                        held.holdLetters();
                        return side.replayed().size();
                      }));
              awaitALockWait();
              settle();
              return holding;
            });

    assertThat(seen.get()).contains(1);
  }

  @Test
  void aReplayDuringASwapComesAfterIt() throws Exception {
    Future<Boolean> replayed =
        side.holdingWriters(
                held -> {
                  held.holdLetters();
                  Future<Boolean> replay = threads.submit(this::replay);
                  awaitALockWait();
                  assertThat(side.replayed()).isEmpty();
                  held.swap(false);
                  return replay;
                })
            .orElseThrow();

    assertThat(replayed.get()).isTrue();
    try (SideModel previous = models.open(SideModels.Kind.PREVIOUS)) {
      assertThat(previous.replayed()).hasSize(1);
    }
  }

  @Test
  void onlyLettersThatOneOfBothLacksAreHandedOverAndBeforeReadersWait() {
    refuse(store.deadLetters(), 2);
    refuse(side.deadLetters(), 3);
    store.direct().execute(WATCH);

    assertThat(
            side.holdingWriters(held -> {
              held.holdLetters();
              held.swap(false);
              return true;
            }))
        .contains(true);

    assertThat(
            store
                .direct()
                .fetchValues("select schema || ' ' || kafka_offset from inserted order by 1"))
        .hasToString("[ras 3, ras_rebuild 2]");
  }
}
