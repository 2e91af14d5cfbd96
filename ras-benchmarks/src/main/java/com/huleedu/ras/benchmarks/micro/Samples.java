package com.huleedu.ras.benchmarks.micro;

import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.benchmarks.Workload;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.Claim;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.testkit.history.PublishedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the benchmarks are fed with: the events of the whole benchmark, the same every time. */
final class Samples {
  /** So many events make one fold. */
  static final int FOLD = 1_000;

  private static final long SEED = 11;
  private static final int EVENTS = 30_000;

  /** By then batches are at every stage. */
  private static final int AT_WORK = 15_000;

  private Samples() {}

  /** The events of a fold out of the midst of a backlog; the second fold follows the first. */
  static List<CompletionEvent> fold(int number) {
    return events().skip(AT_WORK + (long) number * FOLD).limit(FOLD).toList();
  }

  private static Stream<CompletionEvent> events() {
    Workload workload = Workload.ofEvents(SEED, EVENTS);
    return Stream.generate(workload::next).takeWhile(Optional::isPresent).map(Optional::get);
  }

  /** A message of a kind. */
  static RawMessage message(Class<? extends CompletionEvent> kind, String topic) {
    return new RawMessage(
        new Partition(topic, 0),
        17,
        Instant.parse("2026-03-01T08:00:00Z"),
        new byte[0],
        List.of(),
        value(kind, topic));
  }

  /** The bytes of a message of a kind. */
  static byte[] value(Class<? extends CompletionEvent> kind, String topic) {
    CompletionEvent event = events().filter(kind::isInstance).findFirst().orElseThrow();
    return PublishedMessage.of(event, topic).value();
  }

  static Topics topics() {
    return Topics.DEFAULT;
  }

  /** What is known of a batch of 30 essays that is done. */
  record Known(BatchFacts batch, List<OutcomeFacts> outcomes, List<EssayFacts> members) {
    static Known ofOne() {
      Facts facts = Facts.fold(events().toList());
      BatchFacts batch =
          facts.batches().values().stream()
              .filter(candidate -> of(facts, candidate).isRankedWhole())
              .findFirst()
              .orElseThrow();
      return of(facts, batch);
    }

    private static Known of(Facts facts, BatchFacts batch) {
      return new Known(
          batch,
          facts.outcomes().values().stream()
              .filter(outcome -> outcome.batch().equals(batch.batch()))
              .toList(),
          facts.essays().values().stream().filter(essay -> isMember(essay, batch)).toList());
    }

    private static boolean isMember(EssayFacts essay, BatchFacts batch) {
      Claim claim = essay.membership();
      return claim != null && claim.batch().equals(batch.batch());
    }

    private boolean isRankedWhole() {
      return outcomes.size() == 2 && members.stream().allMatch(essay -> essay.cj() != null);
    }

    Batch derived() {
      return Batch.derive(
          batch,
          PipelineFacts.none(batch.batch()),
          outcomes,
          List.of(),
          members,
          PipelineEnds.READ);
    }

    byte[] body() {
      return JsonAdapter.bodyWriter().batch(derived()).utf8();
    }
  }
}
