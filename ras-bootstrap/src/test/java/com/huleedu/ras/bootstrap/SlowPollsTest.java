package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.application.Backoff;
import com.huleedu.ras.application.projection.ProjectionService;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Statements that exceed their time (SQLSTATE 57014) on a real PostgreSQL: of a message that always
 * does, and of one that waits for the lock of somebody else (guarantees, G5 and G6).
 */
class SlowPollsTest {
  private static final Partition PARTITION = new Partition("topic", 0);
  private static final int MESSAGES = 4;
  private static final String ODD = "batch-2";

  private static final String SLEEP =
      """
      create function sleep() returns trigger language plpgsql as $$ begin
      perform pg_sleep(20); return new; end $$;
      """;

  private final String database = EmbeddedServers.postgres().createDatabase("slow");
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PostgresAdapter postgres =
      PostgresAdapter.connect(
          new PostgresConfig(
              database,
              null,
              null,
              null,
              4,
              Duration.ofSeconds(10),
              Duration.ofSeconds(1),
              Optional.empty()),
          registry);
  private final ProjectionService projection;

  SlowPollsTest() {
    postgres.migrate();
    postgres.positions().begin(List.of(new Position(PARTITION, "id", 0)));
    projection =
        new ProjectionService(
            RasService.store(postgres),
            Caching.none(),
            new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)),
            InstantSource.system(),
            registry);
  }

  @AfterEach
  void close() {
    postgres.close();
  }

  @Test
  void aMessageThatIsAlwaysTooSlowIsIsolated() {
    Rows.execute(
        database,
        SLEEP
            + """
            create trigger sleep before insert on phase_outcomes for each row
            when (new.batch_id = 'batch-2') execute function sleep()
            """);

    ProjectionResult result = projection.project(poll());

    assertThat(((ProjectionResult.Projected) result).marks()).hasSize(MESSAGES - 1);
    assertThat(Rows.deadLetters(database, "projection_failure")).isEqualTo(1);
    assertThat(Rows.text(database, "select kafka_offset || error_detail from dead_letters"))
        .startsWith("2")
        .contains("57014");
    assertThat(outcomes()).isEqualTo(MESSAGES - 1);
    assertThat(Rows.projected(database)).isEqualTo(MESSAGES);
  }

  @Test
  void whoWaitsForALockLosesNothing() throws SQLException {
    projection.project(poll());
    CompletableFuture<ProjectionResult> result;
    try (Connection other = Rows.model(database)) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute("select from phase_outcomes where batch_id = '" + ODD + "' for update");
      result = CompletableFuture.supplyAsync(() -> projection.project(poll()));
      // Three times all of it, then its halves, then alone; and that twice.
      await().atMost(Duration.ofMinutes(2)).until(() -> failures() >= 12);
      assertThat(result).isNotDone();
    }

    assertThat(((ProjectionResult.Projected) result.join()).marks()).hasSize(MESSAGES);
    assertThat(Rows.deadLetters(database)).isZero();
    assertThat(outcomes()).isEqualTo(MESSAGES);
  }

  /** By its changes alone: new rows go in quickly, and so do those of all other tables. */
  @Test
  void aTableThatIsSlowCostsNothing() {
    projection.project(poll());
    Rows.execute(
        database,
        SLEEP
            + "create trigger sleep before update on phase_outcomes"
            + " for each row execute function sleep()");
    CompletableFuture<ProjectionResult> result =
        CompletableFuture.supplyAsync(
            () -> projection.project(poll(Instant.parse("2026-03-01T09:00:00Z"))));
    await().atMost(Duration.ofMinutes(2)).until(() -> failures() >= 12 || result.isDone());
    assertThat(result).isNotDone();
    Rows.execute(database, "drop trigger sleep on phase_outcomes");

    assertThat(((ProjectionResult.Projected) result.join()).marks()).hasSize(MESSAGES);
    assertThat(Rows.deadLetters(database)).isZero();
  }

  private double failures() {
    return registry.find("ras.db.operations").counters().stream()
        .filter(counter -> !"success".equals(counter.getId().getTag("status")))
        .filter(counter -> "project".equals(counter.getId().getTag("operation")))
        .mapToDouble(Counter::count)
        .sum();
  }

  private long outcomes() {
    return Rows.number(database, "select count(*) from phase_outcomes");
  }

  private static Poll poll() {
    return poll(Instant.parse("2026-03-01T08:00:00Z"));
  }

  private static Poll poll(Instant time) {
    List<Message> messages = new ArrayList<>();
    for (int offset = 0; offset < MESSAGES; offset++) {
      CompletionEvent event =
          new PhaseOutcomeAnnounced(
              new Stamp(time, new UUID(1, offset), offset),
              null,
              new BatchId("batch-" + offset),
              Phase.NLP,
              new PhaseOutcome(BatchStatus.CANCELLED, List.of(), List.of()));
      RawMessage raw =
          new RawMessage(PARTITION, offset, Instant.EPOCH, null, List.of(), new byte[] {'{', '}'});
      messages.add(
          new Message.Decoded(raw, new DeduplicationMark("%064x".formatted(offset)), event));
    }
    return new Poll(messages, List.of(new Advance(PARTITION, 0, MESSAGES)));
  }
}
