package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.RejectedFile;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.testkit.history.Histories;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever was said, in whatever order and pieces: the column is what the rows give. */
class StoredStatusTest {
  private static final int SEEDS = 60;

  /** In order: a greater time, event id and digest, of which halves count without their signs. */
  private static final List<Stamp> STAMPS =
      List.of(
          new Stamp(Instant.EPOCH, new UUID(1, 1), -1),
          new Stamp(Instant.EPOCH, new UUID(1, 1), 1),
          new Stamp(Instant.EPOCH, new UUID(1, -1), 0),
          new Stamp(Instant.EPOCH, new UUID(-1, 0), 0),
          new Stamp(Instant.EPOCH.plusNanos(1_000), new UUID(0, 0), 0));

  private final PostgresFixture store = new PostgresFixture();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void isTheDerivedOneAfterEveryPoll() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      store.clear();
      String when = "seed " + seed;
      Histories.polls(Histories.redelivered(Histories.random(seed, 14), seed), seed)
          .forEach(poll -> {
            store.record(Facts.fold(poll));
            StoredStatuses.assertDerived(store, when);
          });
    }
  }

  /** Whoever starts with another setting judges anew what depends on it. */
  @Test
  void followsTheSetting() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      store.record(Facts.fold(Histories.random(seed, 20, "-" + seed)));
    }
    List<?> before = statuses();
    try (PostgresAdapter other = store.adapter(PipelineEnds.NOT_READ)) {
      other.migrate();
      assertThat(statuses()).isNotEqualTo(before);
      StoredStatuses.assertDerived(store, other.batchRepository(), "no end is read");
    }
    store.adapter().migrate();
    assertThat(statuses()).isEqualTo(before);
  }

  private List<?> statuses() {
    return store.direct().fetchValues("select status from batch_results order by batch_id");
  }

  /** Outcomes that name no essay as failed come in their order alone. */
  @Test
  void theNewestOutcomeDecides() {
    List<CompletionEvent> events = new ArrayList<>();
    for (int old = 0; old < STAMPS.size(); old++) {
      for (int young = old + 1; young < STAMPS.size(); young++) {
        events.addAll(batch("cancelled", old, young, Phase.NLP, Phase.AI_FEEDBACK));
        events.addAll(batch("completed", old, young, Phase.NLP, Phase.AI_FEEDBACK));
        events.addAll(batch("cancelled", old, young, Phase.AI_FEEDBACK, Phase.NLP));
        events.addAll(batch("completed", old, young, Phase.AI_FEEDBACK, Phase.NLP));
      }
    }
    store.record(Facts.fold(events));

    StoredStatuses.assertDerived(store, "by stamps");
    assertThat(
            store
                .direct()
                .fetchValues(
                    "select batch_id from batch_results where split_part(batch_id, ' ', 1) <> split_part(status, '_', 1)"))
        .isEmpty();
  }

  /** What random histories seldom have. */
  @Test
  void rareOnesAreJudgedAsTheyAreDerived() {
    List<CompletionEvent> events = new ArrayList<>();
    BatchId again = registered(events, "said again", 1, true);
    events.add(outcome(again, Phase.NLP, at(1), false));
    events.add(
        new PipelineCompleted(at(2), null, again, BatchStatus.COMPLETED_SUCCESSFULLY, Set.of()));
    events.add(outcome(again, Phase.NLP, at(3), false));
    BatchId rejected = registered(events, "all rejected", 1, false);
    events.add(
        new FileRejected(
            at(1), null, rejected, new UploadId("u"), new RejectedFile("f", "CODE", null)));
    BatchId open = registered(events, "open behind a closed one", 1, false);
    events.add(outcome(open, Phase.SPELLCHECK, at(1), false));
    EssayId essay = new EssayId("of " + open);
    events.add(
        new SpellcheckCompleted(
            at(2),
            null,
            essay,
            open,
            new SpellcheckResult(ProcessingStage.COMPLETED, null, null, new TextId("t"), null)));
    events.add(
        new CjAssessmentCompleted(
            at(3), null, open, Map.of(), Map.of(essay, new CjVerdict("job", true))));
    store.record(Facts.fold(events));

    StoredStatuses.assertDerived(store, "rare ones");
    assertThat(statuses())
        .hasToString("[content_ingestion_failed, processing_pipelines, completed_successfully]");
  }

  private static BatchId registered(
      List<CompletionEvent> events, String id, int essays, boolean flat) {
    BatchId batch = new BatchId(id);
    Registration registration =
        new Registration(
            new UserId("user"),
            essays,
            List.of(new EssayId("of " + id)),
            List.of(),
            null,
            null,
            flat);
    events.add(new BatchRegistered(at(0), null, batch, registration));
    return batch;
  }

  private static Stamp at(long second) {
    return new Stamp(Instant.EPOCH.plusSeconds(second), new UUID(0, second), second);
  }

  /** Of two phases the second has the newer outcome; whose is read first by its key, varies. */
  private static List<CompletionEvent> batch(
      String status, int old, int young, Phase first, Phase second) {
    BatchId batch = new BatchId("%s %s %s %s".formatted(status, old, young, second));
    boolean cancelled = status.equals("cancelled");
    return List.of(
        new BatchRegistered(
            STAMPS.getFirst(),
            null,
            batch,
            new Registration(new UserId("user"), 0, List.of(), List.of())),
        outcome(batch, first, STAMPS.get(old), !cancelled),
        outcome(batch, second, STAMPS.get(young), cancelled));
  }

  private static CompletionEvent outcome(
      BatchId batch, Phase phase, Stamp stamp, boolean cancelled) {
    BatchStatus status = cancelled ? BatchStatus.CANCELLED : BatchStatus.COMPLETED_SUCCESSFULLY;
    return new PhaseOutcomeAnnounced(
        stamp, null, batch, phase, new PhaseOutcome(status, List.of(), List.of()));
  }
}
