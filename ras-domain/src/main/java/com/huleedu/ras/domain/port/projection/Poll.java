package com.huleedu.ras.domain.port.projection;

import java.util.ArrayList;
import java.util.List;

/**
 * What one poll of the log brought: the unit of projection.
 *
 * @param messages in the order of each partition
 * @param advances for every partition in {@code messages}, the range of offsets that they cover
 */
public record Poll(List<Message> messages, List<Advance> advances) {
  public Poll {
    messages = List.copyOf(messages);
    advances = List.copyOf(advances);
  }

  /** Those of the messages that could be read, in their order. */
  public List<Message.Decoded> decoded() {
    List<Message.Decoded> decoded = new ArrayList<>(messages.size());
    for (Message message : messages) {
      if (message instanceof Message.Decoded one) {
        decoded.add(one);
      }
    }
    return List.copyOf(decoded);
  }
}
