package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.testkit.history.Picture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A registration may repeat its phases as often as a message has room. */
class RequestedPhasesTest {
  private static final int BATCHES = 20;
  private static final int HELD_AT_ONCE = 64 * 1_024;
  private static final Instant T = Instant.parse("2026-03-01T08:00:00Z");
  private static final UserId USER = new UserId("user");

  private final PostgresFixture store = new PostgresFixture();

  @AfterEach
  void close() {
    store.close();
  }

  /** Those that come late and once are the ones at work. */
  @Test
  void answersHoldAFewAndTakeAccountOfAll() {
    List<Phase> phases = new ArrayList<>(Collections.nCopies(100_000, Phase.NLP));
    phases.addAll(List.of(Phase.CJ_ASSESSMENT, Phase.NLP, Phase.SPELLCHECK));
    Facts facts = Facts.fold(List.of());
    for (int b = 0; b < BATCHES; b++) {
      facts = facts.merge(registeredAndThroughNlp(new BatchId("batch " + b), phases));
    }
    store.record(facts);

    List<Batch> page = page();

    assertThat(page).containsExactlyInAnyOrderElementsOf(Picture.of(facts).batches());
    assertThat(page)
        .allMatch(batch -> batch.requestedPhases().equals(Collections.nCopies(100, Phase.NLP)))
        .allMatch(Batch::requestedPhasesCut)
        .allMatch(batch -> batch.currentPhase() == Phase.CJ_ASSESSMENT);
    StoredStatuses.assertDerived(store, "as stored");
  }

  private static Facts registeredAndThroughNlp(BatchId batch, List<Phase> phases) {
    Registration registration = new Registration(USER, 0, List.of(), phases);
    PhaseOutcome outcome =
        new PhaseOutcome(BatchStatus.COMPLETED_SUCCESSFULLY, List.of(), List.of());
    return Facts.fold(
        List.of(
            new BatchRegistered(stamp(1), null, batch, registration),
            new PhaseOutcomeAnnounced(stamp(2), null, batch, Phase.NLP, outcome)));
  }

  private static Stamp stamp(int second) {
    return new Stamp(T.plusSeconds(second), new UUID(0, second), second);
  }

  /** The driver refuses a result of which it would have to hold more. */
  private List<Batch> page() {
    try (PostgresAdapter adapter = store.holding(HELD_AT_ONCE)) {
      return adapter
          .batchRepository()
          .findByUser(new UserBatchesQuery(USER, new StatusFilter.All(), 100, 0))
          .batches();
    }
  }
}
