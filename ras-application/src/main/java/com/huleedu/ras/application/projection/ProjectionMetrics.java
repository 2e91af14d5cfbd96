package com.huleedu.ras.application.projection;

import com.huleedu.ras.application.commit.Commit;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.event.NoEffect;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.RawMessage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

/** The meters of projection, named in the contract. */
final class ProjectionMetrics {
  private static final Duration[] FRESHNESS =
      LongStream.of(100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 3_600_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final AtomicReference<Double> lastProgress = new AtomicReference<>(Double.NaN);
  private final Timer freshness;
  private final Counter messages;
  private final Counter skipped;
  private final Timer duration;
  private final Counter batches;
  private final Counter spellchecked;
  private final Counter ranked;

  ProjectionMetrics(InstantSource clock, MeterRegistry registry) {
    this.clock = clock;
    this.registry = registry;
    this.freshness =
        Timer.builder("ras.event.freshness")
            .description("From when a message was written to its acknowledgement")
            .serviceLevelObjectives(FRESHNESS)
            .register(registry);
    Gauge.builder("ras.last.progress.timestamp.seconds", lastProgress, AtomicReference::get)
        .description("When messages were acknowledged last, in seconds since 1970")
        .register(registry);
    this.messages =
        Counter.builder("ras.messages.processed")
            .description("Messages that ended in the model or as dead letters, repeats included")
            .register(registry);
    this.skipped =
        Counter.builder("ras.messages.skipped")
            .description("Messages skipped because their mark said that they were projected")
            .register(registry);
    this.duration =
        Timer.builder("ras.message.processing.duration")
            .description("From the poll of a message to its acknowledgement")
            .publishPercentileHistogram()
            .register(registry);
    this.batches =
        Counter.builder("ras.batches.aggregated")
            .description("Registrations of batches merged into the model")
            .register(registry);
    this.spellchecked = essays(Phase.SPELLCHECK);
    this.ranked = essays(Phase.CJ_ASSESSMENT);
  }

  private Counter essays(Phase phase) {
    return Counter.builder("ras.essays.aggregated")
        .description("Results of essays merged into the model")
        .tag("phase", phase.eventName())
        .register(registry);
  }

  void projected(Poll poll, Commit commit, long nanos) {
    int count = poll.messages().size();
    messages.increment(count);
    skipped.increment(count - commit.applied().size() - commit.deadLetters().size());
    for (int i = 0; i < count; i++) {
      duration.record(nanos, TimeUnit.NANOSECONDS);
    }
    acknowledgedNow(commit);
    batches.increment(commit.facts().batches().size());
    for (EssayFacts essay : commit.facts().essays().values()) {
      if (essay.spellcheck() != null) {
        spellchecked.increment();
      }
      if (essay.cj() != null || essay.verdict() != null) {
        ranked.increment();
      }
    }
    commit.deadLetters().forEach(this::invalid);
    commit
        .applied()
        .forEach(message ->
            message
                .event()
                .noEffect()
                .ifPresent(reason ->
                    withoutEffect(message.raw().partition().topic(), reason).increment()));
  }

  /** Of what was repeated, and skipped, the first time is what counts. */
  private void acknowledgedNow(Commit commit) {
    Instant now = clock.instant();
    lastProgress.set(now.toEpochMilli() / 1_000.0);
    commit.applied().forEach(message -> fresh(message.raw(), now));
    commit.deadLetters().forEach(letter -> fresh(letter.message(), now));
  }

  private void fresh(RawMessage message, Instant now) {
    Duration age = Duration.between(message.timestamp(), now);
    if (age.isNegative()) {
      clockAhead(message.partition().topic()).increment();
    }
    if (message.timestamp().toEpochMilli() > 0) { // else nobody knows when it was written
      freshness.record(age.isNegative() ? Duration.ZERO : age);
    }
  }

  private Counter clockAhead(String topic) {
    return Counter.builder("ras.clock.ahead")
        .description("Messages written, as they say, after they were acknowledged")
        .tag("topic", topic)
        .register(registry);
  }

  /** What begins with its first message is seen by no rate: these begin at zero. */
  void invalidBeginAtZero(Collection<String> topics, Collection<String> errorTypes) {
    for (String topic : topics) {
      clockAhead(topic);
      errorTypes.forEach(type -> invalid(topic, type));
    }
  }

  /** The same of messages that say nothing to the model, where they can come. */
  void withoutEffectBeginAtZero(Map<String, Set<NoEffect>> reasons) {
    reasons.forEach((topic, all) -> all.forEach(reason -> withoutEffect(topic, reason)));
  }

  private Counter withoutEffect(String topic, NoEffect reason) {
    return Counter.builder("ras.messages.without.effect")
        .description("Messages that were read and change nothing")
        .tag("topic", topic)
        .tag("reason", reason.tag())
        .register(registry);
  }

  private void invalid(DeadLetter letter) {
    invalid(letter.message().partition().topic(), letter.reason().type()).increment();
  }

  private Counter invalid(String topic, String errorType) {
    return Counter.builder("ras.invalid.messages")
        .description("Messages that became dead letters")
        .tag("topic", topic)
        .tag("error_type", errorType)
        .register(registry);
  }
}
