package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.query.Touched;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Whose answers facts may change: the batches that they name, every batch that ever claimed one of
 * their essays, and every user who ever owned one of these batches. Owners and claimants only grow,
 * so asking again names at least the same.
 */
final class TouchedQuery {
  private static final String SQL =
      """
      with named (batch_id) as (
        select batch_id from unnest(?) as u (batch_id)
        union
        select c.batch_id
        from essay_results as e, unnest(e.claimants) as c (batch_id)
        where e.essay_id = any (?)
      )
      select n.batch_id, b.owners
      from named as n left join batch_results as b on b.batch_id = n.batch_id
      """;

  private TouchedQuery() {}

  static Touched ask(DSLContext dsl, Facts facts) {
    Set<BatchId> batches = new HashSet<>();
    Set<UserId> users = new HashSet<>();
    String[] essays = texts(facts.essays().keySet(), EssayId::value);
    for (Record row : dsl.fetch(SQL, texts(named(facts), BatchId::value), essays)) {
      batches.add(new BatchId(row.get(0, String.class)));
      String[] owners = row.get(1, String[].class);
      for (String owner : owners == null ? new String[0] : owners) {
        users.add(new UserId(owner));
      }
    }
    return new Touched(batches, users);
  }

  private static Set<BatchId> named(Facts facts) {
    Set<BatchId> batches = new TreeSet<>(facts.batches().keySet());
    batches.addAll(facts.pipelines().keySet());
    facts.rejectedFiles().keySet().forEach(key -> batches.add(key.batch()));
    facts.outcomes().keySet().forEach(key -> batches.add(key.batch()));
    facts.essays().values().forEach(essay -> batches.addAll(essay.claimants()));
    return batches;
  }

  private static <T> String[] texts(Collection<T> ids, Function<T, String> text) {
    return ids.stream().map(text).toArray(String[]::new);
  }
}
