package com.huleedu.ras.adapter.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** What the consumer's thread reports of itself; read by any thread. */
final class ConsumerHealth {
  private static final Duration CONTACT_WITHIN = Duration.ofSeconds(20);

  private static final Duration SAID_AGAIN_AFTER = Duration.ofSeconds(30);

  private final Assignment assignment;
  private final Duration stallAfter;
  private volatile boolean dead;
  private volatile boolean contacted;
  private volatile long lastContact = System.nanoTime();
  private volatile long lastPoll = System.nanoTime();
  private volatile long lastNews = System.nanoTime();
  private volatile @Nullable InFlight inFlight;
  private volatile @Nullable String trouble;
  private volatile List<TopicPartition> ownerless = List.of();

  ConsumerHealth(Assignment assignment, Duration stallAfter) {
    this.assignment = assignment;
    this.stallAfter = stallAfter;
  }

  void polled() {
    lastPoll = System.nanoTime();
  }

  /** Kafka and the database answered. */
  void serversAnswered() {
    contacted = true;
    lastContact = System.nanoTime();
    trouble = null;
  }

  /** Kafka answered; of the database nothing is known. */
  void kafkaAnswered() {
    lastContact = System.nanoTime();
  }

  /** Partitions that no instance has had for long. */
  void ownerless(List<TopicPartition> partitions) {
    ownerless = List.copyOf(partitions);
  }

  /**
   * What keeps it from consuming.
   *
   * @return whether that is news: another trouble than before, or the same for half a minute
   */
  boolean trouble(String what) {
    boolean news = !what.equals(trouble) || isOlder(lastNews, SAID_AGAIN_AFTER);
    if (news) {
      lastNews = System.nanoTime();
    }
    trouble = what;
    return news;
  }

  void working(@Nullable InFlight poll) {
    inFlight = poll;
  }

  void died() {
    dead = true;
  }

  /** How long ago Kafka answered last; from the beginning, if it never did. */
  Duration sinceContact() {
    return age(lastContact);
  }

  boolean isAlive() {
    return !dead;
  }

  List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (dead) {
      problems.add("the Kafka consumer has ended");
    }
    String lately = trouble;
    if (lately != null) {
      problems.add(lately);
    } else if (!contacted || isOlder(lastContact, CONTACT_WITHIN)) {
      problems.add("no contact with Kafka" + (contacted ? " any more" : " yet"));
    }
    if (isOlder(lastPoll, stallAfter)) {
      problems.add("the consumer has not polled for " + age(lastPoll).toSeconds() + " s");
    }
    ownerless.forEach(partition -> problems.add("no instance consumes " + partition));
    assignment
        .silent()
        .forEach(partition ->
            problems.add(
                "Kafka does not answer for %s; has it a leader, and the leader what is committed?"
                    .formatted(partition)));
    assignment.gaps().forEach(gap -> problems.add(gap.toString()));
    return problems;
  }

  /** That messages wait and nothing moves, for a person; empty if it does. */
  Optional<String> stall() {
    InFlight work = inFlight;
    return work == null || !isOlder(work.since(), stallAfter)
        ? Optional.empty()
        : Optional.of(
            "%s messages wait and there was no progress for %s s"
                .formatted(work.poll().messages().size(), age(work.since()).toSeconds()));
  }

  private static boolean isOlder(long nanoTime, Duration limit) {
    return age(nanoTime).compareTo(limit) > 0;
  }

  private static Duration age(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
