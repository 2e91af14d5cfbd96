package com.huleedu.ras.telemetry;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.Tracing;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import io.opentelemetry.api.trace.Span;
import java.util.function.Supplier;

/** What is asked of the cache, as spans; those of putting a body end when it is on its way. */
record TracedCache(CacheManager cache, Tracing tracing) implements CacheManager {

  @Override
  public Lookup findBatch(BatchId batch) {
    return lookup("find_batch", () -> cache.findBatch(batch));
  }

  @Override
  public Lookup findUserBatches(UserBatchesQuery query) {
    return lookup("find_user_batches", () -> cache.findUserBatches(query));
  }

  private Lookup lookup(String operation, Supplier<Lookup> work) {
    try (Tracing.Span span = tracing.asking(Tracing.Server.REDIS, operation)) {
      Lookup found = work.get();
      if (span.traceId() != null) {
        String what =
            switch (found) {
              case Lookup.Hit _ -> "hit";
              case Lookup.Miss _ -> "miss";
              case Lookup.Unavailable _ -> "unavailable";
            };
        Span.current().setAttribute(Attributes.LOOKUP, what);
        if (found instanceof Lookup.Unavailable) {
          span.failed(what);
        }
      }
      return found;
    }
  }

  @Override
  public void putBatch(BatchId batch, Body body, Lease lease) {
    try (Tracing.Span _ = tracing.asking(Tracing.Server.REDIS, "put_batch")) {
      cache.putBatch(batch, body, lease);
    }
  }

  @Override
  public void putUserBatches(UserBatchesQuery query, Body body, Lease lease) {
    try (Tracing.Span _ = tracing.asking(Tracing.Server.REDIS, "put_user_batches")) {
      cache.putUserBatches(query, body, lease);
    }
  }

  @Override
  public void invalidate(Touched touched) {
    try (Tracing.Span span = tracing.asking(Tracing.Server.REDIS, "invalidate")) {
      try {
        cache.invalidate(touched);
      } catch (RuntimeException | Error failure) {
        span.failed(failure.getClass().getSimpleName());
        throw failure;
      }
    }
  }
}
