package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.port.projection.EventMark;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.SeenEvents;
import java.util.Collection;
import java.util.Set;

/** Without a Redis nothing is remembered as seen: what is delivered again is projected again. */
final class NoMarks implements SeenEvents {

  @Override
  public Set<EventMark> seen(Lineage lineage, Collection<EventMark> marks) {
    return Set.of();
  }

  @Override
  public void mark(Lineage lineage, Collection<EventMark> marks) {}
}
