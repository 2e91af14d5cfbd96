package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.UnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done once the certificates towards Kafka have changed. New connections have the new ones
 * by themselves, but consumers keep theirs for weeks. So the consumer makes way for another one, as
 * soon as all brokers that are up are found to take the new certificates; until then it stays, and
 * that is told.
 */
final class Renewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

  /** Brokers may learn of a new authority after we have a certificate of it. */
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(20);

  /** A broker that was slow for once keeps nobody, and is not worth a word. */
  private static final Duration SECOND_LOOK_AFTER = Duration.ofSeconds(1);

  private final Peers peers;
  private final Runnable renewing;
  private final Semaphore changes = new Semaphore(0);
  private final Runnable listener = changes::release;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("ras-kafka-renewal").unstarted(this::run);

  /**
   * @param renewing ends the consumer of now, which another one follows
   */
  Renewal(Peers peers, Runnable renewing) {
    this.peers = peers;
    this.renewing = renewing;
  }

  void start() {
    peers
        .security()
        .tls()
        .ifPresent(tls -> {
          tls.onChange(listener);
          thread.start();
        });
  }

  private void run() {
    boolean closed = false;
    while (!closed) {
      try {
        closed = renewOnce();
      } catch (Error unsaid) {
        closed = false; // no memory to say so either
      }
    }
  }

  /** Returns whether there is no more to come. */
  private boolean renewOnce() {
    try {
      changes.acquire();
      awaitTaken();
      LOG.info("The consumer connects anew, with the changed certificates");
      renewing.run();
    } catch (InterruptedException | UnavailableException stop) {
      LOG.debug("No certificates are waited for any more");
      return true;
    } catch (Throwable surprise) { // as memory that runs out: the next change is one, too
      LOG.error("The consumer keeps its connections, with the former certificates", surprise);
    }
    return false;
  }

  /** Looks until Kafka takes the certificates of now. */
  private void awaitTaken() throws InterruptedException {
    changes.drainPermits();
    String said = "";
    Optional<String> obstacle = obstacle();
    if (obstacle.isPresent()) {
      pause(SECOND_LOOK_AFTER);
      obstacle = obstacle();
    }
    while (obstacle.isPresent()) {
      if (!obstacle.get().equals(said)) {
        said = obstacle.get();
        LOG.warn(
            "The consumer keeps its connections, for it would get no new ones with the changed"
                + " certificates: {}",
            said);
      }
      pause(LOOK_AGAIN_AFTER);
      obstacle = obstacle();
    }
  }

  /** Unless something changes once more. */
  private void pause(Duration atMost) throws InterruptedException {
    if (changes.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      changes.drainPermits();
    }
  }

  /**
   * What keeps another consumer from what this one has: the partitions of each broker that is up,
   * and a token where one is needed, for that of now ends with its connections.
   */
  private Optional<String> obstacle() {
    Peers.Look look = peers.look();
    if (look.verdict() != Peers.Verdict.USABLE || look.refused()) {
      return Optional.of(look.words());
    }
    return peers.security().sasl().flatMap(SignIn::noToken);
  }

  @Override
  public void close() {
    peers.security().tls().ifPresent(tls -> tls.forget(listener));
    thread.interrupt();
  }
}
