package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.deadletter.LogBeginnings;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives projection from the log: one consumer, one thread. Starts without waiting for Kafka, and
 * goes on by itself after Kafka or the database were away, and after whatever ended the consumer.
 */
public final class KafkaAdapter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaAdapter.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(9);
  private static final int ACKNOWLEDGEMENTS_WAITING = 8;

  private final KafkaConfig config;
  private final MessageDecoder decoder;
  private final ProjectEvents projector;
  private final MeterRegistry registry;
  private final Peers peers;
  private final Assignment assignment = new Assignment();
  private final ConsumerHealth health;
  private final MissingTopics missing;
  private final LagWatch lag;
  private final ExecutorService worker;
  private final ExecutorService acknowledger = acknowledger();
  private final Counter errors;
  private final ConsumerThread consumer;
  private final Renewal renewal;
  private final Thread thread;
  private volatile @Nullable KafkaConfig lately;

  private KafkaAdapter(
      KafkaConfig config,
      MessageDecoder decoder,
      ProjectEvents projector,
      LagWatch.Meters meters,
      Peers peers) {
    this.config = config;
    this.decoder = decoder;
    this.projector = projector;
    this.registry = meters.registry();
    this.peers = peers;
    this.health = new ConsumerHealth(assignment, config.stallAfter());
    this.missing = new MissingTopics(config.topics(), registry);
    this.errors = errors(registry);
    this.worker =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("ras-projection").factory());
    this.consumer = new ConsumerThread(peers, this::life, health, errors);
    this.renewal = new Renewal(peers, consumer::renew);
    this.lag = new LagWatch(this::admin, this::reader, config, assignment, health, meters);
    this.thread = Thread.ofPlatform().name("ras-consumer").unstarted(consumer);
  }

  /** A new consumer, which knows nothing of the one before it. */
  private ConsumerLife life(KafkaConfig usable) {
    lately = usable;
    return Clients.of(usable).orClosed(this::life);
  }

  private Consumer<byte[], byte[]> reader() {
    KafkaConfig usable = lately;
    if (usable == null) {
      throw new UnavailableException("Kafka", "it is not connected");
    }
    return Consumers.single(usable);
  }

  private ConsumerLife life(Clients clients) {
    assignment.remove(assignment.assigned());
    TopicIds topicIds = new TopicIds(clients.admin());
    Subscription subscription =
        new Subscription(clients.consumer(), topicIds, config, missing, health);
    OffsetCommits commits =
        new OffsetCommits(clients.consumer(), assignment, projector, acknowledger);
    ConsumerParts parts =
        new ConsumerParts(
            clients.consumer(),
            subscription,
            assignment,
            new Resumer(
                clients.consumer(),
                topicIds::ofExisting,
                projector,
                assignment,
                new RecordCheck(clients.single()),
                topic -> config.startAtBeginning() || missing.wasMissing(topic)),
            new Incoming(
                clients.consumer(),
                BoundedPolls.Bounds.ofRecords(config.maxPollRecords()),
                new PollReader(decoder, assignment),
                health),
            commits,
            new PositionCheck(subscription, projector, assignment, health),
            health,
            new Contact(health, peers));
    ConsumerLoop loop = new ConsumerLoop(parts, projector, worker, errors);
    return new ConsumerLife(clients, new KafkaClientMetrics(clients.consumer()), loop)
        .measured(registry);
  }

  /** At the start the addresses are still being asked, which is no failure. */
  private Admin firstAdmin() {
    consumer.awaitFirst(Duration.ofSeconds(20));
    return admin();
  }

  private Admin admin() {
    Admin admin = consumer.admin();
    if (admin == null) {
      throw new UnavailableException("Kafka", "it is not connected");
    }
    return admin;
  }

  /**
   * The log for reading alone, without a group: to be read beside a service that consumes it.
   *
   * @throws com.huleedu.ras.domain.MisconfiguredException if Kafka's client refuses the settings,
   *     or what answers at the addresses is not Kafka, or refuses us
   * @throws UnavailableException if no broker can be reached now, or no token is to be had
   */
  public static MessageLog log(KafkaConfig config, MessageDecoder decoder) {
    Consumers.check(config);
    KafkaConfig usable = new Peers(config).usable();
    SignIn.check(usable);
    Consumer<byte[], byte[]> reader = Consumers.reader(usable);
    try {
      return new KafkaLog(reader, Consumers.admin(usable), usable, decoder);
    } catch (Throwable failure) {
      reader.close(CloseOptions.timeout(OffsetCommits.WITHIN));
      throw failure;
    }
  }

  /**
   * Beside the projection of the next poll. While the cache hangs it may fall behind: what is not
   * marked is projected once more where it is delivered once more, and changes nothing.
   */
  private static ExecutorService acknowledger() {
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(ACKNOWLEDGEMENTS_WAITING),
        Thread.ofPlatform().daemon().name("ras-acknowledger").factory(),
        new ThreadPoolExecutor.DiscardOldestPolicy());
  }

  private static Counter errors(MeterRegistry registry) {
    return Counter.builder("ras.consumer.errors")
        .description("Attempts to consume that failed and were repeated")
        .register(registry);
  }

  /**
   * Loads what a start will need, on a thread of its own; returns at once. Changes nothing,
   * connects to nobody, never fails.
   */
  public static void preload() {
    Thread.ofPlatform().daemon().name("ras-preload").start(Preloading::run);
  }

  /**
   * Starts consuming.
   *
   * @param clock says how old messages are
   * @throws com.huleedu.ras.domain.MisconfiguredException if Kafka's client refuses the settings,
   *     or what answers at the addresses is not Kafka, or refuses us
   */
  public static KafkaAdapter start(
      KafkaConfig config,
      MessageDecoder decoder,
      ProjectEvents projector,
      MeterRegistry registry,
      InstantSource clock) {
    Consumers.check(config);
    Peers peers = new Peers(config);
    try {
      SignIn.check(peers.usable());
    } catch (UnavailableException away) {
      LOG.debug("Kafka is awaited: {}", away.getMessage());
    }
    KafkaAdapter adapter =
        new KafkaAdapter(config, decoder, projector, new LagWatch.Meters(registry, clock), peers);
    adapter.renewal.start(); // first: what changes from here on is seen
    adapter.thread.start();
    adapter.lag.start();
    LOG.info("Consuming {} from {}", config.topics(), config.bootstrapServers());
    return adapter;
  }

  /**
   * What can be looked at without consuming; changes nothing.
   *
   * @param positions of these partitions, as the database has them
   * @param clock of this machine, beside which the times of messages are held
   */
  public static List<Check> checks(
      KafkaConfig config,
      Function<Collection<Partition>, Map<Partition, Position>> positions,
      InstantSource clock) {
    return KafkaChecks.of(config, positions, clock);
  }

  /** Where the partitions of the topics begin, whenever it is asked. */
  public LogBeginnings beginnings() {
    return new PartitionBeginnings(this::firstAdmin, config.topics());
  }

  /** Whether the consumer's thread works; once false, only a restart helps. */
  public boolean isAlive() {
    return health.isAlive();
  }

  /** Whether Kafka has answered anything lately. Costs nothing. */
  public boolean isConnected() {
    return health.isConnected();
  }

  /** What keeps messages from being projected now, for a person; empty if nothing does. */
  public List<String> problems() {
    return health.problems();
  }

  /** What is worth knowing and keeps nothing from being projected, for a person. */
  public List<String> notes() {
    return missing.notes();
  }

  /** That messages wait and nothing moves, for a person; empty if it does. */
  public Optional<String> stall() {
    return health.stall();
  }

  /** Finishes the work under way, commits, and leaves the group; within about ten seconds. */
  @Override
  public void close() {
    renewal.close();
    consumer.stop();
    lag.close();
    try {
      if (!thread.join(STOP_WITHIN)) {
        LOG.warn("The consumer did not stop in time; what it had under way is delivered again");
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    worker.shutdownNow();
    acknowledger.shutdownNow();
  }
}
