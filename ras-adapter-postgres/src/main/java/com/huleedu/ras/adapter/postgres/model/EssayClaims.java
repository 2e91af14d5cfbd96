package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Result;

/**
 * Writes facts of essays, and says which batches they concern that they don't name: an essay that
 * another batch claims now is no member any more where it was, and a result may name no batch at
 * all. Claimants only grow, so what is stored of them covers every former member.
 */
final class EssayClaims {
  /** Essays of several batches have an index of their own, and are few. */
  private static final String STORED =
      """
      select c.batch_id from essay_results as e, unnest(e.claimants) as c (batch_id)
      where e.essay_id = any (?) and cardinality(e.claimants) > 1
      union
      select c.batch_id from essay_results as e, unnest(e.claimants) as c (batch_id)
      where e.essay_id = any (?)
      """;

  /**
   * Of rows that were written. The others, whose only claimant is the one that the facts name, are
   * not sent.
   */
  static final String SQL =
      """
      with written as (
      %sreturning essay_id, claimants)
      select distinct c.batch_id from written as w, unnest(w.claimants) as c (batch_id)
      where cardinality(w.claimants) > 1 or w.essay_id = any (?)
      """
          .formatted(UpsertSql.of(FactTables.ESSAYS));

  private static final BulkUpsert<EssayFacts> UPSERT = new BulkUpsert<>(FactTables.ESSAYS);

  private EssayClaims() {}

  /**
   * The batches that claim these essays now, beside those that the facts name. There may be more
   * once their rows are locked, which {@link #write} says then.
   */
  static Set<BatchId> stored(DSLContext dsl, Facts facts) {
    Collection<EssayFacts> essays = facts.essays().values();
    return essays.isEmpty()
        ? Set.of()
        : batches(dsl.fetch(STORED, ids(essays), ids(withoutClaimants(essays))));
  }

  /** Merges the facts; returns the batches that they concern, some of those that they name too. */
  static Set<BatchId> write(DSLContext dsl, Collection<EssayFacts> facts) {
    Set<BatchId> concerned = new TreeSet<>();
    UPSERT
        .pieces(facts)
        .forEach(rows ->
            concerned.addAll(
                batches(
                    dsl.fetch(
                        SQL, UPSERT.parameters(rows, (Object) ids(withoutClaimants(rows)))))));
    return concerned;
  }

  private static Collection<EssayFacts> withoutClaimants(Collection<EssayFacts> essays) {
    return essays.stream().filter(essay -> essay.claimants().isEmpty()).toList();
  }

  private static String[] ids(Collection<EssayFacts> essays) {
    return essays.stream().map(essay -> essay.essay().value()).toArray(String[]::new);
  }

  private static Set<BatchId> batches(Result<Record> rows) {
    return new TreeSet<>(rows.map(row -> new BatchId(row.get(0, String.class))));
  }
}
