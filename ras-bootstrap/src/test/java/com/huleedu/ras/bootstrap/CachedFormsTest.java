package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.embedded.EmbeddedServers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * An update, or a changed setting, on a Redis that is full: no answer has another form than this
 * process gives it, whoever filled the cache. Keys and values stay what they were.
 */
class CachedFormsTest {
  private static final BatchId BATCH = new BatchId("batch-" + UUID.randomUUID());
  private static final UserId USER = new UserId("user-" + UUID.randomUUID());
  private static final String BATCH_KEY = "ras:batch:" + BATCH;
  private static final String LIST_KEY = "ras:user:" + USER + ":batches:20:0:all";

  private final Deployment deployment = new Deployment("forms");

  @Test
  void bodiesOfAnotherFormAreNotAnsweredAndAreReplaced() {
    RedisClient client = RedisClient.create(EmbeddedServers.redis().uri());
    try (Log log = new Log(deployment);
        RasService service = deployment.start()) {
      RedisCommands<String, String> redis = client.connect().sync();
      log.publishAll(List.of(PublishedEvent.of(registered(), deployment).message()));
      log.awaitAcknowledged();
      Api api = new Api(service.port());
      String batch = api.batch(BATCH.value()).body();
      String list = api.batchesOf(USER.value(), "").body();
      assertThat(batch).contains("\"overall_status\":\"REGISTERED\"", "\"batch_status\":");
      assertThat(list).contains(batch);
      await().until(() -> batch.equals(redis.get(BATCH_KEY)) && list.equals(redis.get(LIST_KEY)));

      for (boolean firstGeneration : new boolean[] {true, false}) {
        plant(redis, BATCH_KEY, batch, firstGeneration);
        plant(redis, LIST_KEY, list, firstGeneration);
        assertThat(api.batch(BATCH.value()).body()).isEqualTo(batch);
        assertThat(api.batchesOf(USER.value(), "").body()).isEqualTo(list);
        await().until(() -> batch.equals(redis.get(BATCH_KEY)) && list.equals(redis.get(LIST_KEY)));
      }
      assertTheOtherNamesAreNotTakenFor(batch, redis);
    } finally {
      client.shutdown();
    }
  }

  /** The same deployment with the other names, on the same cache. */
  private void assertTheOtherNamesAreNotTakenFor(
      String batch, RedisCommands<String, String> redis) {
    try (RasService internal = deployment.with("API_STATUS_NAMES", "internal").start()) {
      String named = batch.replace("\"REGISTERED\"", "\"awaiting_content_validation\"");
      Api api = new Api(internal.port());
      // While it is still connecting to Redis, it answers without.
      await()
          .until(() -> {
            assertThat(api.batch(BATCH.value()).body()).isEqualTo(named);
            return named.equals(redis.get(BATCH_KEY));
          });
    }
  }

  /** Without the further members, or with the names in events. */
  private static void plant(
      RedisCommands<String, String> redis, String key, String body, boolean firstGeneration) {
    String planted =
        firstGeneration
            ? body.replaceAll(",\"assignment_id\".*?\"rejected_files\":\\[]", "")
            : body.replace("\"REGISTERED\"", "\"awaiting_content_validation\"");
    assertThat(planted).isNotEqualTo(body);
    redis.set(key, planted, SetArgs.Builder.ex(300));
  }

  private static BatchRegistered registered() {
    Stamp stamp = new Stamp(Instant.parse("2026-03-01T08:00:00Z"), new UUID(0, 1), 1);
    return new BatchRegistered(stamp, null, BATCH, new Registration(USER, 1, List.of(), List.of()));
  }
}
