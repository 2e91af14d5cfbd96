package com.huleedu.ras.domain.port.projection;

import java.util.List;

/** What became of a poll. */
public sealed interface ProjectionResult {

  /**
   * Every message is durable, in the model or as a dead letter, and no stale answer is left in the
   * cache: its offsets may be committed.
   *
   * @param lineage the history of the database that has the messages
   * @param marks of the messages that were applied, to be {@link ProjectEvents#acknowledged}
   */
  record Projected(Lineage lineage, List<DeduplicationMark> marks) implements ProjectionResult {
    public Projected {
      marks = List.copyOf(marks);
    }
  }

  /**
   * Nothing was applied, because the database no longer stands where this poll begins: it fell
   * back. The caller has to {@link ProjectEvents#resume} its partitions.
   */
  record FellBack() implements ProjectionResult {}
}
