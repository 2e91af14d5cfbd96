package com.huleedu.ras.domain.port.projection;

/** Reads messages, wherever they come from. Safe for use by many threads. */
public interface MessageDecoder {

  /** What the message says, or why it says nothing. Never throws. */
  Message decode(RawMessage raw);
}
