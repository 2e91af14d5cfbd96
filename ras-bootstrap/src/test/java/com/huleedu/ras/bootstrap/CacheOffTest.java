package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Two instances on one database and one Redis, one of them with its cache off (guarantees, G7):
 * what it projects must not leave the other's answers stale.
 */
class CacheOffTest {
  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
  private static final BatchId BATCH = new BatchId("batch-" + UUID.randomUUID());
  private static final UserId USER = new UserId("user-" + UUID.randomUUID());
  private static final EssayId ESSAY = new EssayId("essay");

  private final Deployment projecting = new Deployment("cache-off").with("CACHE_ENABLED", "false");

  /** On topics of its own, to which nothing comes, so that it is the other one that projects. */
  private final Deployment answering =
      new Deployment("cache-on").with("DATABASE_URL", projecting.environment().get("DATABASE_URL"));

  @Test
  void whatItProjectsIsInvalidatedAllTheSame() {
    try (Log log = new Log(projecting);
        RasService off = projecting.start();
        RasService on = answering.start()) {
      publish(log, registered());
      String before = cached(on, "/internal/v1/batches/" + BATCH + "/status");
      String listBefore = cached(on, "/internal/v1/batches/user/" + USER);
      assertThat(cacheHits(on)).isEqualTo(2);

      publish(log, failed());

      for (RasService instance : List.of(on, off)) {
        Api api = new Api(instance.port());
        assertThat(api.batch(BATCH.value()).body()).isNotEqualTo(before);
        assertThat(api.batchesOf(USER.value(), "").body()).isNotEqualTo(listBefore);
      }
      assertThat(cacheHits(off)).isZero();
    }
  }

  /** Asked for twice, so that the second answer is the cache's. */
  private static String cached(RasService service, String path) {
    Api api = new Api(service.port());
    String first = api.get(path).body();
    assertThat(api.get(path).body()).isEqualTo(first).contains(BATCH.value());
    return first;
  }

  private static double cacheHits(RasService service) {
    return new Api(service.metricsPort())
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("ras_cache_hits_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private void publish(Log log, CompletionEvent event) {
    log.publishAll(List.of(PublishedEvent.of(event, projecting).message()));
    log.awaitAcknowledged();
  }

  private static CompletionEvent registered() {
    return new BatchRegistered(
        stamp(1),
        null,
        BATCH,
        new Registration(USER, 1, List.of(ESSAY), List.of(Phase.SPELLCHECK)));
  }

  private static CompletionEvent failed() {
    return new PhaseOutcomeAnnounced(
        stamp(2),
        null,
        BATCH,
        Phase.SPELLCHECK,
        new PhaseOutcome(BatchStatus.COMPLETED_WITH_FAILURES, List.of(), List.of(ESSAY)));
  }

  private static Stamp stamp(int second) {
    return new Stamp(START.plusSeconds(second), new UUID(0, second), second);
  }
}
