package com.huleedu.ras.domain.port.projection;

import com.huleedu.ras.domain.event.CompletionEvent;
import org.jspecify.annotations.Nullable;

/** A message as it came in, decoded or found malformed. */
public sealed interface Message {

  /** The bytes as Kafka delivered them, and where. */
  RawMessage raw();

  /**
   * A message that says something.
   *
   * @param mark tells equal messages on one topic from all others
   * @param traceparent the trace that the message says it is part of, as it says it; for logs
   */
  record Decoded(
      RawMessage raw, DeduplicationMark mark, CompletionEvent event, @Nullable String traceparent)
      implements Message {

    /** A message that says nothing of a trace. */
    public Decoded(RawMessage raw, DeduplicationMark mark, CompletionEvent event) {
      this(raw, mark, event, null);
    }
  }

  /** A message that breaks the contract and is to become a dead letter, whole. */
  record Malformed(RawMessage raw, DeadLetterReason reason) implements Message {}
}
