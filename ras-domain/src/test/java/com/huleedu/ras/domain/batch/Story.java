package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Events told in short words; the number is the second at which something happened. */
final class Story {
  static final BatchId B = new BatchId("b");
  private static final Instant START = Instant.parse("2025-06-28T08:00:00Z");

  private final List<CompletionEvent> events = new ArrayList<>();

  static Instant at(int second) {
    return START.plusSeconds(second);
  }

  static Stamp stamp(int second) {
    return new Stamp(at(second), new UUID(0, second), second);
  }

  static List<EssayId> essays(String... ids) {
    return Stream.of(ids).map(EssayId::new).toList();
  }

  Story registered(int second, String... essays) {
    return registered(second, B, List.of(), essays);
  }

  Story registered(int second, BatchId batch, List<Phase> requested, String... essays) {
    Registration registration =
        new Registration(new UserId("u"), essays.length, essays(essays), requested);
    events.add(new BatchRegistered(stamp(second), null, batch, registration));
    return this;
  }

  Story spellchecked(int second, String essay) {
    return spellchecked(second, essay, null, ProcessingStage.COMPLETED);
  }

  Story spellchecked(int second, String essay, BatchId parent, ProcessingStage stage) {
    SpellcheckResult result =
        new SpellcheckResult(stage, (long) second, null, new TextId("t" + second), null);
    events.add(new SpellcheckCompleted(stamp(second), null, new EssayId(essay), parent, result));
    return this;
  }

  Story ranked(int second, BatchId batch, String... essays) {
    Map<EssayId, CjResult> rankings = new LinkedHashMap<>();
    for (String essay : essays) {
      rankings.put(new EssayId(essay), new CjResult((long) second, 0.5));
    }
    events.add(new CjAssessmentCompleted(stamp(second), null, batch, rankings));
    return this;
  }

  Story outcome(
      int second, Phase phase, BatchStatus status, List<EssayId> processed, List<EssayId> failed) {
    PhaseOutcome outcome = new PhaseOutcome(status, processed, failed);
    events.add(new PhaseOutcomeAnnounced(stamp(second), null, B, phase, outcome));
    return this;
  }

  Facts facts() {
    return Facts.fold(events);
  }

  Batch batch() {
    return batch(B);
  }

  Batch batch(BatchId batch) {
    Facts facts = facts();
    return Batch.derive(
        facts.batches().get(batch),
        facts.outcomes().values().stream().filter(o -> o.batch().equals(batch)).toList(),
        facts.essays().values().stream()
            .filter(e -> e.membership() != null && e.membership().batch().equals(batch))
            .toList());
  }
}
