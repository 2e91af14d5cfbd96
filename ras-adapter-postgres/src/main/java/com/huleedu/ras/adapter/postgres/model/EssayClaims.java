package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
  /**
   * Essays of several batches have an index of their own, and are few. The others are looked up one
   * by one: of thousands at once the server would rather read the whole table.
   */
  private static final String STORED =
      """
      select c.batch_id from essay_results as e, unnest(e.claimants) as c (batch_id)
      where e.essay_id = any (?) and cardinality(e.claimants) > 1
      union
      select c.batch_id from unnest(?) as u (essay_id)
      cross join lateral (
        select claimants from essay_results where essay_id = u.essay_id offset 0) as e,
        unnest(e.claimants) as c (batch_id)
      """;

  /** Few batches have all the essays of a statement, so that each is sent once. */
  private static final String CONCERNED =
      """
      with written as (
      %sreturning claimants)
      select distinct c.batch_id from written as w, unnest(w.claimants) as c (batch_id)
      """;

  static final BulkUpsert<EssayFacts> UPSERT =
      new BulkUpsert<>(FactTables.ESSAYS, CONCERNED::formatted);

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

  /**
   * Merges the facts; returns the batches that claim what was written, named by the facts or not.
   */
  static Set<BatchId> write(Connection connection, Collection<EssayFacts> facts)
      throws SQLException {
    Set<BatchId> concerned = new TreeSet<>();
    UPSERT.forEach(
        facts,
        piece -> {
          try (PreparedStatement statement = piece.prepared(connection);
              ResultSet written = statement.executeQuery()) {
            while (written.next()) {
              concerned.add(new BatchId(written.getString(1)));
            }
          }
        });
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
