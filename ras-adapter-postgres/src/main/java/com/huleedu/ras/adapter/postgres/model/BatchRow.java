package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code batch_results}: a registered batch, or the place of one that an essay claims to
 * belong to, or of which anything else was said, and whose registration is still to come.
 *
 * @param facts null for a place
 */
public record BatchRow(BatchId batch, @Nullable BatchFacts facts) {

  /**
   * All rows that the facts need, those of the registered batches and a place for each batch that
   * claims an essay, which the essay's foreign key may refer to, or has an outcome, a run that
   * ended or failed, or a rejected file. They are written in one sorted statement: places written
   * in another one than registrations would let two writers wait for each other, each holding the
   * new batch that the other's essays claim.
   *
   * <p>Writing locks those, too, that stay as they are. So whoever changes anything of which the
   * status of a batch is made holds the batch from there on.
   *
   * @param others more batches to be locked, all of them there
   */
  static SortedMap<BatchId, BatchRow> of(Facts facts, Collection<BatchId> others) {
    Map<BatchId, BatchRow> rows = new HashMap<>(); // each is named by dozens of essays
    facts.batches().forEach((id, batch) -> rows.put(id, new BatchRow(id, batch)));
    facts.pipelines().keySet().forEach(batch -> place(rows, batch));
    facts.outcomes().keySet().forEach(outcome -> place(rows, outcome.batch()));
    facts.rejectedFiles().keySet().forEach(file -> place(rows, file.batch()));
    for (EssayFacts essay : facts.essays().values()) {
      // Of every claimant, the losing ones too: which claim wins for a while depends on the order
      // of events, and the rows may not.
      essay.claimants().forEach(batch -> place(rows, batch));
    }
    others.forEach(batch -> place(rows, batch));
    return new TreeMap<>(rows);
  }

  private static void place(Map<BatchId, BatchRow> rows, BatchId batch) {
    rows.putIfAbsent(batch, new BatchRow(batch, null));
  }
}
