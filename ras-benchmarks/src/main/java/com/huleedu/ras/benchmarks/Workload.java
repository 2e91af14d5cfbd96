package com.huleedu.ras.benchmarks;

import com.huleedu.ras.benchmarks.load.Zipf;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * The events of many batches, of which hundreds are at work at the same time, some faster than
 * others; now and then an event is published again. The same seed tells the same again.
 */
public final class Workload {
  private static final int AT_WORK = 300;
  private static final double AGAIN = 0.03;
  private static final Instant BEGINNING = Instant.parse("2026-03-01T08:00:00Z");

  private final Random random;
  private final IntFunction<UserId> owners;
  private final int batches;
  private final Zipf pace = new Zipf(AT_WORK, 0.6);
  private final List<BatchStory> atWork = new ArrayList<>();
  private int begun;
  private long events;

  /**
   * @param owners of the first batch, the second, …
   * @param batches how many there are
   */
  Workload(long seed, IntFunction<UserId> owners, int batches) {
    this.random = new Random(seed);
    this.owners = owners;
    this.batches = batches;
  }

  /** About so many events, of users of whom some have many batches, and most few. */
  public static Workload ofEvents(long seed, int events) {
    return new Workload(
        seed, zipfUsers(seed, "teacher-", 1_000), Math.max(1, events / (Scale.ESSAYS + 5)));
  }

  static IntFunction<UserId> zipfUsers(long seed, String prefix, int users) {
    Zipf popularity = new Zipf(users, 0.9);
    Random choice = new Random(seed + 1);
    return batch -> new UserId(prefix + popularity.next(choice));
  }

  /** The next event; empty when every batch has come to its end. */
  public Optional<CompletionEvent> next() {
    while (atWork.size() < AT_WORK && begun < batches) {
      atWork.add(new BatchStory(owners.apply(begun++), Scale.ESSAYS, random));
    }
    if (atWork.isEmpty()) {
      return Optional.empty();
    }
    int place = pace.next(random) % atWork.size();
    BatchStory story = atWork.get(place);
    if (story.hasBegun() && random.nextDouble() < AGAIN) {
      return Optional.of(story.again(stamp(), random));
    }
    CompletionEvent event = story.next(stamp());
    if (story.isOver()) {
      atWork.remove(place);
    }
    return Optional.of(event);
  }

  private Stamp stamp() {
    UUID id = BatchStory.uuid(random);
    return new Stamp(BEGINNING.plusNanos(events++ * 1_000_000 + 1_000), id, 0);
  }
}
