package com.huleedu.ras.telemetry;

import com.huleedu.ras.domain.port.Tracing;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.projection.Lineage;
import java.util.Collection;
import java.util.Set;

/** What is asked of marks, as spans. They are set when their poll is over, which none shows. */
record TracedMarks(DeduplicationMarks marks, Tracing tracing) implements DeduplicationMarks {

  @Override
  public Set<DeduplicationMark> seen(Lineage lineage, Collection<DeduplicationMark> asked) {
    try (Tracing.Span _ = tracing.asking(Tracing.Server.REDIS, "find_marks")) {
      return marks.seen(lineage, asked);
    }
  }

  @Override
  public void mark(Lineage lineage, Collection<DeduplicationMark> set) {
    marks.mark(lineage, set);
  }
}
