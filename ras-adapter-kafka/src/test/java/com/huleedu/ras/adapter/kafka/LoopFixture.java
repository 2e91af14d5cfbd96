package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.kafka.security.KafkaSecurity;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import com.huleedu.ras.domain.port.projection.RawMessage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The consumer's loop with all that it drives, and no server: a test writes what happens when. */
final class LoopFixture implements AutoCloseable {
  static final TopicPartition ONE = new TopicPartition("a", 0);
  static final TopicPartition OTHER = new TopicPartition("a", 1);
  static final TopicPartition THIRD = new TopicPartition("b", 0);
  private static final KafkaConfig NOWHERE =
      new KafkaConfig(
          "nowhere:9092",
          "group",
          List.of("a", "b"),
          Set.of("a"),
          true,
          10,
          Duration.ofSeconds(6),
          "classic",
          Optional.empty(),
          Duration.ofMillis(1),
          KafkaSecurity.PLAINTEXT);

  private final KafkaConfig config;
  final LogConsumer consumer = new LogConsumer();
  private final AtomicLong passed = new AtomicLong();
  final Assignment assignment = new Assignment(() -> System.nanoTime() + passed.get());
  final RecordingProjector projector = new RecordingProjector();
  final ConsumerHealth health = new ConsumerHealth(assignment, NOWHERE.stallAfter());
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Counter errors = registry.counter("errors");

  /** The decoder throws these, once for each place. */
  final Map<String, RuntimeException> failures = new ConcurrentHashMap<>();

  /** Counted down when the work under way is told to end. */
  final CountDownLatch interrupted = new CountDownLatch(1);

  final AdminOfTopics topics = new AdminOfTopics();
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private final ConsumerLoop loop;

  LoopFixture() {
    this("nowhere:9092");
  }

  LoopFixture(String bootstrapServers) {
    this.config = NOWHERE.withBootstrapServers(bootstrapServers);
    this.loop = loop();
  }

  private ConsumerLoop loop() {
    TopicIds ids = new TopicIds(topics.admin());
    RecordCheck check = new RecordCheck(new MockConsumer<>("none"));
    Subscription subscription =
        new Subscription(
            consumer, ids, config, new MissingTopics(config.topics(), registry), health);
    OffsetCommits commits = new OffsetCommits(consumer, assignment, projector, worker);
    ConsumerParts parts =
        new ConsumerParts(
            consumer,
            subscription,
            assignment,
            new Resumer(consumer, ids::ofExisting, projector, assignment, check, _ -> true),
            new Incoming(
                consumer,
                new BoundedPolls.Bounds(config.maxPollRecords(), BoundedPolls.MAX_BYTES, 1),
                new PollReader(this::decode, assignment),
                health),
            commits,
            new PositionCheck(subscription, projector, assignment, health),
            health,
            new Contact(health, new Peers(config)));
    return new ConsumerLoop(parts, projector, worker, errors);
  }

  private Message decode(RawMessage raw) {
    RuntimeException failure = failures.remove(raw.partition() + "@" + raw.offset());
    if (failure != null) {
      throw failure;
    }
    return new Message.Malformed(raw, new DeadLetterReason("not_json", "of no concern"));
  }

  /** So much time is over. */
  void pass(Duration time) {
    passed.addAndGet(time.toNanos());
  }

  /** These are this instance's, in place of those before. */
  void assigned(TopicPartition... partitions) {
    consumer.then(() -> consumer.rebalance(List.of(partitions)));
    consumer.until(() -> consumer.assignment().equals(Set.of(partitions)));
  }

  /** Polls until these were applied, and fails if any other was. */
  void untilApplied(String... places) {
    consumer.until(() -> {
      assertThat(places).containsAll(projector.applied);
      return new HashSet<>(projector.applied).size() == places.length;
    });
  }

  /** Runs the loop on this thread until all steps are done. */
  void run() {
    run(() -> {});
  }

  /** The same, and this is done as soon as the loop was told to stop. */
  void run(Runnable stopped) {
    consumer.atTheEnd(() -> {
      loop.stop();
      stopped.run();
    });
    try {
      loop.run();
    } catch (LostPeerException lost) {
      throw new AssertionError(lost.getMessage(), lost);
    }
  }

  /** Zero if nothing is committed. */
  long committed(TopicPartition partition) {
    OffsetAndMetadata offset = consumer.committed.get(partition);
    return offset == null ? 0 : offset.offset();
  }

  /** Projects once it is released. */
  ProjectionResult await(CountDownLatch release) {
    try {
      release.await();
      return RecordingProjector.PROJECTED;
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
  }
}
