package com.huleedu.ras.domain.port.in;

/** What became of a poll. */
public sealed interface ProjectionResult {

  /**
   * Every message is durable, in the model or as a dead letter, and no stale answer is left in the
   * cache: its offsets may be committed.
   */
  record Projected() implements ProjectionResult {}

  /**
   * Nothing was applied, because the database no longer stands where this poll begins: it fell
   * back. The caller has to {@link ProjectEvents#resume} its partitions.
   */
  record FellBack() implements ProjectionResult {}
}
