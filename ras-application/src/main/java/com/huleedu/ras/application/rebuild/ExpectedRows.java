package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A pure fold of the log, of those rows that are wanted; taken apart row by row in the end. */
final class ExpectedRows {
  private static final int PAGE = 1_000;

  private final Predicate<RowKey> wanted;
  private final Map<RowKey, BatchFacts> batches = new HashMap<>();
  private final Map<RowKey, OutcomeFacts> outcomes = new HashMap<>();
  private final Map<RowKey, EssayFacts> essays = new HashMap<>();

  ExpectedRows(Predicate<RowKey> wanted) {
    this.wanted = wanted;
  }

  void fold(List<CompletionEvent> events) {
    Facts facts = Facts.fold(events);
    for (BatchFacts batch : facts.batches().values()) {
      RowKey key = key(batch.batch());
      if (wanted.test(key)) {
        batches.merge(key, batch, BatchFacts::merge);
      }
    }
    for (OutcomeFacts outcome : facts.outcomes().values()) {
      RowKey key = key(outcome.key());
      if (wanted.test(key)) {
        outcomes.merge(key, outcome, OutcomeFacts::merge);
      }
    }
    for (EssayFacts essay : facts.essays().values()) {
      RowKey key = key(essay.essay());
      if (wanted.test(key)) {
        essays.merge(key, essay, EssayFacts::merge);
      }
    }
  }

  static RowKey key(BatchId batch) {
    return new RowKey(ModelTable.BATCH_RESULTS, List.of(batch.value()));
  }

  static RowKey key(OutcomeFacts.Key outcome) {
    return new RowKey(
        ModelTable.PHASE_OUTCOMES, List.of(outcome.batch().value(), outcome.phase().eventName()));
  }

  static RowKey key(EssayId essay) {
    return new RowKey(ModelTable.ESSAY_RESULTS, List.of(essay.value()));
  }

  /** Takes out what there is for these keys. */
  Facts take(Collection<RowKey> keys) {
    SortedMap<BatchId, BatchFacts> someBatches = new TreeMap<>();
    SortedMap<OutcomeFacts.Key, OutcomeFacts> someOutcomes = new TreeMap<>();
    SortedMap<EssayId, EssayFacts> someEssays = new TreeMap<>();
    for (RowKey key : keys) {
      BatchFacts batch = batches.remove(key);
      if (batch != null) {
        someBatches.put(batch.batch(), batch);
      }
      OutcomeFacts outcome = outcomes.remove(key);
      if (outcome != null) {
        someOutcomes.put(outcome.key(), outcome);
      }
      EssayFacts essay = essays.remove(key);
      if (essay != null) {
        someEssays.put(essay.essay(), essay);
      }
    }
    return new Facts(someBatches, someOutcomes, someEssays);
  }

  /** Takes out all that is left, page by page. */
  void takeRest(Consumer<Facts> page) {
    List<RowKey> left = new ArrayList<>(batches.keySet());
    left.addAll(outcomes.keySet());
    left.addAll(essays.keySet());
    for (int start = 0; start < left.size(); start += PAGE) {
      page.accept(take(left.subList(start, Math.min(left.size(), start + PAGE))));
    }
  }
}
