package com.huleedu.ras.testkit.memory;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One state of the in-memory store; changing it makes another. */
record StoredState(
    Facts facts, DeadLetterBox deadLetters, Map<Partition, Position> positions, Lineage lineage) {

  static StoredState empty(Lineage lineage) {
    return new StoredState(Facts.fold(List.of()), new DeadLetterBox(List.of()), Map.of(), lineage);
  }

  StoredState with(Facts changed) {
    return new StoredState(changed, deadLetters, positions, lineage);
  }

  StoredState with(Lineage changed) {
    return new StoredState(facts, deadLetters, positions, changed);
  }

  StoredState with(DeadLetterBox changed) {
    return new StoredState(facts, changed, positions, lineage);
  }

  StoredState withPositions(Collection<Position> changed) {
    Map<Partition, Position> all = new HashMap<>(positions);
    changed.forEach(position -> all.put(position.partition(), position));
    return new StoredState(facts, deadLetters, all, lineage);
  }

  Map<Partition, Position> positions(Collection<Partition> wanted) {
    Map<Partition, Position> found = new HashMap<>(positions);
    found.keySet().retainAll(wanted);
    return found;
  }

  /** Whether the advance leaves no gap after what is stored. */
  boolean joins(Advance advance) {
    Position position = positions.get(advance.partition());
    return position != null && position.next() >= advance.from();
  }

  StoredState advanced(List<Advance> advances) {
    Map<Partition, Position> all = new HashMap<>(positions);
    for (Advance advance : advances) {
      all.computeIfPresent(
          advance.partition(),
          (partition, old) -> old.next() > advance.to() ? old : moved(old, advance));
    }
    return new StoredState(facts, deadLetters, all, lineage);
  }

  private static Position moved(Position old, Advance advance) {
    return new Position(
        old.partition(),
        old.topicId(),
        advance.to(),
        advance.last() == null ? old.last() : advance.last());
  }
}
