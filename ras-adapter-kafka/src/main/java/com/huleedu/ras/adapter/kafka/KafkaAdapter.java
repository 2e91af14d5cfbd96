package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.port.deadletter.LogBeginnings;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives projection from the log: one consumer, one thread. Starts without waiting for Kafka, and
 * goes on by itself after Kafka or the database were away.
 */
public final class KafkaAdapter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaAdapter.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(9);

  private final Admin admin;
  private final Collection<String> topics;
  private final KafkaClientMetrics clientMetrics;
  private final LagWatch lag;
  private final RecordCheck recordCheck;
  private final ExecutorService worker;
  private final ConsumerLoop loop;
  private final ConsumerHealth health;
  private final Thread thread;

  private KafkaAdapter(
      KafkaConfig config, MessageDecoder decoder, ProjectEvents projector, MeterRegistry registry) {
    Consumer<byte[], byte[]> consumer = Consumers.consumer(config);
    this.admin = Consumers.admin(config);
    this.topics = config.topics();
    this.clientMetrics = new KafkaClientMetrics(consumer);
    clientMetrics.bindTo(registry);
    TopicIds topicIds = new TopicIds(admin);
    Assignment assignment = new Assignment();
    this.health = new ConsumerHealth(assignment, config.stallAfter());
    this.lag = new LagWatch(admin, config, assignment, health, registry);
    this.recordCheck = new RecordCheck(Consumers.single(config));
    ConsumerParts parts =
        new ConsumerParts(
            consumer,
            assignment,
            new Resumer(
                consumer,
                topicIds::ofExisting,
                projector,
                assignment,
                recordCheck,
                config.startAtBeginning()),
            new PollReader(decoder, assignment),
            new PositionCheck(topicIds, config.topics(), projector, assignment, health),
            health);
    this.worker =
        Executors.newSingleThreadExecutor(Thread.ofVirtual().name("ras-projection").factory());
    this.loop = new ConsumerLoop(parts, projector, worker, config, errors(registry));
    this.thread = Thread.ofPlatform().name("ras-consumer").unstarted(loop);
  }

  /**
   * The log for reading alone, without a group: to be read beside a service that consumes it.
   *
   * @throws com.huleedu.ras.domain.MisconfiguredException if Kafka's client refuses the settings
   */
  public static MessageLog log(KafkaConfig config, MessageDecoder decoder) {
    return new KafkaLog(Consumers.reader(config), Consumers.admin(config), config, decoder);
  }

  private static Counter errors(MeterRegistry registry) {
    return Counter.builder("ras.consumer.errors")
        .description("Attempts to consume that failed and were repeated")
        .register(registry);
  }

  /**
   * Starts consuming.
   *
   * @throws com.huleedu.ras.domain.MisconfiguredException if Kafka's client refuses the settings
   */
  public static KafkaAdapter start(
      KafkaConfig config, MessageDecoder decoder, ProjectEvents projector, MeterRegistry registry) {
    KafkaAdapter adapter = new KafkaAdapter(config, decoder, projector, registry);
    adapter.thread.start();
    adapter.lag.start();
    LOG.info("Consuming {} from {}", config.topics(), config.bootstrapServers());
    return adapter;
  }

  /** Where the partitions of the topics begin, whenever it is asked. */
  public LogBeginnings beginnings() {
    return new PartitionBeginnings(admin, topics);
  }

  /** Whether the consumer's thread works; once false, only a restart helps. */
  public boolean isAlive() {
    return health.isAlive();
  }

  /** What keeps messages from being projected now, for a person; empty if nothing does. */
  public List<String> problems() {
    return health.problems();
  }

  /** That messages wait and nothing moves, for a person; empty if it does. */
  public Optional<String> stall() {
    return health.stall();
  }

  /** Finishes the work under way, commits, and leaves the group; within about ten seconds. */
  @Override
  public void close() {
    lag.close();
    loop.stop();
    try {
      if (!thread.join(STOP_WITHIN)) {
        LOG.warn("The consumer did not stop in time; what it had under way is delivered again");
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    worker.shutdownNow();
    recordCheck.close();
    clientMetrics.close();
    admin.close(Duration.ofSeconds(1));
  }
}
