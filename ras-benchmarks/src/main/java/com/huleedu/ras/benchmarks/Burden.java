package com.huleedu.ras.benchmarks;

import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.CompletionEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** What else is published meanwhile, at a steady pace. */
final class Burden implements AutoCloseable {
  private static final Duration LINGER = Duration.ofMillis(20);

  private final AtomicBoolean over = new AtomicBoolean();
  private final Thread thread;

  Burden(Lab lab, String log, long seed, double perSecond) {
    Workload workload =
        new Workload(seed + System.nanoTime(), _ -> new UserId("burden"), Integer.MAX_VALUE);
    thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              // A producer that fills its requests, as that of a busy service does.
              try (Log burden = new Log(lab.servers().kafka(), log, seed, LINGER)) {
                long started = System.nanoTime();
                for (long i = 0; !over.get(); i++) {
                  CompletionEvent event = workload.next().orElseThrow();
                  await(started + (long) (i * 1e9 / perSecond));
                  burden.publish(event);
                }
              }
            });
  }

  @Override
  public void close() {
    over.set(true);
    Lab.join(thread);
  }

  static void await(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
