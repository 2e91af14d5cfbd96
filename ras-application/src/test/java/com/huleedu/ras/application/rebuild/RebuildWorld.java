package com.huleedu.ras.application.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.application.Backoff;
import com.huleedu.ras.application.Cache;
import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.RebuildModel.Request;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.SideModels.Kind;
import com.huleedu.ras.testkit.history.Histories;
import com.huleedu.ras.testkit.memory.InMemoryCache;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A service with two partitions of {@link #MESSAGES} messages, all projected, and whoever rebuilds
 * its model. What goes beyond one call is kept, as over a kill.
 */
final class RebuildWorld {
  static final Partition FIRST = World.PARTITION;
  static final Partition SECOND = new Partition("topic", 1);
  static final Partition THIRD = new Partition("topic", 2);
  static final int MESSAGES = 60;

  static final Request SWAP = new Request(false, false, false, false);
  static final Request SWAP_LOSING = new Request(false, false, false, true);
  static final Request SHOW = new Request(false, false, true, false);
  static final Request RESTART = new Request(true, false, false, false);
  static final Request FROM_WHAT_IS_LEFT = new Request(false, true, false, false);

  /** The process is no more. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  final MemoryLog log = new MemoryLog();
  final MemoryModels models = new MemoryModels(log);
  final InMemoryCache cache = new InMemoryCache();
  final List<Difference> found = new ArrayList<>();
  WatchedProgress progress = new WatchedProgress();

  /** So little that each poll is a transaction. */
  long atMost = 1;

  RebuildWorld() {
    log.publish(FIRST, events(1, 40));
    log.publish(SECOND, events(2, 20));
    models.project();
  }

  static List<CompletionEvent> events(int seed, int count) {
    return Histories.random(seed, count);
  }

  /** Of batches, essays and users that no other seed has. */
  static List<CompletionEvent> apart(int seed, int count) {
    return Histories.random(seed, count, " of " + seed);
  }

  /** Rows that no message of the log says come into the live tables; returns how many. */
  int corrupt() {
    int before = models.live.rows().size();
    models.live.store.record(Facts.fold(apart(99, 60)));
    return models.live.rows().size() - before;
  }

  RebuildService service() {
    Cache all = new Cache(cache, cache, _ -> {}, Duration.ofMinutes(5));
    Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));
    return new RebuildService(
        new RebuildService.Source(log, raw -> log.written(raw.timestamp())),
        models,
        all,
        backoff,
        () -> Instant.EPOCH,
        atMost);
  }

  RebuildResult rebuild(Request request) {
    return run((service, shown) -> service.rebuild(request, found::add, shown));
  }

  RebuildResult goBack() {
    return run((service, shown) -> service.goBack(found::add, shown));
  }

  private RebuildResult run(BiFunction<RebuildService, WatchedProgress, RebuildResult> work) {
    found.clear();
    try {
      return work.apply(service(), progress);
    } finally {
      assertThat(models.open).as("models left open").isZero();
    }
  }

  /** Another process, told nothing yet. */
  void startAgain() {
    progress = new WatchedProgress();
  }

  /** After the first poll is projected. */
  void killAfterAPoll() {
    progress.atAdvance =
        () -> {
          throw new Killed();
        };
  }

  MemoryModel rebuilt() {
    return models.beside(Kind.REBUILT);
  }

  MemoryModel previous() {
    return models.beside(Kind.PREVIOUS);
  }

  /** Whether the live rows say all that the log says, and nothing else. */
  void assertLiveIsRebuilt(List<CompletionEvent> meant) {
    assertThat(models.live.store.facts()).isEqualTo(Facts.fold(meant));
  }

  static List<CompletionEvent> all(List<CompletionEvent> one, List<CompletionEvent> other) {
    List<CompletionEvent> all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  /** What the log of the beginning says. */
  static List<CompletionEvent> meant() {
    return all(events(1, 40), events(2, 20));
  }

  void cacheAnswer(BatchId batch) {
    if (cache.findBatch(batch) instanceof Lookup.Miss miss) {
      cache.putBatch(batch, new Body(new byte[] {1}), miss.lease());
    }
  }

  boolean isCached(BatchId batch) {
    return cache.findBatch(batch) instanceof Lookup.Hit;
  }
}
