package com.huleedu.ras.adapter.postgres;

import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_PIPELINES;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.BATCH_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.DEAD_LETTERS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.ESSAY_RESULTS;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.PHASE_OUTCOMES;
import static com.huleedu.ras.adapter.postgres.jooq.Tables.REJECTED_FILES;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.postgres.model.FactRecords;
import com.huleedu.ras.adapter.postgres.model.PipelineRecords;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.batch.RejectedFileFacts;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import com.huleedu.ras.domain.port.deadletter.DeadLetters;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Positions;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.projection.RawMessage.Header;
import com.huleedu.ras.domain.port.projection.Transactions;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.testkit.contract.StoreFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.postgresql.ds.PGSimpleDataSource;

/** The adapter on a database of its own, and a way around it to see what is stored. */
public final class PostgresFixture implements StoreFixture, AutoCloseable {
  private final String database = EmbeddedServers.postgres().createDatabase("adapter");
  private final String url = database + "&currentSchema=" + PostgresConfig.DEFAULT_SCHEMA;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PostgresAdapter adapter;
  private final DSLContext direct;

  public PostgresFixture() {
    adapter = connected();
    adapter.migrate();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url + "&options=-c%20timezone=UTC");
    direct = DSL.using(source, SQLDialect.POSTGRES, new Settings().withRenderSchema(false));
  }

  /** Waits for a server that is slow to answer, as a service does at its start. */
  private PostgresAdapter connected() {
    return await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptionsInstanceOf(UnavailableException.class)
        .until(() -> PostgresAdapter.connect(config(), registry), _ -> true);
  }

  private PostgresConfig config() {
    return new PostgresConfig(database, null, null, 6);
  }

  /** The same model as a service sees it that has this setting. */
  public PostgresAdapter adapter(PipelineEnds pipelineEnds) {
    return PostgresAdapter.connect(config(), pipelineEnds, new SimpleMeterRegistry());
  }

  public PostgresAdapter adapter() {
    return adapter;
  }

  public SimpleMeterRegistry registry() {
    return registry;
  }

  /** The database, and in it the schema of the model. */
  public String url() {
    return url;
  }

  /** The same model through a driver that refuses any result of which it would hold more bytes. */
  public PostgresAdapter holding(int bytesAtOnce) {
    return PostgresAdapter.connect(
        new PostgresConfig(url + "&maxResultBuffer=" + bytesAtOnce, null, null, 2),
        new SimpleMeterRegistry());
  }

  /** Past the adapter. */
  public DSLContext direct() {
    return direct;
  }

  /** How many sessions of this database wait for a lock. */
  public int waitingForLocks() {
    return direct
        .fetch(
            "select 1 from pg_stat_activity"
                + " where datname = current_database() and wait_event_type = 'Lock'")
        .size();
  }

  /** All rows, as the facts that they are. */
  public Facts storedFacts() {
    return new Facts(
        byKey(
            direct
                .selectFrom(BATCH_RESULTS)
                .where(BATCH_RESULTS.REGISTERED_AT.isNotNull())
                .fetch(FactRecords::batch),
            BatchFacts::batch),
        byKey(
            direct.selectFrom(BATCH_PIPELINES).fetch(PipelineRecords::pipeline),
            PipelineFacts::batch),
        byKey(direct.selectFrom(PHASE_OUTCOMES).fetch(FactRecords::outcome), OutcomeFacts::key),
        byKey(
            direct.selectFrom(REJECTED_FILES).fetch(PipelineRecords::rejectedFile),
            RejectedFileFacts::key),
        byKey(direct.selectFrom(ESSAY_RESULTS).fetch(FactRecords::essay), EssayFacts::essay));
  }

  /** Removes all facts. */
  public void clear() {
    direct.execute(
        """
        with p as (delete from batch_pipelines), r as (delete from rejected_files),
          b as (delete from batch_results), o as (delete from phase_outcomes)
        delete from essay_results
        """);
  }

  /** Records facts as projecting them does. */
  public void record(Facts facts) {
    record(facts, () -> {});
  }

  /**
   * Records facts as projecting them does.
   *
   * @param first is run in the transaction, before all else
   */
  public void record(Facts facts, Runnable first) {
    adapter
        .transactions()
        .inTransaction(() -> {
          first.run();
          batches().record(facts);
          return true;
        });
  }

  private static <K extends Comparable<K>, V> SortedMap<K, V> byKey(
      Collection<V> values, Function<V, K> key) {
    Map<K, V> found = values.stream().collect(Collectors.toMap(key, Function.identity()));
    return new TreeMap<>(found);
  }

  @Override
  public List<DeadLetter> storedDeadLetters() {
    return direct.selectFrom(DEAD_LETTERS).fetch(PostgresFixture::deadLetter);
  }

  private static DeadLetter deadLetter(Record row) {
    List<Header> headers = new ArrayList<>();
    byte[][] names = row.get(DEAD_LETTERS.HEADER_NAMES);
    for (int i = 0; i < names.length; i++) {
      headers.add(
          new Header(
              new String(names[i], StandardCharsets.UTF_8),
              row.get(DEAD_LETTERS.HEADER_VALUES)[i]));
    }
    RawMessage message =
        new RawMessage(
            new Partition(row.get(DEAD_LETTERS.TOPIC), row.get(DEAD_LETTERS.PARTITION)),
            row.get(DEAD_LETTERS.KAFKA_OFFSET),
            Instant.ofEpochMilli(row.get(DEAD_LETTERS.TIMESTAMP_MILLIS)),
            row.get(DEAD_LETTERS.MESSAGE_KEY),
            headers,
            row.get(DEAD_LETTERS.MESSAGE_VALUE));
    return new DeadLetter(
        message,
        new DeadLetterReason(row.get(DEAD_LETTERS.ERROR_TYPE), row.get(DEAD_LETTERS.ERROR_DETAIL)),
        row.get(DEAD_LETTERS.DEAD_LETTERED_AT).toInstant());
  }

  @Override
  public Transactions transactions() {
    return adapter.transactions();
  }

  @Override
  public BatchRepository batches() {
    return adapter.batchRepository();
  }

  @Override
  public DeadLetters deadLetters() {
    return adapter.deadLetters();
  }

  @Override
  public DeadLetterArchive deadLetterArchive() {
    return adapter.deadLetterArchive();
  }

  @Override
  public Positions positions() {
    return adapter.positions();
  }

  @Override
  public void close() {
    adapter.close();
    String name = direct.fetchValue("select current_database()").toString();
    try (var server = DSL.using(EmbeddedServers.postgres().jdbcUrl())) {
      server.execute("drop database " + name + " with (force)");
    }
  }
}
