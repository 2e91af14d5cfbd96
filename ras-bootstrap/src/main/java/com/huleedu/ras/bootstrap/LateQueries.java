package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.QueryBatches;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets the HTTP port open, and health answer, before the database has been reached. */
final class LateQueries implements QueryBatches {
  private volatile @Nullable QueryBatches queries;

  void arrive(QueryBatches arrived) {
    queries = arrived;
  }

  @Override
  public Optional<Body> batch(BatchId batch) {
    return arrived().batch(batch);
  }

  @Override
  public Body userBatches(UserBatchesQuery query) {
    return arrived().userBatches(query);
  }

  private QueryBatches arrived() {
    QueryBatches arrived = queries;
    if (arrived == null) {
      throw new UnavailableException("PostgreSQL", "not reached yet since the start");
    }
    return arrived;
  }
}
