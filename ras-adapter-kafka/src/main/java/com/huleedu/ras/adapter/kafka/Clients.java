package com.huleedu.ras.adapter.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka's clients for one consumer, from its making to its end.
 *
 * @param single reads single records, without a group
 */
record Clients(Consumer<byte[], byte[]> consumer, Consumer<byte[], byte[]> single, Admin admin)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Clients.class);

  /**
   * All of them or none.
   *
   * @throws com.huleedu.ras.domain.MisconfiguredException if Kafka's client refuses the settings
   */
  static Clients of(KafkaConfig config) {
    Deque<Runnable> made = new ArrayDeque<>();
    try {
      Consumer<byte[], byte[]> consumer = Consumers.consumer(config);
      made.push(() -> close(consumer));
      Consumer<byte[], byte[]> single = Consumers.single(config);
      made.push(() -> close(single));
      return new Clients(consumer, single, Consumers.admin(config));
    } catch (Throwable failure) {
      made.forEach(Clients::quietly);
      throw failure;
    }
  }

  /** What is made with them; where that fails, they are closed. Throws what the maker throws. */
  <T> T orClosed(Function<Clients, T> maker) {
    try {
      return maker.apply(this);
    } catch (Throwable failure) {
      close();
      throw failure;
    }
  }

  /** On the consumer's thread. Never fails: what is at its end may be broken. */
  @Override
  public void close() {
    quietly(() -> close(consumer));
    quietly(() -> close(single));
    quietly(() -> admin.close(Duration.ofSeconds(1)));
  }

  private static void close(Consumer<byte[], byte[]> one) {
    one.close(CloseOptions.timeout(OffsetCommits.WITHIN));
  }

  private static void quietly(Runnable closing) {
    try {
      closing.run();
    } catch (Throwable broken) {
      LOG.debug("A client of Kafka did not close cleanly", broken);
    }
  }
}
