package com.huleedu.ras.adapter.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps partitions abreast of each other in the time of their records, as far as more of them is
 * there to be read. Left alone, a topic of few messages is read days ahead of one of many, and what
 * they say of one essay is written once for each; abreast, it meets in one poll.
 *
 * <p>Who is ahead of the time that all may read up to is paused; once nobody else has anything,
 * that time moves on. So nobody waits for what isn't there, and times that are wrong change the
 * order alone. On the thread of its consumer only.
 */
final class TimeAlignment {
  /** Records between two moves of the time: fewer cost more, more align less. */
  private static final int FEW = 200;

  private static final int MANY = 800;
  private static final long LONGEST_STEP = 24 * 3_600_000L;

  /** Who is that far from the others has a clock that is wrong, or nothing in common with them. */
  private static final long FAR = 3_600_000;

  private final Consumer<byte[], byte[]> consumer;
  private final Predicate<TopicPartition> mayGoOn;
  private final Map<TopicPartition, Long> ahead = new HashMap<>();

  /** Those found far ahead of another that waits: they go on unaligned for as long as they are. */
  private final Set<TopicPartition> strangers = new HashSet<>();

  private long upTo = Long.MIN_VALUE;
  private long step = 16;
  private int sinceMoved;

  /**
   * @param mayGoOn whether it is still the consumer's, and nobody else has paused it
   */
  TimeAlignment(Consumer<byte[], byte[]> consumer, Predicate<TopicPartition> mayGoOn) {
    this.consumer = consumer;
    this.mayGoOn = mayGoOn;
  }

  boolean isAnyAhead() {
    return !ahead.isEmpty();
  }

  /**
   * A record was read.
   *
   * @param millis its time
   */
  void read(TopicPartition partition, long millis) {
    sinceMoved++;
    if (upTo != Long.MIN_VALUE && upTo - FAR > millis) {
      // It was moved there by others, while this one had nothing; they are the ones to wait.
      upTo = millis;
    }
    if (millis - FAR <= upTo) {
      strangers.remove(partition);
    }
    if (millis > upTo && !strangers.contains(partition)) {
      ahead.put(partition, millis);
      consumer.pause(List.of(partition));
    }
  }

  /** Nobody else has anything now: lets the next go on; false if nobody was waiting. */
  boolean moveOn() {
    if (ahead.isEmpty()) {
      return false;
    }
    if (sinceMoved < FEW) {
      step = Math.min(2 * step, LONGEST_STEP);
    } else if (sinceMoved > MANY) {
      step = Math.max(1, step / 2);
    }
    sinceMoved = 0;
    long next = ahead.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    upTo = next > Long.MAX_VALUE - step ? Long.MAX_VALUE : next + step;
    List<TopicPartition> resumed = new ArrayList<>();
    ahead.forEach((partition, millis) -> {
      boolean far = millis - FAR > next;
      if (far) {
        strangers.add(partition);
      }
      if (far || millis <= upTo) {
        resumed.add(partition);
      }
    });
    resumed.forEach(ahead::remove);
    consumer.resume(resumed.stream().filter(mayGoOn).toList());
    return true;
  }
}
