package com.huleedu.ras.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MetricsTextTest {
  private static final int SCRAPERS = 500;

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger asking = new AtomicInteger();
  private final MetricsText text = new MetricsText(this::render);

  private String render(String form) {
    int number = begun.incrementAndGet();
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      now.decrementAndGet();
    }
    return form + " " + number;
  }

  private String ask() {
    asking.incrementAndGet();
    return new String(text.in("f"), StandardCharsets.UTF_8);
  }

  @Test
  void isRenderedOnceForAllWhoAskWhileTheOneBeforeIsRendered() throws Exception {
    try (ExecutorService scrapers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first = scrapers.submit(this::ask);
      await().until(() -> begun.get() == 1);
      List<Future<String>> others = new ArrayList<>();
      for (int i = 0; i < SCRAPERS; i++) {
        others.add(scrapers.submit(this::ask));
      }
      await().until(() -> asking.get() == SCRAPERS + 1);
      goOn.countDown();

      assertThat(first.get()).isEqualTo("f 1");
      for (Future<String> other : others) {
        assertThat(other.get()).as("begun before it was asked for").isNotEqualTo("f 1");
      }
    }
    assertThat(most).hasValue(1);
    assertThat(begun).hasValueLessThan(SCRAPERS / 10);
  }

  @Test
  void whoAsksLaterGetsWhatIsSoByThen() {
    goOn.countDown();
    assertThat(ask()).isEqualTo("f 1");
    assertThat(ask()).isEqualTo("f 2");
    assertThat(new String(text.in("g"), StandardCharsets.UTF_8)).isEqualTo("g 3");
  }
}
