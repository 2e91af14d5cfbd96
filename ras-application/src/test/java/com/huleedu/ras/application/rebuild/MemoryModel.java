package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.testkit.history.Picture;
import com.huleedu.ras.testkit.memory.InMemoryStore;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Tables in memory: the live ones, or those beside them. */
final class MemoryModel {
  final InMemoryStore store = new InMemoryStore();
  final List<KnownDeadLetter> letters = new CopyOnWriteArrayList<>();

  /** Rows that somebody deleted. */
  final Set<RowKey> lost = new HashSet<>();

  /** What was found to differ from the live rows. */
  final TreeSet<RowKey> differing = new TreeSet<>();

  /** What the last swap changed, and the cache does not know yet. */
  final TreeSet<RowKey> swapped = new TreeSet<>();

  private final Set<Partition> partitions = new TreeSet<>();
  private Facts folded = store.facts();
  private NavigableMap<RowKey, ModelRow> rows = new TreeMap<>();

  /** Stores positions, over whatever there was. */
  void begin(List<Position> positions) {
    positions.forEach(position -> partitions.add(position.partition()));
    store.begin(positions);
  }

  List<Position> positions() {
    return store.find(partitions).values().stream()
        .sorted(Comparator.comparing(Position::partition))
        .toList();
  }

  NavigableMap<RowKey, ModelRow> rows() {
    Facts facts = store.facts();
    if (!facts.equals(folded)) {
      folded = facts;
      rows = rows(facts);
    }
    NavigableMap<RowKey, ModelRow> left = new TreeMap<>(rows);
    left.keySet().removeAll(lost);
    return left;
  }

  private static NavigableMap<RowKey, ModelRow> rows(Facts facts) {
    NavigableMap<RowKey, ModelRow> rows = new TreeMap<>();
    ExpectedRows.eachRow(facts, (key, row) -> put(rows, key, row));
    return rows;
  }

  private static void put(Map<RowKey, ModelRow> rows, RowKey key, Facts facts) {
    rows.put(key, new ModelRow(key, Map.of("facts", facts.toString()), facts));
  }

  /** Those of these that there are. */
  List<ModelRow> rows(Collection<RowKey> keys) {
    Map<RowKey, ModelRow> all = rows();
    return keys.stream().filter(all::containsKey).map(all::get).toList();
  }

  void findDiffering(MemoryModel live) {
    Map<RowKey, ModelRow> here = rows();
    Map<RowKey, ModelRow> there = live.rows();
    differing.clear();
    Stream.concat(here.keySet().stream(), there.keySet().stream())
        .filter(key -> !Objects.equals(here.get(key), there.get(key)))
        .forEach(differing::add);
  }

  Touched touchedBy(Collection<RowKey> keys) {
    Facts touching = Facts.fold(List.of());
    for (ModelRow row : rows(keys)) {
      touching = touching.merge(Objects.requireNonNull(row.facts()));
    }
    return Picture.of(store.facts()).touchedBy(touching);
  }

  /** As they were and as they are. */
  Touched touchedBy(Collection<RowKey> keys, MemoryModel other) {
    Touched here = touchedBy(keys);
    Touched there = other.touchedBy(keys);
    var batches = new HashSet<>(here.batches());
    batches.addAll(there.batches());
    var users = new HashSet<>(here.users());
    users.addAll(there.users());
    return new Touched(batches, users);
  }

  /** A letter of this message. */
  KnownDeadLetter store(RawMessage message, String topicId, String errorType) {
    KnownDeadLetter letter =
        new KnownDeadLetter(
            message.partition(),
            topicId,
            message.offset(),
            message.timestamp(),
            errorType,
            DeadLetterState.OPEN);
    letters.add(letter);
    return letter;
  }

  /** One of the topic that is projected, unless there is one. */
  void storeOnce(RawMessage message, String errorType) {
    Position position = store.find(List.of(message.partition())).get(message.partition());
    KnownDeadLetter letter = store(message, Objects.requireNonNull(position).topicId(), errorType);
    letters.removeLast();
    if (letters.stream().noneMatch(other -> isSame(letter, other))) {
      letters.add(letter);
    }
  }

  /** Of another model, as open ones, those that nobody replayed. */
  void takeOver(List<KnownDeadLetter> others) {
    others.stream()
        .filter(other -> other.state() != DeadLetterState.REPLAYED)
        .filter(other -> letters.stream().noneMatch(letter -> isSame(letter, other)))
        .toList()
        .forEach(other -> letters.add(in(DeadLetterState.OPEN, other)));
  }

  void become(KnownDeadLetter letter, DeadLetterState state) {
    letters.replaceAll(other -> isSame(letter, other) ? in(state, other) : other);
  }

  static KnownDeadLetter in(DeadLetterState state, KnownDeadLetter letter) {
    return new KnownDeadLetter(
        letter.partition(),
        letter.topicId(),
        letter.offset(),
        letter.timestamp(),
        letter.errorType(),
        state);
  }

  static boolean isSame(KnownDeadLetter one, KnownDeadLetter other) {
    return one.partition().equals(other.partition())
        && one.topicId().equals(other.topicId())
        && one.offset() == other.offset()
        && one.timestamp().equals(other.timestamp());
  }

  /** Those that this model has in the one state, and the other model in the other. */
  List<KnownDeadLetter> inBoth(DeadLetterState state, MemoryModel other, DeadLetterState its) {
    return letters.stream()
        .filter(letter -> letter.state() == state)
        .filter(letter ->
            other.letters.stream().anyMatch(it -> isSame(letter, it) && it.state() == its))
        .toList();
  }
}
