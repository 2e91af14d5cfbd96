package com.huleedu.ras.chaos;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.testkit.history.Histories;
import com.huleedu.ras.testkit.history.PublishedMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The producers: a seeded stream of events on all topics, in no order, 5 % of them sent again, 1 %
 * of poison among them. Remembers what the model has to say in the end.
 */
final class Workload implements AutoCloseable {
  /** Events of one world get in each other's way; worlds have nothing in common. */
  private static final int WORLD = 100;

  private static final int WORLDS_AT_ONCE = 8;
  private static final double AGAIN = 0.05;
  private static final double POISON = 0.01;

  private final Random random;
  private final long seed;
  private final int events;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<PublishedMessage> ahead = new ArrayList<>();
  private final List<PublishedMessage> recent = new ArrayList<>();
  private final List<Facts> worlds = Collections.synchronizedList(new ArrayList<>());
  private final Set<Place> poison = ConcurrentHashMap.newKeySet();
  private final AtomicInteger published = new AtomicInteger();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private int nextWorld;

  /** Where a message lies in the log. */
  record Place(TopicPartition partition, long offset) {
    @Override
    public String toString() {
      return partition + "@" + offset;
    }
  }

  Workload(Stage stage, long seed, int events) {
    this.seed = seed;
    this.random = new Random(seed);
    this.events = events;
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stage.kafka());
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
    // A broker that is away for minutes is part of the experiment.
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 600_000);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 600_000);
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** How many different events there will be in all. */
  int events() {
    return events;
  }

  /** How many different events are published. */
  int published() {
    return published.get();
  }

  /**
   * Publishes further events at a pace, up to a number of them in all.
   *
   * @param perSecond events; 0 for as fast as it goes
   */
  void publishUpTo(int total, int perSecond) {
    long started = System.nanoTime();
    int first = published.get();
    while (published.get() < Math.min(total, events) && !Thread.currentThread().isInterrupted()) {
      publishOne();
      if (perSecond > 0) {
        long due = started + (published.get() - first) * 1_000_000_000L / perSecond;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }
    producer.flush();
    Exception failed = failure.get();
    if (failed != null) {
      throw new ExperimentFailedException("Kafka did not take a message", failed);
    }
  }

  /** Publishes at a pace until it is over, or everything is out. */
  void publishUntil(AtomicBoolean over, int perSecond) {
    while (!over.get() && published.get() < events) {
      publishUpTo(published.get() + Math.max(1, perSecond / 10), perSecond);
    }
  }

  private void publishOne() {
    if (ahead.isEmpty()) {
      generate();
    }
    PublishedMessage message = ahead.removeLast();
    send(message.topic(), message.value(), false);
    published.incrementAndGet();
    remember(message);
    if (random.nextDouble() < AGAIN) {
      PublishedMessage again = recent.get(random.nextInt(recent.size()));
      send(again.topic(), again.value(), false);
    }
    if (random.nextDouble() < POISON) {
      List<String> topics = Stage.TOPICS.names();
      send(topics.get(random.nextInt(topics.size())), Poison.any(random), true);
    }
  }

  private void remember(PublishedMessage message) {
    if (recent.size() < 2_000) {
      recent.add(message);
    } else {
      recent.set(random.nextInt(recent.size()), message);
    }
  }

  /** The next worlds; their events are mixed, so that no batch comes in one piece. */
  private void generate() {
    int left = events - published.get();
    while (left > 0 && ahead.size() < WORLD * WORLDS_AT_ONCE) {
      List<CompletionEvent> meant = new ArrayList<>();
      int size = Math.min(WORLD, left);
      for (CompletionEvent event : Histories.random(seed + nextWorld, size, "~" + nextWorld)) {
        PublishedMessage message = PublishedMessage.of(event, Stage.topicOf(event));
        ahead.add(message);
        meant.add(message.meant());
      }
      worlds.add(Facts.fold(meant));
      nextWorld++;
      left -= size;
    }
    Collections.shuffle(ahead, random);
  }

  private void send(String topic, byte @Nullable [] value, boolean poisonous) {
    int partition = random.nextInt(Stage.PARTITIONS);
    var ignored =
        producer.send(
            new ProducerRecord<>(topic, partition, null, value),
            (metadata, problem) -> {
              if (problem != null) {
                failure.set(problem);
              } else if (poisonous) {
                TopicPartition where = new TopicPartition(metadata.topic(), metadata.partition());
                poison.add(new Place(where, metadata.offset()));
              }
            });
  }

  /** What everything that was published says: the fold, piece by piece, with no key in two. */
  List<Facts> meant() {
    if (!ahead.isEmpty()) {
      throw new ExperimentFailedException("not everything that was meant is published");
    }
    return List.copyOf(worlds);
  }

  /** Where the poison lies. */
  Set<Place> poison() {
    return Set.copyOf(poison);
  }

  @Override
  public void close() {
    producer.close();
  }
}
