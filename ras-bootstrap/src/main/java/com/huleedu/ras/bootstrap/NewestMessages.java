package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.port.checkup.Finding;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What would become of the newest messages of each topic: whoever starts RAS beside services that
 * announce something else learns that before the first dead letter.
 */
final class NewestMessages {
  /** Of each topic, over its partitions. */
  private static final long MANY = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Supplier<MessageLog> opener;

  /**
   * @param opener opens the log; decoding as the service does
   */
  NewestMessages(Supplier<MessageLog> opener) {
    this.opener = opener;
  }

  /** Of one topic. */
  private static final class Tally {
    private long read;
    private long malformed;
    private final SortedMap<String, List<String>> reasons = new TreeMap<>();

    void add(Message message) {
      read++;
      if (message instanceof Message.Malformed refused) {
        malformed++;
        DeadLetterReason reason = refused.reason();
        reasons.computeIfAbsent(reason.type(), _ -> new ArrayList<>()).add(reason.detail());
      }
    }

    Finding finding(String topic) {
      String types =
          reasons.entrySet().stream()
              .map(entry ->
                  "%s × %s, as \"%s\""
                      .formatted(
                          entry.getValue().size(), entry.getKey(), entry.getValue().getFirst()))
              .collect(Collectors.joining("; "));
      return Finding.warn(
          "%s of the newest %s messages of %s would become dead letters: %s"
              .formatted(malformed, read, topic, types),
          "look whether this is the right topic (KAFKA_TOPIC_…), and whether its services are newer than this RAS");
    }
  }

  List<Finding> look() {
    SortedMap<String, Tally> tallies = new TreeMap<>();
    try (MessageLog log = opener.get()) {
      Map<Partition, LogRange> newest = newest(log.partitions());
      if (!newest.isEmpty()) {
        log.read(
            newest,
            poll -> {
              poll.messages()
                  .forEach(message ->
                      tallies
                          .computeIfAbsent(message.raw().partition().topic(), _ -> new Tally())
                          .add(message));
              return true;
            },
            PATIENCE);
      }
    }
    List<Finding> findings = new ArrayList<>();
    tallies.forEach((topic, tally) -> {
      if (tally.malformed > 0) {
        findings.add(tally.finding(topic));
      }
    });
    return findings.isEmpty() ? List.of(wellRead(tallies)) : findings;
  }

  private static Finding wellRead(Map<String, Tally> tallies) {
    long read = tallies.values().stream().mapToLong(tally -> tally.read).sum();
    return read == 0
        ? Finding.note("there are no messages yet", "")
        : Finding.ok(
            "the newest %s messages of %s topics can all be read".formatted(read, tallies.size()));
  }

  private static Map<Partition, LogRange> newest(List<LogPartition> partitions) {
    Map<String, Long> counts =
        partitions.stream()
            .collect(
                Collectors.groupingBy(
                    partition -> partition.partition().topic(), Collectors.counting()));
    Map<Partition, LogRange> ranges = new HashMap<>();
    for (LogPartition one : partitions) {
      long share = Math.ceilDiv(MANY, counts.getOrDefault(one.partition().topic(), 1L));
      long from = Math.max(one.beginning(), one.end() - share);
      if (from < one.end()) {
        ranges.put(one.partition(), new LogRange(from, one.end()));
      }
    }
    return ranges;
  }
}
