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

  private static final Duration RENEW_AFTER = Duration.ofSeconds(90);

  /** Where new clients did not help: each renewal has the group assign its partitions anew. */
  private static final Duration RENEW_AFTER_AT_MOST = Duration.ofMinutes(15);

  private final Assignment assignment;
  private final Duration stallAfter;
  private volatile boolean dead;
  private volatile boolean contacted;
  private volatile boolean answered;
  private volatile long lastContact;
  private volatile long lastPoll;
  private volatile long lastNews;
  private volatile long lastBeginning;
  private volatile long lastWork;
  private volatile Duration renewAfter = RENEW_AFTER;
  private volatile @Nullable InFlight inFlight;
  private volatile @Nullable String trouble;
  private volatile List<TopicPartition> ownerless = List.of();

  ConsumerHealth(Assignment assignment, Duration stallAfter) {
    this.assignment = assignment;
    this.stallAfter = stallAfter;
    long now = assignment.now();
    this.lastContact = now;
    this.lastPoll = now;
    this.lastNews = now;
    this.lastBeginning = now;
    this.lastWork = now;
  }

  /** The time that all is counted by here, in nanoseconds. */
  long now() {
    return assignment.now();
  }

  /** A consumer begins: what the one before it heard says nothing about this one. */
  void begins() {
    lastBeginning = assignment.now();
    lastWork = lastBeginning;
  }

  /** The consumer itself did all that it asks Kafka for, whatever other clients hear. */
  void worked() {
    lastWork = assignment.now();
    renewAfter = RENEW_AFTER;
  }

  /** Another consumer follows, which is given more time, unless it works. */
  void renews() {
    Duration longer = renewAfter.multipliedBy(2);
    renewAfter = longer.compareTo(RENEW_AFTER_AT_MOST) < 0 ? longer : RENEW_AFTER_AT_MOST;
  }

  void polled() {
    lastPoll = assignment.now();
  }

  /** Kafka and the database answered. */
  void serversAnswered() {
    contacted = true;
    answered = true;
    lastContact = assignment.now();
    trouble = null;
  }

  /** Kafka answered; of the database nothing is known. */
  void kafkaAnswered() {
    answered = true;
    lastContact = assignment.now();
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
      lastNews = assignment.now();
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

  /** Whether the consumer, or all clients, heard nothing for so long that new ones may help. */
  boolean needsRenewal() {
    return isOlder(lastBeginning, renewAfter)
        && (isOlder(lastWork, renewAfter) || isOlder(lastContact, renewAfter));
  }

  /** How long ago the consumer did what it asks Kafka for; from its beginning, if it never did. */
  Duration sinceWork() {
    return age(lastWork);
  }

  /** Whether Kafka answered lately, whatever keeps messages from being projected. */
  boolean isConnected() {
    return answered && !isOlder(lastContact, CONTACT_WITHIN);
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

  private boolean isOlder(long nanoTime, Duration limit) {
    return age(nanoTime).compareTo(limit) > 0;
  }

  private Duration age(long nanoTime) {
    return Duration.ofNanos(assignment.now() - nanoTime);
  }
}
