package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UnsentAnswersTest {
  private static final int MEGABYTE = 1 << 20;
  private final UnsentAnswers.Room room = new UnsentAnswers.Room(10 * MEGABYTE);

  @Test
  void eachCountsTwiceForHelidonHasACopy() {
    int first = room.take(2 * MEGABYTE);
    int second = room.take(3 * MEGABYTE);
    assertIsFull(MEGABYTE);
    room.giveBack(first);
    assertThat(room.take(2 * MEGABYTE)).isEqualTo(first);
    assertThat(second).isPositive();
  }

  @Test
  void whatIsSmallAlwaysPasses() {
    room.take(100 * MEGABYTE);
    assertThat(room.take(UnsentAnswers.SMALL)).isZero();
    assertIsFull(UnsentAnswers.SMALL + 1);
    room.giveBack(0);
    assertIsFull(UnsentAnswers.SMALL + 1);
  }

  @Test
  void oneThatIsLargerThanTheRoomHasItAlone() {
    room.giveBack(room.take(Integer.MAX_VALUE));
    int all = room.take(Integer.MAX_VALUE);
    assertIsFull(MEGABYTE);
    room.giveBack(all);
    assertThat(room.take(5 * MEGABYTE)).isEqualTo(all);
  }

  @Test
  void whoWaitsHasItsTurn() throws Exception {
    int all = room.take(5 * MEGABYTE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> waiting = threads.submit(() -> room.take(5 * MEGABYTE));
      assertThat(waiting.isDone()).isFalse();
      room.giveBack(all);
      assertThat(waiting.get()).isEqualTo(all);
    }
  }

  @Test
  void metricsHaveARoomOfTheirOwn() {
    UnsentAnswers unsent = new UnsentAnswers(100 * MEGABYTE);
    unsent.of(Endpoint.GET_BATCH_STATUS).take(Integer.MAX_VALUE);
    assertThat(unsent.of(Endpoint.METRICS).take(MEGABYTE)).isPositive();
    assertThat(unsent.of(Endpoint.SHOW_DEAD_LETTER)).isSameAs(unsent.of(Endpoint.GET_BATCH_STATUS));
  }

  private void assertIsFull(int length) {
    assertThatThrownBy(() -> room.take(length))
        .isInstanceOfSatisfying(
            UnavailableException.class, full -> assertThat(full.isOverloaded()).isTrue());
  }
}
