package com.huleedu.ras.domain.port.projection;

import com.huleedu.ras.domain.event.CompletionEvent;

/** A message as it came in, decoded or found malformed. */
public sealed interface Message {

  /** The bytes as Kafka delivered them, and where. */
  RawMessage raw();

  /**
   * A message that says something.
   *
   * @param mark tells equal messages on one topic from all others
   */
  record Decoded(RawMessage raw, DeduplicationMark mark, CompletionEvent event)
      implements Message {}

  /** A message that breaks the contract and is to become a dead letter, whole. */
  record Malformed(RawMessage raw, DeadLetterReason reason) implements Message {}
}
