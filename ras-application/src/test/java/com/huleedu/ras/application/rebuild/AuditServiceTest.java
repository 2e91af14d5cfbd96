package com.huleedu.ras.application.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.KnownDeadLetter;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelRows;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.testkit.history.Histories;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * An audit of rows that change while they are looked at, page by page, whatever memory it has: it
 * finds each damage once, and nothing else.
 */
class AuditServiceTest {
  private static final int EVENTS = 1_000;
  private static final long PLENTY = 1L << 40;

  @RepeatedTest(30)
  void findsEachDamageOnceWhileRowsChange(RepetitionInfo repetition) {
    Busy busy = new Busy(repetition.getCurrentRepetition());
    // What is broken here, no later event mends.
    RowKey gone = busy.lose();
    RowKey added = busy.add();
    List<Difference> found = new ArrayList<>();
    AuditResult result =
        new AuditService(busy, busy, PLENTY).audit(1 + busy.seed % 3, found::add, new Quiet());

    assertThat(found).extracting(Difference::key).containsExactlyInAnyOrder(gone, added);
    assertThat(result.finished()).isTrue();
    assertThat(busy.mostPages).isLessThanOrEqualTo(11);
  }

  @RepeatedTest(10)
  void littleMemoryTakesMoreReadingsAndFindsTheSame(RepetitionInfo repetition) {
    Busy busy = new Busy(-repetition.getCurrentRepetition());
    RowKey gone = busy.lose();
    List<Difference> found = new ArrayList<>();
    // Of some hundred rows, a dozen at a time.
    AuditResult result = new AuditService(busy, busy, 20_000).audit(1, found::add, new Quiet());

    assertThat(found).extracting(Difference::key).containsExactly(gone);
    assertThat(result.finished()).isTrue();
    assertThat(busy.readings).isGreaterThan(10);
  }

  @Test
  void namesOpenLettersThatTheLogNoLongerShows() {
    Busy busy = new Busy(1);
    busy.beyond.add(letter(World.TOPIC_ID, 7, "rejected_by_database")); // where the log has it
    busy.beyond.add(letter(World.TOPIC_ID, 1_000_000, "rejected_by_database"));
    busy.beyond.add(letter("of the topic before it was created again", 7, "projection_failure"));
    busy.beyond.add(letter("of the topic before it was created again", 8, "not_json"));
    List<Difference> found = new ArrayList<>();
    AuditResult result = new AuditService(busy, busy, PLENTY).audit(2, found::add, new Quiet());

    assertThat(found)
        .extracting(difference -> difference.kind() + " " + difference.key())
        .containsExactly(
            "NOT_APPLIED dead_letters topic 0 1000000", "NOT_APPLIED dead_letters topic 0 7");
    assertThat(result.count()).isEqualTo(2);
    assertThat(result.deadLetters().allOpen()).isEqualTo(2);
  }

  private static KnownDeadLetter letter(String topicId, long offset, String errorType) {
    return new KnownDeadLetter(
        World.PARTITION, topicId, offset, Instant.EPOCH, errorType, DeadLetterState.OPEN);
  }

  /** A log and its model; each look at the database moves on what it says next. */
  private static final class Busy implements MessageLog, ModelRows {
    private static final int PAGE = 1;

    private final int seed;
    private final List<CompletionEvent> events;
    private final Set<RowKey> lost = new HashSet<>();
    private final List<KnownDeadLetter> beyond = new ArrayList<>();
    private final TreeMap<RowKey, Facts> surplus = new TreeMap<>();
    private int projected;
    private int readings;
    private int pages;
    private int mostPages;

    Busy(int seed) {
      this.seed = seed;
      this.events = Histories.random(seed, EVENTS);
      this.projected = 200;
    }

    private NavigableMap<RowKey, Facts> rows() {
      TreeMap<RowKey, Facts> rows = new TreeMap<>(surplus);
      Facts facts = Facts.fold(events.subList(0, projected));
      for (BatchFacts batch : facts.batches().values()) {
        rows.put(ExpectedRows.key(batch.batch()), Facts.of(batch));
      }
      for (OutcomeFacts outcome : facts.outcomes().values()) {
        rows.put(ExpectedRows.key(outcome.key()), Facts.of(outcome));
      }
      for (EssayFacts essay : facts.essays().values()) {
        rows.put(ExpectedRows.key(essay.essay()), Facts.of(essay));
      }
      rows.keySet().removeAll(lost);
      return rows;
    }

    RowKey lose() {
      RowKey key = List.copyOf(rows().keySet()).get(Math.floorMod(seed, rows().size()));
      lost.add(key);
      return key;
    }

    RowKey add() {
      RowKey key = new RowKey(rows().lastKey().table(), List.of("surplus " + seed));
      surplus.put(key, rows().lastEntry().getValue());
      return key;
    }

    @Override
    public List<LogPartition> partitions() {
      return List.of(new LogPartition(World.PARTITION, World.TOPIC_ID, 0, projected));
    }

    @Override
    public void read(Map<Partition, LogRange> ranges, Predicate<Poll> reader) {
      for (LogRange range : ranges.values()) {
        readings += range.from() == 0 ? 1 : 0;
        boolean more = true;
        for (long at = range.from(); at < range.to() && more; at++) {
          more = reader.test(World.poll(at, events.get(Math.toIntExact(at))));
        }
      }
    }

    @Override
    public void read(Map<Partition, LogRange> ranges, Predicate<Poll> reader, Duration timeout) {
      read(ranges, reader);
    }

    @Override
    public List<ModelRow> demandedBy(Facts facts) {
      Busy only = new Busy(0);
      return facts.isEmpty() ? List.of() : List.of(only.row(keyOf(facts), facts));
    }

    private static RowKey keyOf(Facts facts) {
      if (!facts.batches().isEmpty()) {
        return ExpectedRows.key(facts.batches().firstKey());
      }
      return facts.outcomes().isEmpty()
          ? ExpectedRows.key(facts.essays().firstKey())
          : ExpectedRows.key(facts.outcomes().firstKey());
    }

    private ModelRow row(RowKey key, Facts facts) {
      return new ModelRow(key, Map.of("facts", facts.toString()), facts);
    }

    @Override
    public List<KnownDeadLetter> deadLetters(Map<Partition, LogRange> ranges) {
      return List.of();
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
      projected = Math.min(EVENTS, projected + 5);
      NavigableMap<RowKey, Facts> state = rows();
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
              Map<RowKey, Facts> after = key == null ? state : state.tailMap(key, false);
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

  private static final class Quiet implements Progress {
    @Override
    public void startStep(String what, long total) {}

    @Override
    public void advance(long units) {}

    @Override
    public void pause() {}

    @Override
    public boolean goOn() {
      return true;
    }
  }
}
