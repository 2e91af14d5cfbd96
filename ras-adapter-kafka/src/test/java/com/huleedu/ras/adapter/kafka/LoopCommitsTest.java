package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.projection.Partition;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where commits on the way fail, there are others. */
class LoopCommitsTest {
  private static final TopicPartition ONE = LoopFixture.ONE;
  private static final TopicPartition OTHER = LoopFixture.OTHER;

  private final LoopFixture on = new LoopFixture();

  @AfterEach
  void close() {
    on.close();
  }

  /** Else whoever is next would do the work again. */
  @Test
  void whatCouldNotBeCommittedOnTheWayIsCommittedInTheEnd() {
    on.consumer.asyncCommitsFail = true;
    on.consumer.publish(ONE, 1);
    on.assigned(ONE);
    on.untilApplied("a-0@0");
    on.consumer.then(() -> {});
    on.run();

    assertThat(on.committed(ONE)).isOne();
    assertThat(on.projector.acknowledgements).hasValue(0);
  }

  @Test
  void orWhenItIsHandedOver() {
    on.consumer.asyncCommitsFail = true;
    on.consumer.publish(ONE, 1);
    on.assigned(ONE, OTHER);
    on.untilApplied("a-0@0");
    on.consumer.then(() -> {});
    on.consumer.then(() -> {
      on.consumer.rebalance(List.of(OTHER));
      assertThat(on.committed(ONE)).isOne();
    });
    on.run();
  }

  @Test
  void orOnceKafkaTakesItWhereNothingFurtherComes() {
    on.consumer.asyncCommitsFail = true;
    on.consumer.publish(ONE, 1);
    on.assigned(ONE);
    on.untilApplied("a-0@0");
    on.consumer.then(() -> {});
    on.consumer.then(() -> on.consumer.asyncCommitsFail = false);
    on.consumer.until(() -> on.committed(ONE) == 1);
    on.run();
  }

  /** Of a coordinator that is slow: the partitions go on, and it is committed once it can be. */
  @Test
  void whatCouldNotBeCommittedWherePartitionsGoOnIsOwed() {
    on.consumer.syncCommitFails = new TimeoutException("slow");
    on.projector.positions.put(new Partition("a", 0), 1L);
    on.consumer.publish(ONE, 1);
    on.assigned(ONE);
    on.consumer.until(() -> on.committed(ONE) == 1);
    on.consumer.then(() -> on.consumer.syncCommitFails = null);
    on.run();

    assertThat(on.errors.count()).as("no failure of consuming").isZero();
  }
}
