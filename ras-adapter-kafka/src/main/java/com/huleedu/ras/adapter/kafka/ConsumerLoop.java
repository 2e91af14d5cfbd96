package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the consumer. It hands each poll to a worker and waits; when that takes
 * long it pauses its partitions and goes on polling, so that the group sees it alive for as long as
 * a server is away. Rebalances run on this thread too, inside {@code poll}.
 */
final class ConsumerLoop implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration LOOK_FOR_MORE_AFTER = Duration.ofMillis(5);
  private static final Duration KEEP_ALIVE_AFTER = Duration.ofMillis(500);
  private static final Duration KEEP_ALIVE_EVERY = Duration.ofMillis(25);
  private static final Duration KEEP_ALIVE_POLL = Duration.ofMillis(1);
  private static final Duration HAND_OVER_WITHIN = Duration.ofSeconds(5);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final ProjectEvents projector;
  private final Assignment assignment;
  private final Resumer resumer;
  private final Incoming incoming;
  private final PositionCheck check;
  private final ConsumerHealth health;
  private final Contact contact;
  private final ExecutorService worker;
  private final OffsetCommits commits;
  private final Subscription subscription;
  private final Counter errors;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable InFlight inFlight;

  ConsumerLoop(
      ConsumerParts parts, ProjectEvents projector, ExecutorService worker, Counter errors) {
    this.consumer = parts.consumer();
    this.assignment = parts.assignment();
    this.resumer = parts.resumer();
    this.incoming = parts.incoming();
    this.check = parts.check();
    this.health = parts.health();
    this.contact = parts.contact();
    this.projector = projector;
    this.worker = worker;
    this.commits = parts.commits();
    this.subscription = parts.subscription();
    this.errors = errors;
  }

  /** Ends the loop; its work under way is finished, committed, and the group left. */
  void stop() {
    stopping.countDown();
    consumer.wakeup();
  }

  /**
   * Consumes until it is told to stop. Whatever else ends it is thrown: then this consumer is of no
   * more use.
   *
   * @throws LostPeerException if that is so for want of a broker at the other end
   */
  void run() throws LostPeerException {
    while (stopping.getCount() > 0) {
      attempt();
    }
    finish();
  }

  /** Lets go of what is under way, once the loop has ended; it is delivered again. */
  void giveUp() {
    InFlight current = inFlight;
    if (current != null) {
      current.result().cancel(true);
      inFlight = null;
      health.working(null);
    }
  }

  private void attempt() throws LostPeerException {
    try {
      step();
    } catch (WakeupException stop) {
      LOG.debug("Woken up to stop");
    } catch (InvalidOffsetException moved) {
      LOG.warn("Kafka no longer has what was projected of {}; asking again", moved.partitions());
      suspend(moved.partitions());
    } catch (InterruptException stray) {
      // Kafka sets the flag again, and would throw for ever.
      LOG.warn("Ignored a stray interrupt (flag {})", Thread.interrupted());
    } catch (FencedInstanceIdException
        | UnreleasedInstanceIdException
        | GroupAuthorizationException
        | UnsupportedVersionException fatal) {
      // The client tells it once, and then returns nothing for ever.
      throw fatal;
    } catch (RasException | KafkaException failure) {
      errors.increment();
      String reason = contact.explained(failure);
      if (health.trouble(reason)) {
        LOG.warn("Consuming failed, will try again: {}", reason);
      }
      pauseAfterFailure();
    } catch (RuntimeException unexpected) {
      errors.increment();
      health.trouble("consuming failed: " + unexpected);
      LOG.error("Consuming failed unexpectedly, will try again", unexpected);
      suspend(assignment.running());
      pauseAfterFailure();
      contact.explained(unexpected); // a client that is broken throws for ever
    }
  }

  private void step() throws LostPeerException {
    subscription.begin(this);
    // Before all else, so that the group sees this member alive while the database is away.
    if (inFlight == null) {
      incoming.await(POLL);
      submit(incoming.take());
    }
    awaitInFlight();
    if (incoming.takeConnectionLost()) {
      // First of all: what ends the look must not leave behind that records were polled.
      suspend(assignment.running());
      contact.connectionLost();
    }
    // Not only where it was paused: an exception may have come in between.
    consumer.resume(assignment.running());
    commits.again();
    resumer.resumeWaiting();
    commits.started();
    contact.lookIfOwed();
    check.ifDue(this);
    suspend(assignment.waiting());
    health.worked();
  }

  private void submit(PollReader.Read read) {
    if (!read.next().isEmpty()) {
      Poll poll = read.poll();
      inFlight =
          new InFlight(
              poll, read.next(), worker.submit(() -> projector.project(poll)), System.nanoTime());
      health.working(inFlight);
    }
  }

  private void awaitInFlight() {
    for (InFlight current = inFlight; current != null; current = inFlight) {
      if (System.nanoTime() - current.since() > KEEP_ALIVE_AFTER.toNanos()) {
        keepAliveUntilSettled();
      } else {
        incoming.readAhead(current.next());
        settled(LOOK_FOR_MORE_AFTER);
      }
    }
  }

  private void keepAliveUntilSettled() {
    consumer.pause(consumer.assignment());
    while (!settled(KEEP_ALIVE_EVERY)) {
      // Returns nothing while all is paused; partitions assigned meanwhile pause themselves. It is
      // the worker that is waited for: of a backlog each poll may take as long, and one that is
      // done would wait as well.
      consumer.poll(KEEP_ALIVE_POLL);
      health.polled();
      health.worked(); // what keeps it waiting is not Kafka
    }
  }

  /** Waits for the poll in flight, if any, and draws the consequences once it has ended. */
  private boolean settled(Duration timeout) {
    InFlight current = inFlight;
    if (current == null) {
      return true;
    }
    try {
      settle(current, current.result().get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException notYet) {
      return false;
    } catch (ExecutionException failed) {
      abandon(current);
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException stray) {
      // Nobody interrupts this thread to stop it; the worker goes on, and so does the loop.
      LOG.warn("The consumer's thread was interrupted, which means nothing to it");
      return false;
    }
    return true;
  }

  private void settle(InFlight current, ProjectionResult result) {
    inFlight = null;
    health.working(null);
    switch (result) {
      case ProjectionResult.Projected projected -> {
        assignment.reach(current.next());
        EventLog.projected(current.poll());
        commits.soon(current.next(), projected);
      }
      case ProjectionResult.FellBack() -> suspend(assignment.running());
    }
  }

  /** Gives up on a poll of which nobody knows what became: its partitions are asked about again. */
  private void abandon(InFlight current) {
    giveUp();
    suspend(current.next().keySet());
  }

  private void suspend(Collection<TopicPartition> partitions) {
    List<TopicPartition> owned =
        partitions.stream().filter(consumer.assignment()::contains).toList();
    assignment.markWaiting(owned);
    consumer.pause(owned);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    LOG.info("Assigned {}", partitions);
    // Some position must be there, or Kafka would look for one by itself; paused, it is not used.
    partitions.forEach(partition -> consumer.seek(partition, 0));
    consumer.pause(partitions);
    assignment.markWaiting(partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    LOG.info("Revoked {}", partitions);
    settleOrAbandon();
    commits.now(partitions);
    assignment.remove(partitions);
  }

  /** Before partitions are handed over: an exception here would break the rebalance. */
  private void settleOrAbandon() {
    InFlight current = inFlight;
    try {
      if (current != null && !settled(HAND_OVER_WITHIN)) {
        abandon(current);
      }
    } catch (RuntimeException undone) {
      LOG.warn("Work under way failed and will be delivered again: {}", undone.toString());
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    LOG.warn("Lost {}", partitions);
    // Somebody else owns them: what is in flight may end, twice applied is once applied.
    assignment.remove(partitions);
  }

  private void finish() {
    settleOrAbandon();
    commits.now(assignment.running());
    consumer.close(CloseOptions.timeout(OffsetCommits.WITHIN));
  }

  private void pauseAfterFailure() {
    try {
      if (stopping.await(PAUSE_AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Stopping instead of trying again");
      }
    } catch (InterruptedException stray) {
      LOG.warn("The consumer's thread was interrupted, which means nothing to it");
    }
  }
}
