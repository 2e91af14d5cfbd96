package com.huleedu.ras.application.projection;

import com.huleedu.ras.application.commit.Commit;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.event.NoEffect;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.Poll;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The meters of projection, named in the contract. */
final class ProjectionMetrics {
  private final MeterRegistry registry;
  private final Counter messages;
  private final Counter skipped;
  private final Timer duration;
  private final Counter batches;
  private final Counter spellchecked;
  private final Counter ranked;

  ProjectionMetrics(MeterRegistry registry) {
    this.registry = registry;
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

  /** What begins with its first message is seen by no rate: these begin at zero. */
  void invalidBeginAtZero(Collection<String> topics, Collection<String> errorTypes) {
    for (String topic : topics) {
      errorTypes.forEach(type -> invalid(topic, type));
    }
  }

  /** The same of messages that say nothing to the model, where they can come. */
  void withoutEffectBeginAtZero(Map<String, Set<NoEffect>> reasons) {
    reasons.forEach((topic, all) -> all.forEach(reason -> withoutEffect(topic, reason)));
  }

  private Counter withoutEffect(String topic, NoEffect reason) {
    return registry.counter("ras.messages.without.effect", "topic", topic, "reason", reason.tag());
  }

  private void invalid(DeadLetter letter) {
    invalid(letter.message().partition().topic(), letter.reason().type()).increment();
  }

  private Counter invalid(String topic, String errorType) {
    return registry.counter("ras.invalid.messages", "topic", topic, "error_type", errorType);
  }
}
