package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.application.Backoff;
import com.huleedu.ras.application.Cache;
import com.huleedu.ras.application.Store;
import com.huleedu.ras.application.projection.ProjectionService;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
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
import com.huleedu.ras.testkit.history.Histories;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the database alone refuses (guarantees, G6), on a real PostgreSQL: many offenders in one
 * poll, wherever they stand, and a refusal that is no message's fault.
 */
class IsolationTest {
  private static final long SEED = Long.getLong("ras.test.seed", 20_261_124L);
  private static final Partition PARTITION = new Partition("topic", 0);
  private static final int MESSAGES = 600;

  /** A year to ISO 8601, and none to PostgreSQL. */
  private static final Instant YEAR_ZERO = Instant.parse("0000-01-01T00:00:00Z");

  private final String database = EmbeddedServers.postgres().createDatabase("isolation");
  private final PostgresAdapter postgres =
      PostgresAdapter.connect(
          new PostgresConfig(database, null, null, 4), new SimpleMeterRegistry());
  private final ProjectionService projection;

  IsolationTest() {
    postgres.migrate();
    postgres.positions().begin(List.of(new Position(PARTITION, "id", 0)));
    projection =
        new ProjectionService(
            new Store(
                postgres.transactions(),
                postgres.batchRepository(),
                postgres.deadLetters(),
                postgres.positions()),
            new Cache(
                new BypassedCache(_ -> {}),
                new NoDeduplicationMarks(),
                _ -> {},
                Duration.ofMinutes(5)),
            new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)),
            InstantSource.system(),
            new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    postgres.close();
  }

  @Test
  void manyOffendersInOnePollAreFoundOneByOne() {
    System.out.println("seed (-Dras.test.seed): " + SEED);
    Random random = new Random(SEED);
    Set<Long> offenders = new TreeSet<>(List.of(0L, 299L, 300L, 301L, MESSAGES - 1L));
    while (offenders.size() < 60) {
      offenders.add((long) random.nextInt(MESSAGES));
    }
    List<CompletionEvent> good = Histories.random(SEED, MESSAGES);
    List<Message> messages = new ArrayList<>();
    List<CompletionEvent> meant = new ArrayList<>();
    for (long offset = 0; offset < MESSAGES; offset++) {
      boolean bad = offenders.contains(offset);
      CompletionEvent event = bad ? refused(offset) : good.get((int) offset);
      messages.add(message(offset, event));
      if (!bad) {
        meant.add(event);
      }
    }

    ProjectionResult result = projection.project(poll(messages));

    assertThat(((ProjectionResult.Projected) result).marks()).hasSize(MESSAGES - offenders.size());
    assertThat(Rows.of(database)).isEqualTo(Rows.ofFold(meant));
    assertThat(offsetsOfLetters()).isEqualTo(offenders);
    assertThat(Rows.deadLetters(database, "rejected_by_database")).isEqualTo(offenders.size());
    assertThat(Rows.projected(database)).isEqualTo(MESSAGES);
  }

  @Test
  void aRefusalThatIsNoMessagesFaultCondemnsNone() throws SQLException {
    List<CompletionEvent> events = Histories.random(SEED, 20);
    List<Message> messages = new ArrayList<>();
    for (CompletionEvent event : events) {
      messages.add(message(messages.size(), event));
    }
    execute(
        "create sequence refusals",
        """
        create function refuse() returns trigger language plpgsql as $$ begin
        perform nextval('refusals'); raise exception 'refused' using errcode = '23514'; end $$\
        """,
        "create trigger refuse before update on stream_positions for each row execute function"
            + " refuse()");

    CompletableFuture<ProjectionResult> result =
        CompletableFuture.supplyAsync(() -> projection.project(poll(messages)));

    await().until(() -> refusals() > 3);
    assertThat(result).isNotDone();
    assertThat(Rows.deadLetters(database)).isZero();
    assertThat(Rows.projected(database)).isZero();

    execute("drop trigger refuse on stream_positions");
    assertThat(((ProjectionResult.Projected) result.join()).marks()).hasSize(events.size());
    assertThat(Rows.of(database)).isEqualTo(Rows.ofFold(events));
    assertThat(Rows.deadLetters(database)).isZero();
  }

  private static Poll poll(List<Message> messages) {
    return new Poll(messages, List.of(new Advance(PARTITION, 0, messages.size())));
  }

  private static Message message(long offset, CompletionEvent event) {
    RawMessage raw =
        new RawMessage(PARTITION, offset, Instant.EPOCH, null, List.of(), new byte[] {'{', '}'});
    return new Message.Decoded(raw, new DeduplicationMark("%064x".formatted(offset)), event);
  }

  /** Of each kind that has a time; in a batch of its own, or in one that many share. */
  private static CompletionEvent refused(long number) {
    Stamp stamp = new Stamp(YEAR_ZERO, new UUID(1, number), number);
    BatchId batch = new BatchId(number % 2 == 0 ? "refused" : "refused-" + number);
    return switch ((int) (number % 3)) {
      case 0 ->
          new BatchRegistered(
              stamp, null, batch, new Registration(new UserId("u"), 0, List.of(), List.of()));
      case 1 ->
          new PhaseOutcomeAnnounced(
              stamp,
              null,
              batch,
              Phase.SPELLCHECK,
              new PhaseOutcome(BatchStatus.CANCELLED, List.of(), List.of()));
      default ->
          new CjAssessmentCompleted(
              stamp, null, batch, Map.of(new EssayId("e-" + number), new CjResult(1L, 0.5)));
    };
  }

  private Set<Long> offsetsOfLetters() {
    return query("select kafka_offset from dead_letters");
  }

  /** A sequence counts on through what is rolled back. */
  private long refusals() {
    return query("select case when is_called then last_value else 0 end from refusals")
        .iterator()
        .next();
  }

  private Set<Long> query(String sql) {
    try (Connection connection = Rows.model(database);
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      Set<Long> numbers = new TreeSet<>();
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
      return numbers;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = Rows.model(database)) {
      for (String statement : statements) {
        connection.createStatement().execute(statement);
      }
    }
  }
}
