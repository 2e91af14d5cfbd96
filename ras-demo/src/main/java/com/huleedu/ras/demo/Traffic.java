package com.huleedu.ras.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.demo.SampleBatch.Mishap;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The sample teachers at work: a few batches of earlier today, one that begins at once, and a new
 * one every fifteen seconds.
 */
final class Traffic implements AutoCloseable {
  private static final Duration NEXT_BATCH = Duration.ofSeconds(15);
  private static final Duration BETWEEN_EARLIER = Duration.ofMinutes(47);
  private static final List<Mishap> EARLIER =
      List.of(
          Mishap.NONE,
          Mishap.SOME_MISSPELT,
          Mishap.JUDGED_TWICE,
          Mishap.NONE,
          Mishap.ALL_MISSPELT,
          Mishap.FILE_REJECTED);

  private final EventSender sender;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final UnaryOperator<Duration> pace;
  // One thread: the stories of all batches take turns, and the random numbers need no lock.
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("traffic").daemon().factory());
  private final String outcomes;
  private int batches;

  /**
   * Takes over the sender, and closes it in the end.
   *
   * @param pace how long a stretch of a story lasts in reality
   */
  Traffic(
      EventSender sender,
      RandomGenerator random,
      InstantSource clock,
      UnaryOperator<Duration> pace) {
    this.pace = pace;
    this.sender = sender;
    this.random = random;
    this.clock = clock;
    this.outcomes = sender.lastThere(Topics.DEFAULT.of(EventKind.PHASE_OUTCOME));
  }

  /**
   * Begins; returns once Kafka has the earlier batches and the registration of the first new one.
   *
   * @return the batch that begins now, and will be completed without a failure
   */
  SampleBatch start() {
    sender.sendAll(earlier());
    SampleBatch first = SampleBatch.with(Mishap.NONE, nextTeacher(), random);
    BatchStory story = BatchStory.of(first, outcomes, random);
    sender.sendAll(List.of(story.steps().getFirst().message().at(clock.instant())));
    play(story, 1);
    after(NEXT_BATCH, this::playAnother);
    return first;
  }

  /** The whole stories of batches that are over, as if told hours ago: one with each mishap. */
  private List<ProducerRecord<byte[], byte[]>> earlier() {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    Instant begin = clock.instant().minus(BETWEEN_EARLIER.multipliedBy(EARLIER.size() + 1L));
    for (Mishap mishap : EARLIER) {
      begin = begin.plus(BETWEEN_EARLIER);
      SampleBatch batch = SampleBatch.with(mishap, nextTeacher(), random);
      BatchStory story = BatchStory.of(batch, outcomes, random);
      for (BatchStory.Step step : story.steps()) {
        records.add(step.message().at(begin.plus(step.after())));
      }
    }
    records.add(broken());
    return records;
  }

  /** One message as a producer might break it off, so that there is a dead letter to look at. */
  private static ProducerRecord<byte[], byte[]> broken() {
    byte[] value = "{\"event_type\": \"huleedu.essay.spellcheck.res".getBytes(UTF_8);
    return new ProducerRecord<>(Topics.DEFAULT.first(EventKind.SPELLCHECK_RESULTS), value);
  }

  private void playAnother() {
    play(BatchStory.of(SampleBatch.any(nextTeacher(), random), outcomes, random), 0);
    after(NEXT_BATCH, this::playAnother);
  }

  private void play(BatchStory story, int firstStep) {
    for (BatchStory.Step step : story.steps().subList(firstStep, story.steps().size())) {
      after(step.after(), () -> sender.send(step.message().at(clock.instant())));
    }
  }

  private void after(Duration delay, Runnable task) {
    // What it throws, it throws while all is being stopped: Kafka is ours.
    var _ = timer.schedule(task, pace.apply(delay).toMillis(), TimeUnit.MILLISECONDS);
  }

  private String nextTeacher() {
    return SampleBatch.TEACHERS.get(batches++ % SampleBatch.TEACHERS.size());
  }

  @Override
  public void close() {
    timer.shutdownNow();
    sender.close();
  }
}
