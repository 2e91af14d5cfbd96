package com.huleedu.ras.domain.port.deadletter;

/**
 * What became of a dead letter.
 *
 * <pre>
 * OPEN → REPLAYED
 *   ↓       ↑ (only when asked for by force)
 * DISCARDED
 * </pre>
 */
public enum DeadLetterState {
  /** It waits for somebody to decide. */
  OPEN,
  /** Its message is in the model. */
  REPLAYED,
  /** Somebody decided that its message is not needed. */
  DISCARDED
}
