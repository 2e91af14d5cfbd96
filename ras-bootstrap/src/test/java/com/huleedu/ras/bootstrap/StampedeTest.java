package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresConfig;
import com.huleedu.ras.adapter.redis.RedisAdapter;
import com.huleedu.ras.adapter.redis.RedisConfig;
import com.huleedu.ras.application.query.Admission;
import com.huleedu.ras.application.query.BatchQueryService;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many who miss at once cost the database one query per key and instance (guarantees, G9): a
 * thousand who ask for one batch, and hundreds who ask for all the batches whose entries expired at
 * one moment. On a real PostgreSQL and Redis, counted where the database is asked.
 */
class StampedeTest {
  private static final int READERS = 1_000;

  /** More at once would wait longer for the pool than it is patient on a machine under load. */
  private static final int STORM_READERS = 100;

  private static final int KEYS = Boolean.getBoolean("ras.long") ? 10_000 : 2_000;
  private static final long SEED = Long.getLong("ras.test.seed", 20_261_124L);

  private final RedisServer redis = RedisServer.start(null);
  private final String database = EmbeddedServers.postgres().createDatabase("stampede");
  private final List<Instance> instances = List.of(new Instance(), new Instance());

  @AfterEach
  void close() {
    instances.forEach(Instance::close);
    redis.close();
  }

  @Test
  void aThousandMissesOfOneBatchCostOneQueryAnInstance() throws Exception {
    instances.getFirst().register(1);

    for (Instance instance : instances) {
      assertThat(queriesOfAStampede(instance, () -> instance.queries)).isEqualTo(1);
      flush();
    }
  }

  /** What the test above counts, where everybody flies alone. */
  @Test
  void withoutAFlightThatIsSharedEveryMissCostsAQuery() throws Exception {
    Instance instance = instances.getFirst();
    instance.register(1);

    assertThat(queriesOfAStampede(instance, instance::newQueries)).isEqualTo(READERS);
  }

  /** The table is locked until all have missed, so that none can profit from another's answer. */
  private long queriesOfAStampede(Instance instance, Supplier<BatchQueryService> service)
      throws Exception {
    double missed = instance.count("ras.cache.misses");
    double asked = instance.queriesOfBatches();
    try (Connection connection = Rows.model(database);
        ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("lock table batch_results in access exclusive mode");
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        answers.add(readers.submit(() -> service.get().batch(batch(0)).isPresent()));
      }
      await().until(() -> instance.count("ras.cache.misses") - missed >= READERS);
      connection.commit();
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get()).isTrue();
      }
    }
    return (long) (instance.queriesOfBatches() - asked);
  }

  @Test
  void aStormOfExpiringKeysCostsOneQueryPerKeyAndInstance() throws Exception {
    System.out.println("seed (-Dras.test.seed): " + SEED + ", keys: " + KEYS);
    instances.getFirst().register(KEYS);
    storm();
    expireAllAtOnce();
    List<Double> before = instances.stream().map(Instance::queriesOfBatches).toList();
    long started = System.nanoTime();

    storm();

    long millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
    for (int i = 0; i < instances.size(); i++) {
      double queries = instances.get(i).queriesOfBatches() - before.get(i);
      System.out.printf(
          "StampedeTest: %d readers, %d reads, %.0f queries for %d keys, %d ms%n",
          STORM_READERS, 2 * KEYS, queries, KEYS, millis);
      assertThat(queries).isPositive().isLessThanOrEqualTo(KEYS);
    }
  }

  /** On every instance its readers read every key twice; none of them may fail. */
  private void storm() throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> readers = new ArrayList<>();
      for (Instance instance : instances) {
        List<Integer> keys = new ArrayList<>();
        for (int i = 0; i < 2 * KEYS; i++) {
          keys.add(i % KEYS);
        }
        Collections.shuffle(keys, new Random(SEED));
        AtomicInteger next = new AtomicInteger();
        Callable<Void> reader =
            () -> {
              for (int i = next.getAndIncrement(); i < keys.size(); i = next.getAndIncrement()) {
                assertThat(instance.queries.batch(batch(keys.get(i)))).isPresent();
              }
              return null;
            };
        for (int i = 0; i < STORM_READERS; i++) {
          readers.add(threads.submit(reader));
        }
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
  }

  private void expireAllAtOnce() {
    at(commands -> {
      long moment = Long.parseLong(commands.time().getFirst()) + 1;
      for (int i = 0; i < KEYS; i++) {
        assertThat(commands.expireat(key(i), moment)).isTrue();
      }
      await().until(() -> commands.exists(key(0), key(KEYS - 1)) == 0);
    });
  }

  private void flush() {
    at(commands -> commands.del(key(0)));
  }

  private void at(java.util.function.Consumer<RedisCommands<String, String>> work) {
    try (RedisClient client = RedisClient.create(redis.uri());
        var connection = client.connect()) {
      work.accept(connection.sync());
    }
  }

  private static String key(int number) {
    return "ras:batch:" + batch(number).value();
  }

  private static BatchId batch(int number) {
    return new BatchId("batch-" + number);
  }

  /** What one process of the service would be. */
  private final class Instance implements AutoCloseable {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PostgresAdapter postgres =
        PostgresAdapter.connect(new PostgresConfig(database, null, null, 10), registry);
    private final RedisAdapter cache;
    private final BatchQueryService queries;

    Instance() {
      postgres.migrate();
      cache = RedisAdapter.connect(RedisConfig.of(redis.uri()), registry);
      queries = newQueries();
      await().until(cache::isConnected);
    }

    BatchQueryService newQueries() {
      return new BatchQueryService(
          postgres.batchRepository(),
          cache.cacheManager(),
          JsonAdapter.bodyWriter(),
          Admission.of(READERS));
    }

    void register(int batches) {
      List<BatchRegistered> events = new ArrayList<>();
      for (int i = 0; i < batches; i++) {
        events.add(
            new BatchRegistered(
                new Stamp(Instant.EPOCH, new UUID(0, i), i),
                null,
                batch(i),
                new Registration(new UserId("user"), 0, List.of(), List.of())));
      }
      Facts facts = Facts.fold(List.copyOf(events));
      postgres
          .transactions()
          .inTransaction(() -> {
            postgres.batchRepository().record(facts);
            return true;
          });
    }

    double count(String counter) {
      return registry.find(counter).counters().stream().mapToDouble(Counter::count).sum();
    }

    double queriesOfBatches() {
      return registry.find("ras.db.operations").tag("operation", "get_batch").counters().stream()
          .mapToDouble(Counter::count)
          .sum();
    }

    @Override
    public void close() {
      cache.close();
      postgres.close();
    }
  }
}
