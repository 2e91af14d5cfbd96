package com.huleedu.ras.domain.port.projection;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How far each partition has been projected, kept with the rows themselves. */
public interface Positions {

  /** The stored positions of those partitions that have one. */
  Map<Partition, Position> find(Collection<Partition> partitions);

  /**
   * Those of the topics, by Kafka's ids, of which any partition has a position: what is new of them
   * is new to the log, not to the service.
   */
  Set<String> consumed(Collection<String> topicIds);

  /** The names of all topics of which any partition has a position, by whatever id. */
  Set<String> topics();

  /** Stores where consuming begins, over whatever was stored for these partitions. */
  void begin(Collection<Position> positions);

  /**
   * Moves positions forward, never back, and notes the last records. To be called in the
   * transaction that stores what the advances cover.
   *
   * @return false if nothing was moved, because a position is missing or lies before its {@code
   *     from}, or the lineage is no longer the expected one: the database fell back
   */
  boolean advance(List<Advance> advances, Lineage expected);

  /** The lineage of the database as it is now. */
  Lineage lineage();

  /** Starts a new lineage, unless somebody else did since {@code known}; returns the new one. */
  Lineage renewLineage(Lineage known);
}
