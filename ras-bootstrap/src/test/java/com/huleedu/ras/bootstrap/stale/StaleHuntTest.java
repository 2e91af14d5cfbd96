package com.huleedu.ras.bootstrap.stale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.bootstrap.stale.RedisNemesis.Deed;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.embedded.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No stale answer (guarantees, G7), of the whole: the real use cases and adapters of several
 * instances on a real PostgreSQL and Redis. With {@code -Dras.long=true} ten million reads; {@code
 * -Dras.seed=…} repeats the choices of an earlier hunt, though not its timing.
 */
class StaleHuntTest {
  private static final boolean LONG = Boolean.getBoolean("ras.long");
  private static final long CALM_READS = LONG ? 9_000_000 : 60_000;
  private static final long TROUBLED_READS = LONG ? 1_000_000 : 60_000;
  private static final long READS_BETWEEN_DEEDS = LONG ? 40_000 : 4_000;

  @TempDir Path directory;
  private RedisServer redis;

  @BeforeEach
  void start() {
    redis = RedisServer.start(directory, false);
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void noAnswerIsStale() {
    try (Hunt hunt = new Hunt(redis, UnaryOperator.identity())) {
      hunt.awaitReads(CALM_READS);
      assertNoneWasStale(hunt);
    }
  }

  @Test
  void noAnswerIsStaleWhateverBecomesOfRedis() {
    try (Hunt hunt = new Hunt(redis, UnaryOperator.identity())) {
      RedisNemesis nemesis = new RedisNemesis(redis, directory, hunt);
      int deeds = 0;
      do {
        for (Deed deed : Deed.values()) {
          hunt.awaitReads(READS_BETWEEN_DEEDS);
          nemesis.commit(deed);
          deeds++;
        }
      } while (hunt.reads() < TROUBLED_READS);
      hunt.awaitReads(READS_BETWEEN_DEEDS);
      System.out.println(deeds + " deeds");
      assertNoneWasStale(hunt);
    }
  }

  private static void assertNoneWasStale(Hunt hunt) {
    System.out.println(hunt);
    assertThat(hunt.truth.complaints()).as(hunt.toString()).isEmpty();
    assertThat(hunt.lookups("hits")).as("a hunt without hits proves nothing").isPositive();
  }

  @Test
  void withoutTheFenceTheHuntFindsStaleAnswers() {
    try (Hunt hunt = new Hunt(redis, Unfenced::new)) {
      awaitStale(hunt);
    }
  }

  @Test
  void withoutTheQuarantineTheHuntFindsStaleAnswers() {
    UnaryOperator<CacheManager> asItIs = UnaryOperator.identity();
    try (Hunt hunt = new Hunt(redis, asItIs)) {
      RedisNemesis nemesis = new RedisNemesis(redis, directory, hunt);
      hunt.awaitReads(5_000);
      assertThat(hunt.truth.complaints()).isEmpty();
      nemesis.goBackAndLiftTheQuarantine();
      awaitStale(hunt);
    }
  }

  private static void awaitStale(Hunt hunt) {
    await().atMost(Duration.ofMinutes(1)).until(() -> hunt.truth.stale() > 0);
    System.out.println("Found: " + hunt.truth.complaints().getFirst());
    System.out.println(hunt);
  }
}
