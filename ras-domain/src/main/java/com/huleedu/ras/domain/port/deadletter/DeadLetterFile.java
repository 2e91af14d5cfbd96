package com.huleedu.ras.domain.port.deadletter;

import java.util.List;

/**
 * All that is known of a dead letter.
 *
 * @param history oldest first; begins with its being dead-lettered
 */
public record DeadLetterFile(StoredDeadLetter stored, List<DeadLetterEntry> history) {
  public DeadLetterFile {
    history = List.copyOf(history);
  }
}
