package com.huleedu.ras.adapter.http;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.QueryBatches;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Knows the batches it was told; remembers the questions. */
class FakeBatches implements QueryBatches {
  final Map<String, String> bodies = new ConcurrentHashMap<>();
  final Map<List<String>, String> errors = new ConcurrentHashMap<>();
  final Map<String, String> essays = new ConcurrentHashMap<>();
  final List<EssaysQuery> essaysQueries = new CopyOnWriteArrayList<>();
  final List<UserBatchesQuery> queries = new CopyOnWriteArrayList<>();

  @Override
  public Optional<Body> batch(BatchId batch) {
    return Optional.ofNullable(bodies.get(batch.value())).map(FakeBatches::body);
  }

  @Override
  public Body userBatches(UserBatchesQuery query) {
    queries.add(query);
    return body("{\"user\":\"page\"}");
  }

  @Override
  public Optional<Body> spellcheckError(BatchId batch, EssayId essay) {
    return Optional.ofNullable(errors.get(List.of(batch.value(), essay.value())))
        .map(FakeBatches::body);
  }

  @Override
  public Optional<Body> essays(EssaysQuery query) {
    essaysQueries.add(query);
    return Optional.ofNullable(essays.get(query.batch().value())).map(FakeBatches::body);
  }

  static Body body(String text) {
    return new Body(text.getBytes(StandardCharsets.UTF_8));
  }
}
