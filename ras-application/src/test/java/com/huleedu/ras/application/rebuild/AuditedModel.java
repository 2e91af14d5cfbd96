package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelRows;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.testkit.history.Histories;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A log and its model; each look at the database moves on what it says next. */
final class AuditedModel implements MessageLog, ModelRows {
  static final int EVENTS = 1_000;
  private static final int PAGE = 1;

  final List<KnownDeadLetter> beyond = new ArrayList<>();
  final List<KnownDeadLetter> letters = new ArrayList<>();
  Set<String> missing = Set.of();
  final Set<Long> malformed = new HashSet<>();
  Runnable whenLookedAt = () -> {};
  int perLook = 5;
  long beginning;

  /** Where the log ends, if it goes on beyond what is projected. */
  long end;

  int readings;
  int messages;
  int mostPages;
  private final int seed;
  private final List<CompletionEvent> events;
  private final Set<RowKey> lost = new HashSet<>();
  private final TreeMap<RowKey, Facts> rows = new TreeMap<>();
  private int projected;
  private int pages;

  AuditedModel(int seed) {
    this(seed, 200);
  }

  AuditedModel(int seed, int projected) {
    this.seed = seed;
    this.events = Histories.random(seed, EVENTS);
    project(projected);
  }

  /** Projects further messages; once all events are announced, they are announced again. */
  void project(int count) {
    int to = projected + count;
    add(events.subList(Math.min(EVENTS, projected), Math.min(EVENTS, to)));
    projected = to;
  }

  /** Says of the next messages that they are projected; their rows are there already. */
  void forward(int count) {
    projected = Math.toIntExact(Math.min(end, projected + count));
  }

  List<CompletionEvent> events(int from, int to) {
    return events.subList(from, to);
  }

  /** Rows that are ahead of their positions. */
  void add(List<CompletionEvent> some) {
    ExpectedRows.eachRow(Facts.fold(some), this::add);
  }

  private void add(RowKey key, Facts facts) {
    if (!lost.contains(key)) {
      rows.merge(key, facts, Facts::merge);
    }
  }

  RowKey lose() {
    RowKey key = any();
    lost.add(key);
    rows.remove(key);
    return key;
  }

  RowKey add() {
    RowKey key = new RowKey(rows.lastKey().table(), List.of("surplus " + seed));
    rows.put(key, rows.lastEntry().getValue());
    return key;
  }

  /** Gives a row the facts of its neighbour, and keeps it so. */
  RowKey swapFacts() {
    RowKey key = any();
    Facts others = rows.get(key.equals(rows.firstKey()) ? rows.lastKey() : rows.lowerKey(key));
    lost.add(key);
    rows.put(key, others);
    return key;
  }

  private RowKey any() {
    return List.copyOf(rows.keySet()).get(Math.floorMod(seed, rows.size()));
  }

  int size() {
    return rows.size();
  }

  @Override
  public Set<String> missing() {
    return missing;
  }

  @Override
  public List<LogPartition> partitions() {
    return List.of(
        new LogPartition(World.PARTITION, World.TOPIC_ID, beginning, Math.max(end, projected)));
  }

  @Override
  public void read(Map<Partition, LogRange> ranges, Predicate<Poll> reader) {
    for (LogRange range : ranges.values()) {
      readings += range.from() == beginning ? 1 : 0;
      boolean more = true;
      for (long at = range.from(); at < range.to() && more; ) {
        Poll poll = poll(at, range.to());
        messages += poll.messages().size();
        more = reader.test(poll);
        at = poll.advances().getFirst().to();
      }
    }
  }

  /** One message; of those that are only announced again, many at once. */
  private Poll poll(long at, long end) {
    if (malformed.contains(at)) {
      return World.malformedPoll(at);
    }
    int from = (int) (at % EVENTS);
    int to = at < EVENTS ? from + 1 : (int) Math.min(EVENTS, from + end - at);
    return World.poll(at, events.subList(from, to).toArray(CompletionEvent[]::new));
  }

  @Override
  public void read(Map<Partition, LogRange> ranges, Predicate<Poll> reader, Duration timeout) {
    read(ranges, reader);
  }

  @Override
  public List<ModelRow> demandedBy(Facts facts) {
    return facts.isEmpty() ? List.of() : List.of(row(keyOf(facts), facts));
  }

  private static RowKey keyOf(Facts facts) {
    List<RowKey> keys = new ArrayList<>();
    ExpectedRows.eachRow(facts, (key, _) -> keys.add(key));
    return keys.getFirst();
  }

  private static ModelRow row(RowKey key, Facts facts) {
    return new ModelRow(key, Map.of("facts", facts.toString()), facts);
  }

  @Override
  public List<KnownDeadLetter> deadLetters(Map<Partition, LogRange> ranges) {
    return letters.stream()
        .filter(letter -> ranges.get(letter.partition()).contains(letter.offset()))
        .toList();
  }

  @Override
  public void openDeadLetters(Collection<String> errorTypes, Consumer<KnownDeadLetter> each) {
    beyond.stream().filter(letter -> errorTypes.contains(letter.errorType())).forEach(each);
  }

  @Override
  public DeadLetterCounts countDeadLetters() {
    return new DeadLetterCounts(Map.of("not_json", 2L), 1);
  }

  @Override
  public <T> T onSnapshot(Function<Snapshot, T> work) {
    project(perLook);
    whenLookedAt.run();
    Position position = new Position(World.PARTITION, World.TOPIC_ID, projected);
    pages = 0;
    return work.apply(
        new Snapshot() {
          @Override
          public List<Position> positions() {
            return List.of(position);
          }

          @Override
          public List<ModelRow> rowsAfter(@Nullable RowKey key) {
            mostPages = Math.max(mostPages, ++pages);
            Map<RowKey, Facts> after = key == null ? rows : rows.tailMap(key, false);
            return after.entrySet().stream()
                .limit(PAGE)
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
          }
        });
  }

  @Override
  public void close() {}
}
