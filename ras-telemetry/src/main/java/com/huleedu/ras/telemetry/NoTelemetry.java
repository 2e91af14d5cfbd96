package com.huleedu.ras.telemetry;

import com.huleedu.ras.domain.port.Tracing;
import com.huleedu.ras.domain.port.deadletter.DeadLetterCopies;
import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.query.CacheManager;
import org.jspecify.annotations.Nullable;

/** Stands around nothing, so it costs nothing. */
final class NoTelemetry implements Telemetry {

  @Override
  public Tracing tracing() {
    return Tracing.OFF;
  }

  @Override
  public ProjectEvents polls(ProjectEvents projection) {
    return projection;
  }

  @Override
  public CacheManager cache(CacheManager cache) {
    return cache;
  }

  @Override
  public DeduplicationMarks marks(DeduplicationMarks marks) {
    return marks;
  }

  @Override
  public DeadLetterCopies letters(DeadLetterCopies copies) {
    return copies;
  }

  @Override
  public @Nullable Current current() {
    return null;
  }

  @Override
  public void close() {}
}
