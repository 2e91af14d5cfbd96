package com.huleedu.ras.application.projection;

import static com.huleedu.ras.application.World.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a partition of which Kafka has the offsets 100 to 199 goes on. */
class ResumptionTest {

  @ParameterizedTest(name = "stored {0} ({1}), committed {2}: {3}, begins {4}, fell back {5} - {6}")
  @CsvSource(
      nullValues = "-",
      value = {
        "-,   -,   -,   At 180,  180, false, nothing was ever consumed",
        "-,   -,   150, At 100,  100, true,  the database knows nothing of what was consumed",
        "150, id,  150, At 150,  -,   false, the ordinary case",
        "150, id,  -,   At 150,  -,   true,  no committed offset: no evidence either way",
        "150, id,  140, At 140,  -,   false, a crash between commit and invalidation",
        "150, id,  160, At 150,  -,   true,  the database was put back",
        "150, id,  50,  At 100,  -,   false, what may lack its invalidation is gone and long expired",
        "100, id,  100, At 100,  -,   false, exactly at the beginning",
        "99,  id,  99,  Gap 99,  -,   false, retention has passed the position",
        "50,  id,  150, Gap 50,  -,   true,  put back to where retention has passed",
        "200, id,  200, At 200,  -,   false, at the end",
        "201, id,  201, At 201,  -,   false, beyond the end, which is looked at after this",
        "150, old, 150, At 100,  100, true,  the topic was created again: no evidence of the rest",
        "150, old, -,   At 100,  100, true,  the same where its offsets went with it",
      })
  void decides(ArgumentsAccessor row) {
    Long stored = row.getLong(0);
    Long begin = row.getLong(4);
    Resumption decision =
        Resumption.decide(
            new AssignedPartition(PARTITION, "id", 100, null, row.getLong(2), 180),
            stored == null ? null : new Position(PARTITION, row.getString(1), stored),
            false);

    assertThat(text(decision.point())).as(row.getString(6)).isEqualTo(row.getString(3));
    assertThat(decision.begin())
        .isEqualTo(begin == null ? null : new Position(PARTITION, "id", begin));
    assertThat(decision.fellBack()).isEqualTo(row.getBoolean(5));
  }

  private static String text(ResumePoint point) {
    return switch (point) {
      case ResumePoint.At(long offset, Position projected) -> "At " + offset;
      case ResumePoint.Gap(Partition partition, long position, long beginning) -> "Gap " + position;
    };
  }

  @Test
  void aPartitionThatWasAddedBeginsAtItsBeginning() {
    AssignedPartition added = new AssignedPartition(PARTITION, "id", 100, null, null, 180);

    assertThat(text(Resumption.decide(added, null, true).point())).isEqualTo("At 100");
    assertThat(text(Resumption.decide(added, null, false).point())).isEqualTo("At 180");
  }

  @ParameterizedTest(name = "parted at {0}: goes on at {1}")
  @CsvSource({"120, 120", "90, 100", "160, 150"})
  void aLogThatPartedGoesOnWhereItParts(long parted, long from) {
    Position stored = new Position(PARTITION, "id", 150, new LastRecord(149, 3, 1, 1));

    Resumption decision =
        Resumption.decide(
            new AssignedPartition(PARTITION, "id", 100, parted, 150L, 100), stored, true);

    assertThat(decision.point()).isEqualTo(new ResumePoint.At(from, null));
    assertThat(decision.begin()).isEqualTo(new Position(PARTITION, "id", from));
    // The database may have been put back together with the log.
    assertThat(decision.fellBack()).isTrue();
  }

  @Test
  void whatLiesBehindTheLastRecordIsReadAgain() {
    Position markersBehind = new Position(PARTITION, "id", 150, new LastRecord(147, 3, 1, 1));

    assertThat(
            Resumption.decide(
                    new AssignedPartition(PARTITION, "id", 100, null, 150L, 100),
                    markersBehind,
                    true)
                .point())
        .isEqualTo(new ResumePoint.At(148, markersBehind));
  }
}
