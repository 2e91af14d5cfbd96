package com.huleedu.ras.adapter.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.FaultProxy.Direction;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A message with 30 rankings, its neighbours, a dead letter and the position of them all are in the
 * database wholly or not at all (guarantees, G3), wherever between two statements it breaks.
 */
class AtomicityTest {
  private static final Partition PARTITION = new Partition("t", 0);
  private static final int RANKINGS = 30;
  private static final int STEPS = 100;

  private final PostgresFixture store = new PostgresFixture();

  AtomicityTest() {
    store.positions().begin(List.of(new Position(PARTITION, "id", 0)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17, RANKINGS})
  void aRowThatTheDatabaseRefusesTakesAllOthersBack(int row) {
    store
        .direct()
        .execute(
            """
            create function refuse() returns trigger language plpgsql as $$ begin
            if new.essay_id = 'essay-%d' then raise exception 'refused' using errcode = '23514'; end if;
            return new; end $$\
            """
                .formatted(row));
    store
        .direct()
        .execute(
            "create trigger refuse before insert on essay_results for each row execute function"
                + " refuse()");

    assertThatThrownBy(() -> apply(store.adapter(), true))
        .isInstanceOf(RejectedByStoreException.class);
    assertThat(stored()).isEmpty();

    store.direct().execute("drop trigger refuse on essay_results");
    apply(store.adapter(), true);
    assertThat(stored()).containsExactlyInAnyOrder(everything());
  }

  /** Cut before each message of the protocol in turn, this way or the other. */
  @ParameterizedTest
  @EnumSource
  void aConnectionThatIsCutAnywhereLeavesAllOrNothing(Direction direction) {
    assertThat(cutEverywhere(direction, true))
        .as("parts found after a cut")
        .isSubsetOf(0, everything().length);
  }

  @Test
  void aCutBetweenCommitAndItsAnswerLeavesAll() {
    try (FaultProxy way = way();
        PostgresAdapter adapter = connect(way)) {
      connected(adapter);
      CompletableFuture<Void> cut =
          way.trap(Direction.ANSWER, AtomicityTest::saysCommitted, false, () -> {});

      assertThat(fails(adapter, true)).isTrue();

      cut.orTimeout(10, TimeUnit.SECONDS).join();
      assertThat(stored()).containsExactlyInAnyOrder(everything());
    }
  }

  private static boolean saysCommitted(byte[] piece) {
    return new String(piece, StandardCharsets.ISO_8859_1).contains("COMMIT\0");
  }

  /** The test above sees a transaction that is none. */
  @Test
  void withoutATransactionACutLeavesAPart() {
    assertThat(cutEverywhere(Direction.REQUEST, false))
        .anyMatch(parts -> parts > 0 && parts < everything().length);
  }

  /**
   * Applies everything again and again, each time with a cut one message later, until it comes
   * through without.
   *
   * @return how many parts were found in the database after the cuts
   */
  private Set<Integer> cutEverywhere(Direction direction, boolean inTransaction) {
    Set<Integer> found = new TreeSet<>();
    try (FaultProxy way = way();
        PostgresAdapter adapter = connect(way)) {
      for (int step = 1; step < STEPS; step++) {
        clear();
        // A connection is there: only the messages of the transaction are counted.
        connected(adapter);
        AtomicInteger passed = new AtomicInteger();
        int last = step;
        CompletableFuture<Void> cut =
            way.trap(direction, _ -> passed.incrementAndGet() == last, false, () -> {});
        if (!fails(adapter, inTransaction)) {
          assertThat(cut).isNotDone();
          assertThat(step).as("cuts").isGreaterThan(3);
          System.out.println("AtomicityTest: " + (step - 1) + " cuts, " + direction + ": " + found);
          return found;
        }
        cut.orTimeout(10, TimeUnit.SECONDS).join();
        found.add(stored().size());
        if (inTransaction) {
          way.heal();
          connected(adapter);
          apply(adapter, true);
          assertThat(stored()).as("done again").containsExactlyInAnyOrder(everything());
        }
      }
    }
    throw new AssertionError("more than " + STEPS + " messages");
  }

  private FaultProxy way() {
    return FaultProxy.to(URI.create(store.url().substring("jdbc:".length())).getPort());
  }

  private PostgresAdapter connect(FaultProxy way) {
    String url = store.url().replaceFirst(":\\d+/", ":" + way.port() + "/");
    // One connection: a second one, which the pool opens when it likes, would be counted too.
    return PostgresAdapter.connect(
        new PostgresConfig(url, null, null, 1), new SimpleMeterRegistry());
  }

  private static void connected(PostgresAdapter adapter) {
    org.awaitility.Awaitility.await()
        .ignoreExceptions()
        .until(() -> adapter.positions().lineage() != null);
  }

  private static boolean fails(PostgresAdapter adapter, boolean inTransaction) {
    try {
      apply(adapter, inTransaction);
      return false;
    } catch (RasException e) {
      return true;
    }
  }

  /** As projecting does it. */
  private static void apply(PostgresAdapter adapter, boolean inTransaction) {
    var lineage = adapter.positions().lineage();
    Runnable work =
        () -> {
          adapter.positions().advance(List.of(new Advance(PARTITION, 0, 4)), lineage);
          adapter.batchRepository().record(facts());
          adapter.deadLetters().store(List.of(deadLetter()));
        };
    if (inTransaction) {
      adapter
          .transactions()
          .inTransaction(() -> {
            work.run();
            return true;
          });
    } else {
      work.run();
    }
  }

  private static Facts facts() {
    BatchId batch = new BatchId("batch");
    Stamp stamp = new Stamp(Instant.EPOCH, new UUID(0, 1), 1);
    Map<EssayId, CjResult> rankings = new LinkedHashMap<>();
    for (int i = 1; i <= RANKINGS; i++) {
      rankings.put(new EssayId("essay-" + i), new CjResult((long) i, 0.5));
    }
    return Facts.fold(
        List.of(
            new CjAssessmentCompleted(stamp, null, batch, rankings),
            new BatchRegistered(
                stamp, null, batch, new Registration(new UserId("u"), 0, List.of(), List.of())),
            new PhaseOutcomeAnnounced(
                stamp,
                null,
                batch,
                Phase.CJ_ASSESSMENT,
                new PhaseOutcome(BatchStatus.COMPLETED_SUCCESSFULLY, List.of(), List.of()))));
  }

  private static DeadLetter deadLetter() {
    return new DeadLetter(
        new RawMessage(PARTITION, 3, Instant.EPOCH, null, List.of(), new byte[] {'{'}),
        new DeadLetterReason("not_json", "half a pair: \ud800 and a zero: \0"),
        Instant.EPOCH);
  }

  /** The parts that are in the database now. */
  private List<String> stored() {
    return store
        .direct()
        .fetch(
            """
            select 'batch' from batch_results where registered_at is not null
            union all select 'outcome' from phase_outcomes
            union all select essay_id from essay_results
            union all select 'letter' from dead_letters
            union all select 'position' from stream_positions where next_offset > 0\
            """)
        .map(row -> row.get(0, String.class));
  }

  private static String[] everything() {
    String[] all = new String[RANKINGS + 4];
    for (int i = 0; i < RANKINGS; i++) {
      all[i] = "essay-" + (i + 1);
    }
    System.arraycopy(new String[] {"batch", "outcome", "letter", "position"}, 0, all, RANKINGS, 4);
    return all;
  }

  private void clear() {
    store
        .direct()
        .execute("truncate batch_results, phase_outcomes, essay_results, dead_letters cascade");
    store.positions().begin(List.of(new Position(PARTITION, "id", 0)));
  }
}
