package com.huleedu.ras.testkit.history;

import com.huleedu.ras.domain.event.CompletionEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Random histories, and the ways in which a log may deliver one. The same seed, the same result.
 */
public final class Histories {
  private static final int MAX_POLL = 12;

  private Histories() {}

  /**
   * Events of both generations about a few batches that get in each other's way: they share essays,
   * change owners, are announced again, and have equal times and ids.
   */
  public static List<CompletionEvent> random(long seed, int size) {
    return random(seed, size, "");
  }

  /**
   * The same in a world of its own.
   *
   * @param world what the ids of users, batches, essays and uploads end with; histories of
   *     different worlds have none in common
   */
  public static List<CompletionEvent> random(long seed, int size, String world) {
    return new HistoryGenerator(new Random(seed), world, true).generate(size);
  }

  /** The same of the first generation alone. */
  public static List<CompletionEvent> ofFirstGeneration(long seed, int size, String world) {
    return new HistoryGenerator(new Random(seed), world, false).generate(size);
  }

  /** Every event at least once, some twice or more, in any order. */
  public static List<CompletionEvent> redelivered(List<CompletionEvent> history, long seed) {
    Random random = new Random(seed);
    List<CompletionEvent> delivered = new ArrayList<>(history);
    for (CompletionEvent event : history) {
      if (random.nextInt(3) == 0) {
        delivered.add(event);
      }
    }
    Collections.shuffle(delivered, random);
    return List.copyOf(delivered);
  }

  /** The history cut into consecutive pieces of random length. */
  public static List<List<CompletionEvent>> polls(List<CompletionEvent> history, long seed) {
    Random random = new Random(seed);
    List<List<CompletionEvent>> polls = new ArrayList<>();
    int start = 0;
    while (start < history.size()) {
      int end = Math.min(history.size(), start + 1 + random.nextInt(MAX_POLL));
      polls.add(history.subList(start, end));
      start = end;
    }
    return List.copyOf(polls);
  }
}
