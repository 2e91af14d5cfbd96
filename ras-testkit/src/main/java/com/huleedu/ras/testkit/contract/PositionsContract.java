package com.huleedu.ras.testkit.contract;

import static com.huleedu.ras.testkit.contract.Example.OTHER_PARTITION;
import static com.huleedu.ras.testkit.contract.Example.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.LastRecord;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.Positions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Positions} promises (guarantees, G14). */
public abstract class PositionsContract {
  private static final String TOPIC_ID = "id of the topic";

  private Positions positions;

  /** For the adapter's own test class. */
  protected PositionsContract() {}

  /** The adapter under test on an empty store. */
  protected abstract StoreFixture emptyStore();

  @BeforeEach
  public void openStore() {
    positions = emptyStore().positions();
  }

  @Test
  public void findsOnlyWhatWasBegun() {
    begin(PARTITION, 5);
    assertThat(positions.find(List.of(PARTITION, OTHER_PARTITION)))
        .isEqualTo(Map.of(PARTITION, new Position(PARTITION, TOPIC_ID, 5)));
    assertThat(positions.find(List.of())).isEmpty();
  }

  @Test
  public void beginsOverWhateverWasThere() {
    begin(PARTITION, 5);
    Position lowerInANewTopic = new Position(PARTITION, "another id", 2);
    positions.begin(List.of(lowerInANewTopic));
    assertThat(positions.find(List.of(PARTITION))).containsValue(lowerInANewTopic);
  }

  @Test
  public void advancesAllPartitionsOfAStep() {
    begin(PARTITION, 5);
    begin(OTHER_PARTITION, 0);
    assertThat(advance(new Advance(PARTITION, 5, 9), new Advance(OTHER_PARTITION, 0, 1))).isTrue();
    assertPosition(PARTITION, 9);
    assertPosition(OTHER_PARTITION, 1);
  }

  @Test
  public void neverMovesBack() {
    begin(PARTITION, 5);
    assertThat(advance(new Advance(PARTITION, 3, 4))).isTrue();
    assertPosition(PARTITION, 5);
    assertThat(advance(new Advance(PARTITION, 3, 8))).isTrue();
    assertPosition(PARTITION, 8);
  }

  @Test
  public void movesNothingOverAGap() {
    begin(PARTITION, 5);
    begin(OTHER_PARTITION, 0);
    assertThat(advance(new Advance(OTHER_PARTITION, 0, 1), new Advance(PARTITION, 6, 9))).isFalse();
    assertPosition(PARTITION, 5);
    assertPosition(OTHER_PARTITION, 0);
  }

  @Test
  public void movesNothingIfAPositionIsMissing() {
    begin(PARTITION, 5);
    assertThat(advance(new Advance(PARTITION, 5, 9), new Advance(OTHER_PARTITION, 0, 1))).isFalse();
    assertPosition(PARTITION, 5);
    assertThat(positions.find(List.of(OTHER_PARTITION))).isEmpty();
  }

  @Test
  public void movesNothingInAnotherLineage() {
    begin(PARTITION, 5);
    Lineage other = new Lineage(new UUID(1, 2));
    assertThat(positions.advance(List.of(new Advance(PARTITION, 5, 9)), other)).isFalse();
    assertPosition(PARTITION, 5);
  }

  @Test
  public void keepsItsLineageUntilItIsRenewed() {
    Lineage first = positions.lineage();
    assertThat(positions.lineage()).isEqualTo(first);
    begin(PARTITION, 5);

    Lineage second = positions.renewLineage(first);
    assertThat(second).isNotEqualTo(first);
    assertThat(positions.lineage()).isEqualTo(second);
    assertThat(positions.advance(List.of(new Advance(PARTITION, 5, 9)), first)).isFalse();
    assertThat(positions.advance(List.of(new Advance(PARTITION, 5, 9)), second)).isTrue();
  }

  @Test
  public void renewsALineageOnce() {
    Lineage first = positions.lineage();
    Lineage second = positions.renewLineage(first);
    assertThat(positions.renewLineage(first)).isEqualTo(second);
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void notesTheLastRecordAndKeepsItWhereNoneFollows() {
    LastRecord first = new LastRecord(6, 3, 1_700_000_000_000L, -7);
    LastRecord second = new LastRecord(8, null, -1, Long.MAX_VALUE);
    begin(PARTITION, 5);

    assertThat(advance(new Advance(PARTITION, 5, 7, first))).isTrue();
    assertThat(last(PARTITION)).isEqualTo(first);
    assertThat(advance(new Advance(PARTITION, 7, 8))).isTrue();
    assertThat(last(PARTITION)).as("behind markers of transactions").isEqualTo(first);
    assertThat(advance(new Advance(PARTITION, 8, 9, second))).isTrue();
    assertThat(last(PARTITION)).isEqualTo(second);
    assertThat(advance(new Advance(PARTITION, 5, 7, first))).as("repeated").isTrue();
    assertThat(last(PARTITION)).as("never back").isEqualTo(second);

    begin(PARTITION, 2);
    assertThat(last(PARTITION)).as("begun anew").isNull();
  }

  private @Nullable LastRecord last(Partition partition) {
    return Objects.requireNonNull(positions.find(List.of(partition)).get(partition)).last();
  }

  @Test
  void knowsOfWhichTopicsAnythingWasConsumed() {
    positions.begin(List.of(new Position(new Partition("consumed", 0), "id of one", 3)));

    assertThat(positions.consumed(List.of("id of one", "id of another")))
        .containsExactly("id of one");
    assertThat(positions.consumed(List.of("id of another"))).isEmpty();
  }

  @Test
  public void knowsTheTopicsThatWereBegunByTheirNames() {
    assertThat(positions.topics()).isEmpty();
    begin(new Partition("one", 0), 3);
    begin(new Partition("one", 1), 0);
    begin(new Partition("other", 7), 0);

    assertThat(positions.topics()).containsExactlyInAnyOrder("one", "other");
  }

  private void begin(Partition partition, long next) {
    positions.begin(List.of(new Position(partition, TOPIC_ID, next)));
  }

  private boolean advance(Advance... advances) {
    return positions.advance(List.of(advances), positions.lineage());
  }

  private void assertPosition(Partition partition, long next) {
    assertThat(positions.find(List.of(partition)))
        .isEqualTo(Map.of(partition, new Position(partition, TOPIC_ID, next)));
  }
}
