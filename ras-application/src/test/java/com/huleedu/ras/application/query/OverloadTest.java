package com.huleedu.ras.application.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.testkit.memory.InMemoryCache;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that answers nobody: what is still answered, and who is not made to wait. */
class OverloadTest {
  private static final BatchId CACHED = new BatchId("cached");

  private final AtomicLong clock = new AtomicLong();
  private final InMemoryCache cache = new InMemoryCache();
  private final CountDownLatch asked = new CountDownLatch(Admission.PER_CONNECTION);
  private final CountDownLatch release = new CountDownLatch(1);
  private final BatchQueryService service =
      new BatchQueryService(slow(), cache, new PlainWriter(), new Admission(1, clock::get));

  @Test
  @Timeout(20) // who is not told waits for ever
  void whatTheCacheHasIsAnsweredAndTheOthersAreToldAtOnce() throws Exception {
    if (cache.findBatch(CACHED) instanceof Lookup.Miss(var lease)) {
      cache.putBatch(CACHED, new Body(new byte[] {1}), lease);
    }
    List<FutureTask<Object>> waiting = new ArrayList<>();
    for (int i = 0; i < Admission.PER_CONNECTION; i++) {
      BatchId other = new BatchId("other " + i);
      waiting.add(new FutureTask<>(() -> service.batch(other)));
      Thread.startVirtualThread(waiting.getLast());
    }
    asked.await();
    clock.addAndGet(Admission.BURST.toNanos());

    assertThat(service.batch(CACHED)).isPresent();
    BatchId batch = new BatchId("one too many");
    assertTold(() -> service.batch(batch));
    assertTold(() ->
        service.userBatches(new UserBatchesQuery(new UserId("u"), new StatusFilter.All(), 20, 0)));
    assertTold(() -> service.essays(new EssaysQuery(batch, null, 1)));
    assertTold(() -> service.spellcheckError(batch, new EssayId("e")));

    release.countDown();
    for (FutureTask<Object> one : waiting) {
      assertThat(one.get()).isEqualTo(Optional.empty());
    }
    assertThat(service.batch(batch)).isEmpty();
  }

  private static void assertTold(Runnable tooMuch) {
    assertThatThrownBy(tooMuch::run)
        .isInstanceOfSatisfying(
            UnavailableException.class, e -> assertThat(e.isOverloaded()).isTrue());
  }

  private BatchRepository slow() {
    return (BatchRepository)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {BatchRepository.class},
            (_, _, _) -> {
              asked.countDown();
              release.await();
              return Optional.empty();
            });
  }
}
