package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.deadletter.DeadLetters;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.Positions;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.projection.Transactions;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels.Kind;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One model beside the live one. Who asks it for ever, or what it can't answer now, fails. */
final class MemorySide implements SideModel {
  static final int PAGE = 20;
  private static final int ENDLESS = 5_000;

  private final MemoryModels models;
  private final Kind kind;
  private boolean upToDate;
  private boolean tablesLocked;
  private boolean closed;
  private boolean swapping;
  private int calls;

  MemorySide(MemoryModels models, Kind kind) {
    this.models = models;
    this.kind = kind;
  }

  private void asked() {
    if (++calls > ENDLESS) {
      throw new AssertionError("it is asked for ever, by mistake");
    }
    if (closed || tablesLocked) {
      throw new IllegalStateException(closed ? "it is closed" : "its tables are locked");
    }
  }

  private MemoryModel model() {
    asked();
    return models.beside(kind);
  }

  private MemoryModel working() {
    if (!upToDate) {
      throw new IllegalStateException("it may be of another version");
    }
    return model();
  }

  @Override
  public boolean exists() {
    asked();
    return models.beside.containsKey(kind);
  }

  @Override
  public void create() {
    asked();
    models.beside.computeIfAbsent(kind, _ -> new MemoryModel());
    upToDate = true;
  }

  @Override
  public void drop() {
    asked();
    models.beside.remove(kind);
  }

  @Override
  public Transactions transactions() {
    return working().store;
  }

  @Override
  public BatchRepository batches() {
    return working().store;
  }

  @Override
  public DeadLetters deadLetters() {
    MemoryModel model = working();
    return letters ->
        letters.forEach(letter -> model.storeOnce(letter.message(), letter.reason().type()));
  }

  @Override
  public Positions positions() {
    return working().store;
  }

  @Override
  public List<Position> reached() {
    return working().positions();
  }

  @Override
  public void begin(List<Position> positions, boolean withLiveRows) {
    beginAdded(positions);
    MemoryModel model = working();
    if (withLiveRows) {
      model.store.record(models.live.store.facts());
    }
    model.takeOver(models.live.letters);
  }

  @Override
  public void beginAdded(List<Position> positions) {
    if (models.writersHeld) {
      throw new IllegalStateException("what is begun now, the side model does not see");
    }
    MemoryModel model = working();
    Set<Partition> known = new HashSet<>();
    model.positions().forEach(position -> known.add(position.partition()));
    positions.forEach(position -> {
      if (!known.add(position.partition())) {
        throw new IllegalStateException(position.partition() + " has begun");
      }
    });
    model.begin(positions);
  }

  @Override
  public void record(Facts facts) {
    models.record(facts, working());
  }

  @Override
  public void complete() {
    working();
    models.completions++;
  }

  @Override
  public List<Position> live() {
    asked();
    return models.live.positions();
  }

  @Override
  public List<KnownDeadLetter> liveDeadLetters(Map<Partition, LogRange> ranges) {
    asked();
    models.failLetters();
    return models.live.letters.stream()
        .filter(letter -> {
          LogRange range = ranges.get(letter.partition());
          return range != null && range.contains(letter.offset());
        })
        .toList();
  }

  @Override
  public DeadLetterCounts countLiveDeadLetters() {
    asked();
    return models.countLetters();
  }

  @Override
  public List<DeadLetterId> replayed() {
    MemoryModel model = working();
    return model.inBoth(DeadLetterState.OPEN, models.live, DeadLetterState.REPLAYED).stream()
        .limit(2)
        .map(letter -> new DeadLetterId(model.letters.indexOf(letter) + 1))
        .toList();
  }

  @Override
  public RawMessage message(DeadLetterId letter) {
    return models.message(letter(letter));
  }

  private KnownDeadLetter letter(DeadLetterId id) {
    return working().letters.get(Math.toIntExact(id.value()) - 1);
  }

  @Override
  public void settle(DeadLetterId letter) {
    working().become(letter(letter), DeadLetterState.REPLAYED);
  }

  @Override
  public long findDiffering() {
    MemoryModel model = working();
    model.findDiffering(models.live);
    for (int row = 0; row < models.goneRows; row++) {
      model.differing.add(new RowKey(ModelTable.ESSAY_RESULTS, List.of("gone " + row)));
    }
    return model.differing.size();
  }

  @Override
  public List<RowKey> differingAfter(@Nullable RowKey key) {
    var differing = working().differing;
    return (key == null ? differing : differing.tailSet(key, false)).stream().limit(PAGE).toList();
  }

  @Override
  public List<ModelRow> rows(Collection<RowKey> keys) {
    return working().rows(keys);
  }

  @Override
  public List<ModelRow> liveRows(Collection<RowKey> keys) {
    asked();
    if (!models.beforeLiveRows.isEmpty()) {
      models.beforeLiveRows.removeFirst().run();
    }
    return models.live.rows(keys);
  }

  @Override
  public <T> Optional<T> holdingWriters(Function<Held, T> work) {
    working();
    models.holds++;
    if (!models.beforeHolding.isEmpty()) {
      models.beforeHolding.removeFirst().run();
    }
    if (models.refusedLocks > 0) {
      models.refusedLocks--;
      return Optional.empty();
    }
    models.writersHeld = true;
    try {
      T result = work.apply(new HeldInMemory());
      if (swapping) {
        models.swap(kind);
      }
      return Optional.of(result);
    } finally {
      swapping = false;
      tablesLocked = false;
      models.letWritersGo();
    }
  }

  private final class HeldInMemory implements Held {
    @Override
    public List<Position> live() {
      return MemorySide.this.live();
    }

    @Override
    public void holdLetters() {
      if (!models.beforeHoldingLetters.isEmpty()) {
        models.beforeHoldingLetters.removeFirst().run();
      }
      models.lettersHeld = true;
    }

    @Override
    public void swap(boolean loses) {
      if (!models.lettersHeld || !replayed().isEmpty()) {
        throw new IllegalStateException("what is replayed would be lost");
      }
      tablesLocked = true;
      swapping = true;
      models.renewed += loses ? 1 : 0;
    }
  }

  @Override
  public List<RowKey> toInvalidate() {
    return model().swapped.stream().limit(PAGE).toList();
  }

  @Override
  public Touched touchedBy(Collection<RowKey> rows) {
    return model().touchedBy(rows, models.live);
  }

  @Override
  public void invalidated(Collection<RowKey> rows) {
    model().swapped.removeAll(rows);
  }

  @Override
  public void close() {
    closed = true;
    models.open--;
  }
}
