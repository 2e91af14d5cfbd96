package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.testkit.history.Histories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guarantees G3, G5 and G6: what fails, leaves nothing, and is told apart. */
class FailuresTest {
  private PostgresFixture store;

  @BeforeEach
  void open() {
    store = new PostgresFixture();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** A change of the schema under a live pool: lists are read in transactions. */
  @Test
  void aPlanThatNoLongerFitsIsMadeAnewBeforeAnybodySeesIt() {
    UserBatchesQuery query = new UserBatchesQuery(new UserId("u"), new StatusFilter.All(), 20, 0);
    for (int i = 0; i < 20; i++) {
      store.batches().findByUser(query);
    }
    store.direct().execute("alter table batch_results alter column essay_count type integer");
    for (int i = 0; i < 20; i++) {
      assertThat(store.batches().findByUser(query).total()).isZero();
    }
  }

  /** No message is to blame for what a reader asks. */
  @Test
  void aReadThatIsRefusedIsUnavailable() {
    Database database = (Database) store.transactions();
    assertThatThrownBy(() -> database.run(Operation.GET_BATCH, dsl -> dsl.fetch("select 1 / 0")))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("division by zero");
    assertThatThrownBy(() -> database.run(Operation.PROJECT, dsl -> dsl.fetch("select 1 / 0")))
        .isInstanceOf(RejectedByStoreException.class);
  }

  /** An event that the database alone refuses: all else of its transaction goes with it. */
  @ParameterizedTest
  @ValueSource(strings = {"a NUL", "a time before the year 1", "a time after the year 9999"})
  void whatTheDatabaseRefusesLeavesNothing(String what) {
    List<CompletionEvent> events = new ArrayList<>(Histories.random(1, 50));
    events.add(refused(what));
    assertThatThrownBy(() -> store.record(Facts.fold(events)))
        .isInstanceOf(RejectedByStoreException.class)
        .hasMessageContaining("SQLSTATE 22");
    assertThat(store.storedFacts().isEmpty()).isTrue();
  }

  /** By a trigger of somebody else's, deferred until the commit: who only tries meets it, too. */
  @Test
  void whatCommittingWouldFailAtFailsWhereItIsTakenBack() {
    store
        .direct()
        .execute(
            """
            create function refuse() returns trigger language plpgsql as $$ begin
            raise exception using errcode = '23514', message = 'in the end'; end $$;
            create constraint trigger refuse after insert on essay_results
            deferrable initially deferred for each row execute function refuse()
            """);
    Facts facts = Facts.fold(List.of(spellchecked(Instant.EPOCH, null)));
    assertThatThrownBy(() ->
            store
                .transactions()
                .rolledBack(() -> {
                  store.batches().record(facts);
                  return true;
                }))
        .isInstanceOf(RejectedByStoreException.class)
        .hasMessageContaining("in the end");
  }

  @Test
  void aConnectionThatIsCutIsNotTheFaultOfTheData() {
    Facts facts = Facts.fold(Histories.random(1, 50));
    assertThatThrownBy(() ->
            store
                .transactions()
                .inTransaction(() -> {
                  store.batches().record(facts);
                  cutAllOthers();
                  store.batches().record(facts);
                  return true;
                }))
        .isInstanceOf(UnavailableException.class);
    assertThat(store.storedFacts().isEmpty()).isTrue();
    // The pool may hand out a few more of the cut connections, then it has replaced them.
    await()
        .ignoreExceptionsInstanceOf(UnavailableException.class)
        .untilAsserted(() -> store.record(facts));
    assertThat(store.storedFacts()).isEqualTo(facts);
  }

  /** Two transactions that lock crosswise, which ours never do: one of them runs again. */
  @Test
  void aDeadlockIsTriedAgain() throws Exception {
    store.direct().execute("create table slots (id int primary key, writes int not null)");
    store.direct().execute("insert into slots values (1, 0), (2, 0)");
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(2)) {
      var one = threads.submit(() -> writeSlots(1, 2, bothHoldOne, runs));
      var two = threads.submit(() -> writeSlots(2, 1, bothHoldOne, runs));
      one.get();
      two.get();
    }
    // One more at least: the one that goes again may meet the other once more.
    assertThat(runs).hasValueGreaterThanOrEqualTo(3);
    assertThat(
            store.direct().fetchValues("select writes from slots").stream().map(Object::toString))
        .containsExactly("2", "2");
  }

  private Object writeSlots(int first, int second, CyclicBarrier bothHoldOne, AtomicInteger runs) {
    Database database = (Database) store.transactions();
    return database.inTransaction(() -> {
      boolean again = runs.incrementAndGet() > 2;
      write(database, first);
      if (!again) {
        meet(bothHoldOne);
      }
      write(database, second);
      return true;
    });
  }

  private static void write(Database database, int slot) {
    database.run(
        Operation.PING,
        dsl -> dsl.execute("update slots set writes = writes + 1 where id = ?", slot));
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aClosedAdapterIsUnavailable() {
    store.adapter().close();
    assertThatThrownBy(() -> store.adapter().ping()).isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> store.batches().find(new BatchId("b")))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void operationsAreCountedFromTheStart() {
    assertThat(store.registry().find("ras.db.operations").counters())
        .hasSize(2 * Operation.values().length);
    store.adapter().ping();
    store.batches().find(new BatchId("b"));
    assertThat(store.registry().find("hikaricp.connections.max").gauge()).isNotNull();
    assertThat(count("ping", "success")).isOne();
    assertThat(count("get_batch", "success")).isOne();
    store.adapter().close();
    assertThatThrownBy(() -> store.adapter().ping()).isInstanceOf(UnavailableException.class);
    assertThat(count("ping", "error")).isOne();
    assertThat(store.registry().get("ras.db.operation.duration").tag("operation", "ping").timer())
        .satisfies(timer -> assertThat(timer.count()).isEqualTo(2));
  }

  private double count(String operation, String status) {
    return store
        .registry()
        .get("ras.db.operations")
        .tags("operation", operation, "status", status)
        .counter()
        .count();
  }

  private void cutAllOthers() {
    store
        .direct()
        .execute(
            """
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
            """);
  }

  private static CompletionEvent refused(String what) {
    return switch (what) {
      case "a NUL" -> spellchecked(Instant.EPOCH, "{\0}");
      case "a time before the year 1" -> spellchecked(Instant.parse("0000-12-31T23:59:59Z"), null);
      default -> spellchecked(Instant.parse("+10000-01-01T00:00:00Z"), null);
    };
  }

  private static CompletionEvent spellchecked(Instant time, String error) {
    return new SpellcheckCompleted(
        new Stamp(time, new UUID(1, 1), 1),
        null,
        new EssayId("essay"),
        null,
        new SpellcheckResult(ProcessingStage.FAILED, null, null, new TextId("text"), error));
  }
}
