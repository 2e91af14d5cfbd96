package com.huleedu.ras.chaos;

import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.testkit.history.Histories;
import com.huleedu.ras.testkit.history.PublishedMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Steady and light: events that come in and answers that are asked for, without which no ratio has
 * a denominator. Half of the answers are in the cache.
 */
final class AlertTraffic implements AutoCloseable {
  /** Which the events leave to provocations: what waits there is the oldest of its partition. */
  static final int FREE_PARTITION = Stage.PARTITIONS - 1;

  private static final Duration BETWEEN_EVENTS = Duration.ofMillis(50);
  private static final Duration BETWEEN_READS = Duration.ofMillis(200);
  private static final int READERS = 4;
  private static final int WORLD = 400;

  private final Random random;
  private final Random poison;
  private final long seed;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<PublishedMessage> ahead = new ArrayList<>();
  private final List<Repeated> work = new ArrayList<>();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong poisons = new AtomicLong();
  private volatile Duration writtenAgo = Duration.ZERO;
  private volatile List<String> batches = List.of("none");
  private int nextWorld;
  private int nextOldWorld;

  AlertTraffic(Stage stage, long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.poison = new Random(seed);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                stage.kafka(),
                ProducerConfig.ACKS_CONFIG,
                "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Begins; it goes on until it is closed. */
  void start(Instance instance) {
    Client client = new Client(instance.port());
    work.add(Repeated.every(BETWEEN_EVENTS, this::publish));
    for (int reader = 0; reader < READERS; reader++) {
      work.add(Repeated.every(BETWEEN_READS, () -> read(client)));
    }
  }

  /** Some of the batches that there are, to be asked for again and again. */
  void askFor(List<String> some) {
    batches = List.copyOf(some);
  }

  /** From now on events are written so long ago, as their records say. */
  void writtenAgo(Duration age) {
    writtenAgo = age;
  }

  private void publish() {
    if (ahead.isEmpty()) {
      for (CompletionEvent event : Histories.random(seed + nextWorld, WORLD, "~" + nextWorld)) {
        ahead.add(PublishedMessage.of(event, Stage.topicOf(event)));
      }
      Collections.shuffle(ahead, random);
      nextWorld++;
    }
    PublishedMessage message = ahead.removeLast();
    send(message.topic(), random.nextInt(FREE_PARTITION), writtenAgo, message.value());
  }

  /** Publishes an event into the partition that is left free, written so long ago. */
  void publishOld(String topic, Duration ago) {
    nextOldWorld++;
    CompletionEvent event =
        Histories.random(seed, WORLD, "~old-" + nextOldWorld).stream()
            .filter(one -> Stage.topicOf(one).equals(topic))
            .findFirst()
            .orElseThrow(() -> new ExperimentFailedException("no event of " + topic));
    send(topic, FREE_PARTITION, ago, PublishedMessage.of(event, topic).value());
    producer.flush();
  }

  /** Publishes what nobody can read. */
  void publishPoison() {
    send(Stage.TOPICS.names().getFirst(), FREE_PARTITION, Duration.ZERO, Poison.any(poison));
    producer.flush();
    poisons.incrementAndGet();
  }

  /** How many of these there are. */
  long poisons() {
    return poisons.get();
  }

  private void send(String topic, int partition, Duration ago, byte @Nullable [] value) {
    long written = System.currentTimeMillis() - ago.toMillis();
    var _ = producer.send(new ProducerRecord<>(topic, partition, written, null, value));
  }

  private void read(Client client) {
    long number = asked.incrementAndGet();
    List<String> some = batches;
    String known = some.get(Math.toIntExact(number % some.size()));
    // Nobody has asked for the other one before, so it is not in the cache.
    client.status(
        number % 2 == 0 ? Client.batchPath(known) : Client.userPath("nobody-" + seed + number));
  }

  @Override
  public void close() {
    work.forEach(Repeated::close);
    producer.close(Duration.ZERO);
  }
}
