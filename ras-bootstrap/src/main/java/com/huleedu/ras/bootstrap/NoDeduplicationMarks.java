package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.projection.Lineage;
import java.util.Collection;
import java.util.Set;

/** Without a Redis nothing is remembered as seen: what is delivered again is projected again. */
final class NoDeduplicationMarks implements DeduplicationMarks {

  @Override
  public Set<DeduplicationMark> seen(Lineage lineage, Collection<DeduplicationMark> marks) {
    return Set.of();
  }

  @Override
  public void mark(Lineage lineage, Collection<DeduplicationMark> marks) {}
}
