package com.huleedu.ras.application.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.application.World;
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
import com.huleedu.ras.domain.event.NoEffect;
import com.huleedu.ras.domain.event.PhaseOutcome;
import com.huleedu.ras.domain.event.PhaseOutcomeAnnounced;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each meter counts what its name in the contract says. */
class ProjectionMetricsTest {
  private static final BatchId BATCH = new BatchId("b");
  private static final EssayId ONE = new EssayId("e1");
  private static final EssayId TWO = new EssayId("e2");
  private static final EssayId THREE = new EssayId("e3");

  private final World world = new World();

  private static Stamp stamp(int second) {
    return new Stamp(Instant.EPOCH.plusSeconds(second), new UUID(0, second), second);
  }

  private static CompletionEvent registered() {
    Registration registration = new Registration(new UserId("u"), 1, List.of(ONE), List.of());
    return new BatchRegistered(stamp(1), null, BATCH, registration);
  }

  private static CompletionEvent spellchecked() {
    SpellcheckResult result =
        new SpellcheckResult(ProcessingStage.COMPLETED, 1L, null, new TextId("t"), null);
    return new SpellcheckCompleted(stamp(2), null, ONE, null, result);
  }

  private static CompletionEvent ranked() {
    CjResult result = new CjResult(1L, 0.5);
    return new CjAssessmentCompleted(
        stamp(3), null, BATCH, Map.of(ONE, result, TWO, result, THREE, result));
  }

  private double count(String meter, String... tags) {
    return world.registry.get(meter).tags(tags).counter().count();
  }

  @Test
  void aPollIsCountedByWhatIsInIt() {
    world.service().project(World.poll(0, registered(), spellchecked(), ranked()));

    assertThat(count("ras.messages.processed")).isEqualTo(3);
    assertThat(count("ras.messages.skipped")).isZero();
    assertThat(count("ras.batches.aggregated")).isEqualTo(1);
    assertThat(count("ras.essays.aggregated", "phase", "spellcheck")).isEqualTo(1);
    assertThat(count("ras.essays.aggregated", "phase", "cj_assessment")).isEqualTo(3);
    Timer duration = world.registry.get("ras.message.processing.duration").timer();
    assertThat(duration.count()).isEqualTo(3);
    assertThat(duration.totalTime(TimeUnit.MILLISECONDS)).as("each waited for all").isEqualTo(15);
  }

  private static CompletionEvent outcome(int second, BatchStatus status) {
    PhaseOutcome outcome = new PhaseOutcome(status, List.of(), List.of());
    return new PhaseOutcomeAnnounced(stamp(second), null, BATCH, Phase.NLP, outcome);
  }

  @Test
  void aMessageThatChangesNothingIsCountedByTopicAndReason() {
    ProjectionService service = world.service();
    service.countWithoutEffect(Map.of("other", Set.of(NoEffect.OTHER_METHOD)));
    assertThat(count("ras.messages.without.effect", "topic", "other", "reason", "other_method"))
        .isZero();

    service.project(
        World.poll(
            0,
            outcome(1, BatchStatus.PROCESSING_PIPELINES),
            outcome(2, BatchStatus.COMPLETED_SUCCESSFULLY),
            registered()));

    assertThat(count("ras.messages.without.effect", "topic", "topic")).isEqualTo(1);
    assertThat(count("ras.messages.without.effect", "topic", "topic", "reason", "status_not_final"))
        .isEqualTo(1);
  }

  @Test
  void freshnessIsFromTheTimeOfTheRecordToItsAcknowledgement() {
    ProjectionService service = world.service();
    service.countInvalid(List.of("topic"), List.of());
    assertThat(count("ras.clock.ahead", "topic", "topic")).isZero();
    world.now = Instant.parse("2026-11-01T12:00:00Z");
    service.project(World.malformedPoll(0, world.now.minusSeconds(20)));
    service.project(World.malformedPoll(1, world.now.plusSeconds(3)));
    service.project(World.malformedPoll(2, Instant.EPOCH)); // nobody knows when

    Timer freshness = world.registry.get("ras.event.freshness").timer();
    assertThat(freshness.count()).isEqualTo(2);
    assertThat(freshness.totalTime(TimeUnit.SECONDS)).isEqualTo(20);
    assertThat(
            List.of(freshness.takeSnapshot().histogramCounts()).stream().map(CountAtBucket::bucket))
        .contains(1e9, 5e9, 30e9);
    assertThat(count("ras.clock.ahead", "topic", "topic")).isEqualTo(1);
    assertThat(world.registry.get("ras.last.progress.timestamp.seconds").gauge().value())
        .isEqualTo((double) world.now.getEpochSecond());
  }

  @Test
  void aLetterIsProcessedAndNotSkipped() {
    world.service().project(World.malformedPoll(0));

    assertThat(count("ras.messages.processed")).isEqualTo(1);
    assertThat(count("ras.messages.skipped")).isZero();
  }
}
