package com.huleedu.ras.domain.port.rebuild;

import java.util.List;
import java.util.Map;

/**
 * What an audit saw.
 *
 * @param finished false if it was told to end
 * @param messages how many messages the model was held against
 * @param rows how many rows were looked at
 * @param differences how many there are of each kind
 * @param cut the partitions whose beginning Kafka no longer has
 * @param unread why a partition could not be audited, for a person
 * @param behind how many messages were not projected yet when the audit ended
 * @param deadLetters how many there were when the audit ended
 */
public record AuditResult(
    boolean finished,
    long messages,
    long rows,
    Map<Difference.Kind, Long> differences,
    List<LogPartition> cut,
    List<String> unread,
    long behind,
    DeadLetterCounts deadLetters) {
  public AuditResult {
    differences = Map.copyOf(differences);
    cut = List.copyOf(cut);
    unread = List.copyOf(unread);
  }

  /** How many differences there are, without those that nobody can verify. */
  public long count() {
    return differences.entrySet().stream()
        .filter(entry -> entry.getKey() != Difference.Kind.NOT_VERIFIABLE)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
