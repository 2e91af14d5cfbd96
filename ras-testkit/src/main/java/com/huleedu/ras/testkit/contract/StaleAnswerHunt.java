package com.huleedu.ras.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Readers fill the cache from a "database" that is one number, with pauses between load and fill,
 * while a writer counts it up and invalidates. A hit is stale if its number is lower than one whose
 * invalidation was done before the lookup began.
 */
final class StaleAnswerHunt {
  private static final int READERS = 4;
  private static final int CHANGES = 400;
  private static final int LONGEST_PAUSE_NANOS = 1_000_000;

  private final CacheManager cache;
  private final BatchId batch;
  private final UserBatchesQuery query;
  private final long seed = System.nanoTime();

  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong invalidated = new AtomicLong();
  private final AtomicLong hits = new AtomicLong();
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
  private volatile boolean done;

  StaleAnswerHunt(CacheManager cache, BatchId batch, UserBatchesQuery query) {
    this.cache = cache;
    this.batch = batch;
    this.query = query;
  }

  /** Runs the hunt once; every entry describes a stale hit, or a lookup that threw. */
  List<String> complaints() throws InterruptedException {
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      SplittableRandom random = new SplittableRandom(seed + i);
      readers.add(Thread.ofPlatform().name("reader-" + i).start(() -> readOn(random)));
    }
    try {
      write(new SplittableRandom(seed - 1));
    } finally {
      done = true;
      for (Thread reader : readers) {
        reader.join();
      }
    }
    return List.copyOf(complaints);
  }

  /** How many lookups found a body: without any, the hunt proves nothing. */
  long hits() {
    return hits.get();
  }

  private void write(SplittableRandom random) {
    for (int i = 0; i < CHANGES; i++) {
      long change = stored.incrementAndGet();
      cache.invalidate(new Touched(Set.of(batch), Set.of(query.user())));
      invalidated.set(change);
      pause(random);
    }
  }

  private void readOn(SplittableRandom random) {
    try {
      while (!done) {
        read(random, random.nextBoolean());
      }
    } catch (RuntimeException e) {
      complaints.add(Thread.currentThread().getName() + " was stopped by " + e);
    }
  }

  private void read(SplittableRandom random, boolean list) {
    long atLeast = invalidated.get();
    switch (list ? cache.findUserBatches(query) : cache.findBatch(batch)) {
      case Lookup.Hit(Body body) -> judge(Long.parseLong(new String(body.utf8(), UTF_8)), atLeast);
      case Lookup.Miss(CacheManager.Lease lease) -> {
        Body loaded = new Body(Long.toString(stored.get()).getBytes(UTF_8));
        pause(random);
        if (list) {
          cache.putUserBatches(query, loaded, lease);
        } else {
          cache.putBatch(batch, loaded, lease);
        }
      }
      case Lookup.Unavailable() -> Thread.onSpinWait();
    }
  }

  private void judge(long found, long atLeast) {
    hits.incrementAndGet();
    if (found < atLeast) {
      complaints.add("change %s answered after %s was invalidated".formatted(found, atLeast));
    }
  }

  private static void pause(SplittableRandom random) {
    LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
  }

  @Override
  public String toString() {
    return "hunt with seed " + seed;
  }
}
