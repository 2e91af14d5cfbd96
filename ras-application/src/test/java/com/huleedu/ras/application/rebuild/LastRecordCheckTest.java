package com.huleedu.ras.application.rebuild;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.application.World;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class LastRecordCheckTest {
  private static final LastRecord LAST = new LastRecord(7, 3, 1_000, 42);

  /** A log whose record at offset 7 is this one. */
  private record OneRecord(long beginning, long end, LastRecord record) implements MessageLog {
    @Override
    public Set<String> missing() {
      return Set.of();
    }

    @Override
    public List<LogPartition> partitions() {
      return List.of(new LogPartition(World.PARTITION, World.TOPIC_ID, beginning, end));
    }

    @Override
    public void read(Map<Partition, LogRange> ranges, Predicate<Poll> reader) {
      for (Map.Entry<Partition, LogRange> range : ranges.entrySet()) {
        Advance advance =
            new Advance(range.getKey(), range.getValue().from(), range.getValue().to(), record);
        if (!reader.test(new Poll(List.of(), List.of(advance)))) {
          return;
        }
      }
    }

    @Override
    public void read(Map<Partition, LogRange> ranges, Predicate<Poll> reader, Duration timeout) {
      read(ranges, reader);
    }

    @Override
    public void close() {}
  }

  private static void check(long beginning, long end, LastRecord record) {
    LastRecordCheck.check(
        new OneRecord(beginning, end, record),
        List.of(new Position(World.PARTITION, World.TOPIC_ID, 8, LAST)));
  }

  @Test
  void theSameRecordUnderAnotherLeaderIsTheSame() {
    assertThatCode(() -> check(0, 20, new LastRecord(7, 5, 1_000, 42))).doesNotThrowAnyException();
  }

  @Test
  void anotherRecordAndAShorterLogAreAnotherLog() {
    assertThatThrownBy(() -> check(0, 20, new LastRecord(7, 3, 1_000, 43)))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("--restart");
    assertThatThrownBy(() -> check(0, 7, LAST)).isInstanceOf(UnavailableException.class);
  }

  @Test
  void theFirstRecordThatIsLeftIsLookedAt() {
    assertThatThrownBy(() -> check(7, 20, new LastRecord(7, 3, 1_000, 43)))
        .isInstanceOf(UnavailableException.class);
  }

  @Test
  void everyPartitionIsLookedAt() {
    MemoryLog log = new MemoryLog();
    for (Partition partition : List.of(RebuildWorld.FIRST, RebuildWorld.SECOND)) {
      log.publish(partition, RebuildWorld.events(1, 3));
    }
    List<Position> reached = List.of(log.end(RebuildWorld.FIRST), log.end(RebuildWorld.SECOND));
    log.loseTail(RebuildWorld.SECOND, 2);
    log.publish(RebuildWorld.SECOND, RebuildWorld.events(2, 1));

    assertThatThrownBy(() -> LastRecordCheck.check(log, reached))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("topic-1");
  }

  @Test
  void whatRetentionHasTakenSaysNothing() {
    assertThatCode(() -> check(8, 20, new LastRecord(9, 3, 1, 1))).doesNotThrowAnyException();
  }
}
