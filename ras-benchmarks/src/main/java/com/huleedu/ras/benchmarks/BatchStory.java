package com.huleedu.ras.benchmarks;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * One batch: registered, its essays spellchecked one by one, the phase closed, ranked, the phase
 * closed. In one of five two essays fail, one of ten is not ranked yet.
 */
final class BatchStory {
  private static final int FAILING = 2;

  private final BatchId batch;
  private final UserId owner;
  private final List<EssayId> essays;
  private final int failed;
  private final int steps;
  private int step;

  BatchStory(UserId owner, int essays, Random random) {
    this.batch = new BatchId(uuid(random).toString());
    this.owner = owner;
    this.essays =
        Stream.generate(() -> new EssayId(uuid(random).toString())).limit(essays).toList();
    int kind = random.nextInt(10);
    this.failed = kind < 2 ? Math.min(FAILING, essays) : 0;
    this.steps = kind == 2 ? essays + 2 : essays + 4;
  }

  static UUID uuid(Random random) {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
    return new UUID(high, low);
  }

  boolean hasBegun() {
    return step > 0;
  }

  boolean isOver() {
    return step == steps;
  }

  CompletionEvent next(Stamp stamp) {
    return event(step++, stamp);
  }

  /** One of those that were, under a new stamp. */
  CompletionEvent again(Stamp stamp, Random random) {
    return event(random.nextInt(step), stamp);
  }

  private CompletionEvent event(int place, Stamp stamp) {
    if (place == 0) {
      List<Phase> phases = List.of(Phase.SPELLCHECK, Phase.CJ_ASSESSMENT);
      return new BatchRegistered(
          stamp, null, batch, new Registration(owner, essays.size(), essays, phases));
    }
    if (place <= essays.size()) {
      return spellchecked(place - 1, stamp);
    }
    return switch (place - essays.size()) {
      case 1 -> outcome(Phase.SPELLCHECK, essays.subList(0, failed), stamp);
      case 2 -> ranked(stamp);
      default -> outcome(Phase.CJ_ASSESSMENT, List.of(), stamp);
    };
  }

  private SpellcheckCompleted spellchecked(int essay, Stamp stamp) {
    EssayId id = essays.get(essay);
    TextId original = new TextId("txt-orig-" + id.value());
    SpellcheckResult result =
        essay < failed
            ? new SpellcheckResult(
                ProcessingStage.FAILED,
                null,
                null,
                original,
                "{\"fetch_error\":\"Failed to fetch original content: 404\"}")
            : new SpellcheckResult(
                ProcessingStage.COMPLETED,
                Math.floorMod(id.hashCode(), 25L),
                new TextId("txt-corrected-" + id.value()),
                original,
                null);
    return new SpellcheckCompleted(stamp, null, id, null, result);
  }

  private PhaseOutcomeAnnounced outcome(Phase phase, List<EssayId> failures, Stamp stamp) {
    BatchStatus status =
        failures.isEmpty()
            ? BatchStatus.COMPLETED_SUCCESSFULLY
            : BatchStatus.COMPLETED_WITH_FAILURES;
    return new PhaseOutcomeAnnounced(
        stamp, null, batch, phase, new PhaseOutcome(status, passed(), failures));
  }

  private List<EssayId> passed() {
    return essays.subList(failed, essays.size());
  }

  private CjAssessmentCompleted ranked(Stamp stamp) {
    Map<EssayId, CjResult> rankings = new LinkedHashMap<>();
    List<EssayId> passed = passed();
    for (int i = 0; i < passed.size(); i++) {
      double score = Math.round((1 - 2.0 * i / passed.size()) * 17_312) / 10_000.0;
      rankings.put(passed.get(i), new CjResult(i + 1L, score));
    }
    return new CjAssessmentCompleted(stamp, null, batch, rankings);
  }
}
