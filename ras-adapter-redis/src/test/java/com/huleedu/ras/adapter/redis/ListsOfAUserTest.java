package com.huleedu.ras.adapter.redis;

import static com.huleedu.ras.adapter.redis.Connected.body;
import static com.huleedu.ras.adapter.redis.Connected.hit;
import static com.huleedu.ras.adapter.redis.Connected.missed;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.query.CacheManager.Lease;
import com.huleedu.ras.embedded.EmbeddedServers;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However many pages of a user are asked for, only so many are kept, and each is known. */
class ListsOfAUserTest {
  private static final int ASKED = 5_000;
  private static final int KEPT = 100;

  private Connected on;

  @BeforeEach
  void connect() {
    on = Connected.to(EmbeddedServers.redis().uri());
  }

  @AfterEach
  void close() {
    on.close();
  }

  @Test
  void onlySoManyAreKeptAndAnInvalidationRemovesThemAll() {
    Lease lease = missed(on.cache.findUserBatches(on.page(0)));
    for (int offset = 0; offset < ASKED; offset++) {
      on.cache.putUserBatches(on.page(offset), body("[]"), lease);
    }
    on.awaitFills();
    Set<String> tracked = on.redis.smembers(Keys.lists(on.user));
    assertThat(tracked).hasSize(KEPT);
    assertThat(stored()).as("lists that are stored").isEqualTo(tracked);

    on.invalidateUser();
    assertThat(stored()).as("lists that are left").isEmpty();
    assertThat(on.redis.exists(Keys.lists(on.user), Keys.lease(on.user))).isZero();
  }

  private Set<String> stored() {
    return IntStream.range(0, ASKED)
        .mapToObj(offset -> Keys.list(on.page(offset)))
        .filter(key -> on.redis.exists(key) == 1)
        .collect(toSet());
  }

  @Test
  void whatWasJustAskedForIsAlwaysKept() {
    for (int offset = 0; offset < 3 * KEPT; offset++) {
      on.cache.putUserBatches(
          on.page(offset), body("[]"), missed(on.cache.findUserBatches(on.page(offset))));
      assertThat(hit(on.cache.findUserBatches(on.page(offset)))).isEqualTo("[]");
    }
  }

  @Test
  void aListThatIsKeptAlreadyTakesNobodysPlace() {
    Lease lease = missed(on.cache.findUserBatches(on.page(0)));
    for (int offset = 0; offset < KEPT; offset++) {
      on.cache.putUserBatches(on.page(offset), body("[]"), lease);
    }
    for (int offset = 0; offset < KEPT; offset++) {
      on.cache.putUserBatches(on.page(offset), body("[1]"), lease);
    }
    for (int offset = 0; offset < KEPT; offset++) {
      assertThat(hit(on.cache.findUserBatches(on.page(offset)))).isEqualTo("[1]");
    }
  }

  @Test
  void aSetFromBeforeTheBoundShrinksStepByStep() {
    on.redis.sadd(
        Keys.lists(on.user),
        IntStream.range(1, 3_000)
            .mapToObj(offset -> Keys.list(on.page(offset)))
            .toArray(String[]::new));
    Lease lease = missed(on.cache.findUserBatches(on.page(0)));
    for (int offset = 10_000; offset < 10_004; offset++) {
      on.cache.putUserBatches(on.page(offset), body("[]"), lease);
    }
    on.awaitFills();
    assertThat(on.redis.scard(Keys.lists(on.user))).isEqualTo(KEPT);
  }
}
