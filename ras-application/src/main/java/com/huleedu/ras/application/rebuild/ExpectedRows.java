package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.batch.RejectedFileFacts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A pure fold of the log, of those rows that are wanted; taken apart row by row, in the order of
 * their keys. What is taken, and all before it, is settled: what the log says of it later is not
 * kept.
 */
final class ExpectedRows {
  private final Predicate<RowKey> wanted;
  private final TreeMap<RowKey, Facts> rows = new TreeMap<>();
  private @Nullable RowKey settled;
  private long bytes;

  ExpectedRows(Predicate<RowKey> wanted) {
    this.wanted = wanted;
  }

  void fold(List<CompletionEvent> events) {
    eachRow(Facts.fold(events), this::add);
  }

  /** Takes facts apart, row by row. */
  static void eachRow(Facts facts, BiConsumer<RowKey, Facts> row) {
    facts.batches().values().forEach(it -> row.accept(key(it.batch()), Facts.of(it)));
    facts.pipelines().values().forEach(it -> row.accept(pipelineKey(it.batch()), Facts.of(it)));
    facts.outcomes().values().forEach(it -> row.accept(key(it.key()), Facts.of(it)));
    facts.rejectedFiles().values().forEach(it -> row.accept(key(it.key()), Facts.of(it)));
    facts.essays().values().forEach(it -> row.accept(key(it.essay()), Facts.of(it)));
  }

  private void add(RowKey key, Facts facts) {
    if (!wanted.test(key) || (settled != null && key.compareTo(settled) <= 0)) {
      return;
    }
    Facts before = rows.get(key);
    Facts after = before == null ? facts : before.merge(facts);
    rows.put(key, after);
    bytes += FactsSize.bytes(after) - (before == null ? 0 : FactsSize.bytes(before));
  }

  static RowKey key(BatchId batch) {
    return new RowKey(ModelTable.BATCH_RESULTS, List.of(batch.value()));
  }

  /** Of the runs of a batch, which may be registered or not. */
  static RowKey pipelineKey(BatchId batch) {
    return new RowKey(ModelTable.BATCH_PIPELINES, List.of(batch.value()));
  }

  static RowKey key(RejectedFileFacts.Key file) {
    return new RowKey(
        ModelTable.REJECTED_FILES, List.of(file.batch().value(), file.upload().value()));
  }

  static RowKey key(OutcomeFacts.Key outcome) {
    return new RowKey(
        ModelTable.PHASE_OUTCOMES, List.of(outcome.batch().value(), outcome.phase().eventName()));
  }

  static RowKey key(EssayId essay) {
    return new RowKey(ModelTable.ESSAY_RESULTS, List.of(essay.value()));
  }

  /** Takes out the first row whose key is not after this one; null if there is none. */
  Map.@Nullable Entry<RowKey, Facts> takeUpTo(RowKey key) {
    return !rows.isEmpty() && rows.firstKey().compareTo(key) <= 0 ? takeFirst() : null;
  }

  /** Takes out the first row; null if there is none left. */
  Map.@Nullable Entry<RowKey, Facts> takeFirst() {
    Map.Entry<RowKey, Facts> first = rows.pollFirstEntry();
    if (first != null) {
      settled = first.getKey();
      bytes -= FactsSize.bytes(first.getValue());
    }
    return first;
  }

  /** No row up to this one is of interest any more. */
  void settle(RowKey key) {
    settled = key;
  }

  /** How many rows are held. */
  int size() {
    return rows.size();
  }

  /** About how much heap they take. */
  long bytes() {
    return bytes;
  }
}
