package com.huleedu.ras.adapter.redis;

import static org.awaitility.Awaitility.await;

import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.testkit.contract.UnspeakableError;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RedisLinkTest {
  /** Nobody else would connect, and each invalidation would wait for ever. */
  @Test
  void isTendedAgainWhateverTendingItThrows() {
    RedisConfig config = RedisConfig.of(EmbeddedServers.redis().uri());
    AtomicInteger looks = new AtomicInteger();
    RedisLink.Check check =
        _ ->
            switch (looks.incrementAndGet()) {
              case 1, 4 -> throw new OutOfMemoryError("on purpose");
              case 3, 5 -> throw new UnspeakableError();
              case 2 -> throw new IllegalStateException("a mistake in the code");
              default -> false;
            };
    try (RedisLink link =
        new RedisLink(config, RedisLink.Purpose.ANSWERS, check, () -> {}).start()) {
      await().until(() -> looks.get() > 7);
      await().until(link::isUp);
    }
  }
}
