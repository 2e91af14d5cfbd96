package com.huleedu.ras.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadTest {
  private static final int BATCHES = 400;

  @Test
  void every_batch_is_told_whole_and_the_same_seed_tells_the_same() {
    List<CompletionEvent> events = events(3);
    Facts facts = Facts.fold(events);
    assertThat(facts.batches()).hasSize(BATCHES);
    assertThat(facts.essays()).hasSize(BATCHES * Scale.ESSAYS);
    // One of ten is not ranked yet.
    assertThat(facts.outcomes().size()).isBetween(BATCHES * 2 - 80, BATCHES * 2 - 10);
    assertThat(events(3)).isEqualTo(events);
    assertThat(events(4)).isNotEqualTo(events);
  }

  @Test
  void facts_of_one_essay_seldom_meet_in_one_fold_and_some_events_are_told_again() {
    List<CompletionEvent> events = events(5);
    // 34 events make about 92 row changes where nothing meets.
    long changes = 0;
    for (int from = 0; from < events.size(); from += Log.FOLD) {
      int to = Math.min(events.size(), from + Log.FOLD);
      changes += Log.changes(Facts.fold(events.subList(from, to)));
    }
    assertThat((double) changes / events.size()).isBetween(2.0, 2.9);
    assertThat(events.size()).isGreaterThan(BATCHES * 34);
    assertThat(new HashSet<>(events.stream().map(CompletionEvent::stamp).toList()))
        .hasSameSizeAs(events);
  }

  private static List<CompletionEvent> events(long seed) {
    Workload workload = new Workload(seed, batch -> new UserId("u" + batch % 7), BATCHES);
    List<CompletionEvent> events = new ArrayList<>();
    Optional<CompletionEvent> next = workload.next();
    while (next.isPresent()) {
      events.add(next.get());
      next = workload.next();
    }
    return events;
  }
}
