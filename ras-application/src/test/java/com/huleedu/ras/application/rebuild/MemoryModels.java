package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;

/**
 * A live model, kept up to date with a log, and those beside it; with switches for what others do
 * meanwhile.
 */
final class MemoryModels implements SideModels {
  private final MemoryLog log;
  final Map<Kind, MemoryModel> beside = new EnumMap<>(Kind.class);
  MemoryModel live = new MemoryModel();

  /** What the live database refuses: letters, whatever they say. */
  final Set<CompletionEvent> refused = new HashSet<>();

  /** What happens before the writers are held for the first time, the second time, … */
  final Deque<Runnable> beforeHolding = new ArrayDeque<>();

  /** What happens before the letters are held for the first time, the second time, … */
  final Deque<Runnable> beforeHoldingLetters = new ArrayDeque<>();

  /** What happens between the look at some rows and that at the same live ones. */
  final Deque<Runnable> beforeLiveRows = new ArrayDeque<>();

  /** So often the locks can't be had. */
  int refusedLocks;

  /** So many keys more are noted as differing, of rows that are nowhere any more. */
  int goneRows;

  /** Why side models record nothing: the first time, the second time, … */
  final Deque<RuntimeException> failing = new ArrayDeque<>();

  Runnable atFailure = () -> {};

  /** Why nobody can ask for the letters of a poll: the first time, the second time, … */
  final Deque<RuntimeException> failingLetters = new ConcurrentLinkedDeque<>();

  /** How many transactions of several polls there were. */
  int stretches;

  /** How often what was put off was to be made up for. */
  int completions;

  private final Deque<Runnable> waiting = new ArrayDeque<>();

  /** How often writers were held, or were to be. */
  int holds;

  /** How often the lineage of the live model was. */
  int renewed;

  int open;
  boolean writersHeld;
  boolean lettersHeld;

  MemoryModels(MemoryLog log) {
    this.log = log;
  }

  /**
   * The service projects all that the log has; while writers are held it waits, whether a position
   * is to move or to begin, and does so after them.
   */
  void project() {
    if (writersHeld) {
      waiting.add(this::project);
      return;
    }
    Map<?, Position> known = AuditRanges.byPartition(live.positions());
    for (LogPartition partition : log.partitions()) {
      Position reached = known.get(partition.partition());
      long from =
          reached == null || !reached.topicId().equals(partition.topicId())
              ? partition.beginning()
              : reached.next();
      log.read(
          Map.of(partition.partition(), new LogRange(from, partition.end())),
          poll -> {
            poll.messages().forEach(message -> project(message, partition.topicId()));
            return true;
          });
      live.begin(List.of(log.end(partition.partition())));
    }
  }

  void failLetters() {
    RuntimeException failure = failingLetters.poll();
    if (failure != null) {
      throw failure;
    }
  }

  /** Somebody records several polls beside the live model. */
  void record(Facts facts, MemoryModel side) {
    if (!failing.isEmpty()) {
      atFailure.run();
      throw failing.removeFirst();
    }
    side.store.record(facts);
    stretches++;
  }

  /** Writers go on, those that waited first. */
  void letWritersGo() {
    writersHeld = false;
    lettersHeld = false;
    while (!waiting.isEmpty()) {
      waiting.removeFirst().run();
    }
  }

  private void project(Message message, String topicId) {
    switch (message) {
      case Message.Malformed malformed ->
          live.store(malformed.raw(), topicId, malformed.reason().type());
      case Message.Decoded decoded -> {
        if (refused.contains(decoded.event())) {
          live.store(decoded.raw(), topicId, "rejected_by_database");
        } else {
          live.store.record(Facts.fold(List.of(decoded.event())));
        }
      }
    }
  }

  /** Somebody replays a letter of the live model, and waits while letters are held. */
  void replay(KnownDeadLetter letter) {
    if (lettersHeld) {
      waiting.add(() -> replay(letter));
      return;
    }
    live.become(letter, DeadLetterState.REPLAYED);
    if (log.written(letter.timestamp()) instanceof Message.Decoded decoded) {
      live.store.record(Facts.fold(List.of(decoded.event())));
    }
  }

  /** What a letter keeps, whatever the log has. */
  RawMessage message(KnownDeadLetter letter) {
    return log.written(letter.timestamp()).raw();
  }

  @Override
  public SideModel open(Kind kind) {
    open++;
    return new MemorySide(this, kind);
  }

  MemoryModel beside(Kind kind) {
    return Objects.requireNonNull(beside.get(kind), () -> "there is no model " + kind);
  }

  /** The rows change places; letters and positions of the live model stay its own. */
  void swap(Kind kind) {
    MemoryModel before = live;
    live = beside(kind);
    live.begin(before.positions());
    List<KnownDeadLetter> ofSide = List.copyOf(live.letters);
    live.letters.removeIf(
        letter -> before.letters.stream().anyMatch(other -> MemoryModel.isSame(letter, other)));
    live.letters.addAll(before.letters);
    before.letters.clear();
    before.letters.addAll(ofSide);
    before.takeOver(live.letters);
    before.swapped.clear();
    before.swapped.addAll(live.differing);
    beside.remove(kind);
    beside.put(Kind.PREVIOUS, before);
  }

  DeadLetterCounts countLetters() {
    Map<String, Long> opened =
        live.letters.stream()
            .filter(letter -> letter.state() == DeadLetterState.OPEN)
            .collect(Collectors.groupingBy(KnownDeadLetter::errorType, Collectors.counting()));
    long discarded =
        live.letters.stream().filter(letter -> letter.state() == DeadLetterState.DISCARDED).count();
    return new DeadLetterCounts(opened, discarded);
  }

  @Override
  public void close() {}
}
