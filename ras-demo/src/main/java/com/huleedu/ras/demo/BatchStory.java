package com.huleedu.ras.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one batch, and when: it is registered, its files are handed in, its essays are
 * spellchecked one by one, the phase closes, they are ranked and graded, the phase closes, the
 * pipeline ends. It takes 25 to 45 seconds.
 */
record BatchStory(SampleBatch batch, List<Step> steps) {

  /**
   * One message.
   *
   * @param after how long after the beginning it is sent
   * @param message the same record whenever it is asked again, as when a broker delivers it twice
   */
  record Step(Duration after, Message message) {}

  /** A message that says when it was sent. */
  @FunctionalInterface
  interface Message {
    ProducerRecord<byte[], byte[]> at(Instant now);
  }

  private static final int ONE_AGAIN_IN = 8;

  /**
   * @param outcomes the topic of outcomes
   */
  static BatchStory of(SampleBatch batch, String outcomes, RandomGenerator random) {
    return new Telling(batch, outcomes, random).tell();
  }

  private static final class Telling {
    private final SampleBatch batch;
    private final RandomGenerator random;
    private final SampleEvents events;
    private final List<Step> steps = new ArrayList<>();
    private Duration time = Duration.ZERO;

    Telling(SampleBatch batch, String outcomes, RandomGenerator random) {
      this.batch = batch;
      this.random = random;
      this.events = new SampleEvents(batch, SampleBatch.uuid(random), outcomes);
    }

    BatchStory tell() {
      then(events::registered);
      pass(1_000, 2_000);
      handIn();
      pass(1_000, 2_000);
      spellcheck();
      if (!batch.spellchecked().isEmpty()) {
        pass(6_000, 8_000);
        if (batch.judgedTwice()) {
          then(events::judgingFailed);
          pass(5_000, 7_000);
        }
        judge();
        pass(500, 1_500);
        then(events::pipelineEnded);
      }
      steps.sort(Comparator.comparing(Step::after));
      return new BatchStory(batch, List.copyOf(steps));
    }

    private void handIn() {
      for (SampleBatch.File file : SampleBatch.shuffled(batch.files(), random)) {
        then((id, at) ->
            batch.isText(file.essay())
                ? events.slotAssigned(file, id, at)
                : events.fileRejected(file, id, at));
        pass(200, 400);
      }
    }

    private void spellcheck() {
      int pace = 12_000 / batch.essays().size();
      for (String essay : SampleBatch.shuffled(batch.essays(), random)) {
        if (batch.isText(essay)) {
          int corrections = random.nextInt(25);
          then((id, at) -> events.spellchecked(essay, corrections, id, at));
          pass(pace / 2, pace * 3 / 2);
        }
      }
      then((id, at) -> events.outcome("spellcheck", id, at));
    }

    private void judge() {
      List<String> bestFirst = SampleBatch.shuffled(batch.spellchecked(), random);
      then((id, at) -> events.judged(bestFirst, id, at));
      pass(50, 300);
      then((id, at) -> events.graded(bestFirst, id, at));
      pass(2_000, 4_000);
      then((id, at) -> events.outcome("cj_assessment", id, at));
    }

    private void pass(int fromMillis, int toMillis) {
      time = time.plusMillis(random.nextInt(fromMillis, toMillis));
    }

    private void then(Event event) {
      Message message = published(event);
      steps.add(new Step(time, message));
      if (random.nextInt(ONE_AGAIN_IN) == 0) {
        Duration later = time.plusMillis(random.nextInt(200, 3_000));
        // Half of them delivered twice, half published again under a new id.
        steps.add(new Step(later, random.nextBoolean() ? message : published(event)));
      }
    }

    private Message published(Event event) {
      String id = SampleBatch.uuid(random);
      AtomicReference<@Nullable ProducerRecord<byte[], byte[]>> first = new AtomicReference<>();
      return now ->
          Objects.requireNonNull(
              first.updateAndGet(known -> known == null ? event.of(id, now) : known));
    }
  }

  @FunctionalInterface
  private interface Event {
    ProducerRecord<byte[], byte[]> of(String eventId, Instant at);
  }
}
