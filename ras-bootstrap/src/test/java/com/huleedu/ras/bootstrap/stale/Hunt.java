package com.huleedu.ras.bootstrap.stale;

import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;

/**
 * Three instances on one PostgreSQL and one Redis; readers ask each of them, writers change what is
 * asked for, and the {@link Truth} judges every answer. Runs from its construction to its closing.
 */
final class Hunt implements AutoCloseable {
  private static final int INSTANCES = 3;
  private static final int READERS_EACH = 64;
  private static final int LONGEST_PAUSE_NANOS = 40_000_000;

  final Truth truth = new Truth();
  final List<Instance> instances = new ArrayList<>();
  final long seed = Long.getLong("ras.seed", System.nanoTime());
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong writes = new AtomicLong();
  private final ReadWriteLock writing = new ReentrantReadWriteLock();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("hunt-", 0).factory());
  private final long started = System.nanoTime();
  private volatile boolean over;

  /**
   * @param spoil what stands between the use cases and the cache
   */
  Hunt(RedisServer redis, UnaryOperator<CacheManager> spoil) {
    String database = EmbeddedServers.postgres().createDatabase("hunt");
    for (int i = 0; i < INSTANCES; i++) {
      instances.add(new Instance(database, redis.uri(), spoil, seed + i));
    }
    awaitRedis();
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < Shape.WRITERS; i++) {
      Writer writer = new Writer(i, truth, instances, seed + 100 + i, this::asZombie);
      instances.getFirst().begin(writer.start());
      writer.registerAll();
      writers.add(writer);
    }
    for (int i = 0; i < writers.size(); i++) {
      run(writers.get(i), new SplittableRandom(seed + 200 + i));
    }
    for (int i = 0; i < INSTANCES * READERS_EACH; i++) {
      run(instances.get(i % INSTANCES), new SplittableRandom(seed + 300 + i));
    }
  }

  private void asZombie(Runnable work) {
    threads.execute(() -> unlessOver(work));
  }

  private void run(Writer writer, SplittableRandom random) {
    threads.execute(() -> {
      while (!over) {
        writing.readLock().lock();
        try {
          unlessOver(writer::write);
        } finally {
          writing.readLock().unlock();
        }
        writes.incrementAndGet();
        LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
      }
    });
  }

  private void run(Instance instance, SplittableRandom random) {
    threads.execute(() -> {
      while (!over) {
        unlessOver(() -> read(instance, random));
        reads.incrementAndGet();
      }
    });
  }

  /** Nothing may fail, whatever becomes of Redis; once the hunt is over, connections end. */
  private void unlessOver(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | AssertionError e) {
      if (!over) {
        truth.complain("failed: " + e);
      }
    }
  }

  private void read(Instance instance, SplittableRandom random) {
    if (random.nextInt(5) < 3) {
      int batch = random.nextInt(Shape.BATCHES);
      Truth.Moment asked = truth.now();
      truth.judgeBatch(batch, instance.queries.batch(Shape.batch(batch)), asked);
    } else {
      int user = random.nextInt(Shape.USERS);
      boolean whole = random.nextBoolean();
      int limit = whole ? UserBatchesQuery.DEFAULT_LIMIT : 1;
      UserBatchesQuery query =
          new UserBatchesQuery(Shape.user(user), new StatusFilter.All(), limit, 0);
      Truth.Moment asked = truth.now();
      truth.judgeList(user, instance.queries.userBatches(query), whole, asked);
    }
  }

  long reads() {
    return reads.get();
  }

  /** Waits for so many further answers, however long they take. */
  void awaitReads(long further) {
    long enough = reads.get() + further;
    await().atMost(Duration.ofHours(2)).until(() -> reads.get() >= enough);
  }

  void awaitWrites(long further) {
    long enough = writes.get() + further;
    await().atMost(Duration.ofMinutes(5)).until(() -> writes.get() >= enough);
  }

  void awaitRedis() {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> instances.stream().allMatch(Instance::reachesRedis));
  }

  /** Does something while no change is under way, and none begins. */
  void whileNobodyWrites(Runnable work) {
    writing.writeLock().lock();
    try {
      work.run();
    } finally {
      writing.writeLock().unlock();
    }
  }

  long lookups(String how) {
    return instances.stream().mapToLong(instance -> instance.lookups(how)).sum();
  }

  @Override
  public void close() {
    over = true;
    instances.forEach(Instance::close);
    threads.shutdownNow();
    threads.close();
  }

  @Override
  public String toString() {
    return "seed %d: %,d reads (%,d cache hits, %,d misses, %,d without cache), %,d polls, %,d stale, %d s"
        .formatted(
            seed,
            reads(),
            lookups("hits"),
            lookups("misses"),
            lookups("unavailable"),
            writes.get(),
            truth.stale(),
            Duration.ofNanos(System.nanoTime() - started).toSeconds());
  }
}
