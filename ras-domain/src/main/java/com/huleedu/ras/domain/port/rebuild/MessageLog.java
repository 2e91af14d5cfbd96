package com.huleedu.ras.domain.port.rebuild;

import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All topics, to be read from anywhere and as often as one likes. Reading consumes nothing: no
 * group is joined and no offset is committed. For one thread at a time.
 *
 * <p>Every call may throw {@link com.huleedu.ras.domain.UnavailableException}.
 */
public interface MessageLog extends AutoCloseable {

  /** Every partition of the topics that exist. */
  List<LogPartition> partitions();

  /** The names of the topics that don't: if nothing was ever projected of one, it is empty. */
  Set<String> missing();

  /**
   * Reads ranges, poll by poll, in the order of each partition, decoded as the service does.
   *
   * @param reader gets each poll; says false to end reading there
   * @throws com.huleedu.ras.domain.LogGapException if Kafka no longer has the beginning of a range
   */
  void read(Map<Partition, LogRange> ranges, Predicate<Poll> reader);

  /** The same, giving up when nothing comes for so long. */
  void read(Map<Partition, LogRange> ranges, Predicate<Poll> reader, Duration timeout);

  @Override
  void close();
}
