package com.huleedu.ras.domain.port.projection;

import java.util.Collection;
import java.util.Set;

/**
 * Marks of events that were projected, to skip what is delivered again. Only a fast path: it may
 * forget, and it fails open; the registers make repetition harmless.
 */
public interface DeduplicationMarks {

  /** Those of the marks that are set. Never throws; nothing is set if it can't be known. */
  Set<DeduplicationMark> seen(Lineage lineage, Collection<DeduplicationMark> marks);

  /** Sets marks, of events that are durable and invalidated. Best effort: never throws. */
  void mark(Lineage lineage, Collection<DeduplicationMark> marks);
}
