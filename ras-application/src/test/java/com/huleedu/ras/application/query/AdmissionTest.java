package com.huleedu.ras.application.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in, and who is told at once to come later. */
class AdmissionTest {
  private static final int AT_ONCE = Admission.PER_CONNECTION;

  private final AtomicLong clock = new AtomicLong();
  private final Admission admission = new Admission(1, clock::get);
  private final CountDownLatch work = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void end() {
    work.countDown();
    threads.close();
  }

  @Test
  void everybodyInABurstIsAnswered() throws Exception {
    pass(Admission.BURST);
    List<Future<Boolean>> burst = come(AT_ONCE);
    pass(Admission.BURST.minusNanos(1));

    burst.addAll(come(20 * AT_ONCE));

    work.countDown();
    assertAnswered(burst);
  }

  @Test
  void inAnOverloadThoseWhoAreTooManyAreTold() throws Exception {
    List<Future<Boolean>> admitted = come(AT_ONCE);
    pass(Admission.BURST);

    for (int i = 0; i < 2 * AT_ONCE; i++) {
      assertThatThrownBy(() -> admission.admit(() -> true))
          .isInstanceOfSatisfying(
              UnavailableException.class, e -> assertThat(e.isOverloaded()).isTrue())
          .hasMessageContainingAll("RAS", "DATABASE_POOL_SIZE");
    }

    work.countDown();
    assertAnswered(admitted);
  }

  @Test
  void thoseWhoAreToldKeepNobodyElseOut() throws Exception {
    List<Future<Boolean>> admitted = come(AT_ONCE - 1);
    pass(Admission.BURST);
    assertThat(admission.admit(() -> true)).isTrue();
    assertThatThrownBy(() ->
            admission.admit(() -> {
              throw new IllegalStateException("what else goes wrong");
            }))
        .hasMessage("what else goes wrong");

    assertThat(admission.admit(() -> true)).isTrue();

    work.countDown();
    assertAnswered(admitted);
  }

  @Test
  void afterAnOverloadTheNextBurstIsAnsweredToo() throws Exception {
    List<Future<Boolean>> admitted = come(AT_ONCE);
    pass(Admission.BURST);
    work.countDown();
    assertAnswered(admitted);

    assertAnswered(come(3 * AT_ONCE));
  }

  @Test
  void halfOfWhatIsAdmittedIsCalm() throws Exception {
    List<Future<Boolean>> admitted = come(AT_ONCE / 2 - 1);
    pass(Admission.BURST);

    admitted.addAll(come(AT_ONCE));

    work.countDown();
    assertAnswered(admitted);
  }

  @Test
  void moreThanHalfIsNot() throws Exception {
    List<Future<Boolean>> admitted = come(AT_ONCE / 2);
    pass(Admission.BURST);
    admitted.addAll(come(AT_ONCE / 2));

    assertThatThrownBy(() -> admission.admit(() -> true)).isInstanceOf(UnavailableException.class);

    work.countDown();
    assertAnswered(admitted);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  /** Whose work ends with the latch; on return all are at it. */
  private List<Future<Boolean>> come(int count) throws InterruptedException {
    List<Future<Boolean>> come = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      CountDownLatch atWork = new CountDownLatch(1);
      come.add(
          threads.submit(() ->
              admission.admit(() -> {
                atWork.countDown();
                return untilTheEnd();
              })));
      atWork.await();
    }
    return come;
  }

  private boolean untilTheEnd() {
    try {
      work.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void assertAnswered(List<Future<Boolean>> answers) throws Exception {
    for (Future<Boolean> answer : answers) {
      assertThat(answer.get()).isTrue();
    }
  }
}
