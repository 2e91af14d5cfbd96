package com.huleedu.ras.adapter.kafka;

import com.huleedu.ras.domain.RasException;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer's thread: one consumer after the other. None is made before a broker was found to
 * answer ({@link Peers}); whatever ends one, as memory that ran out, the next goes on where the
 * database says.
 */
final class ConsumerThread implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerThread.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Peers peers;
  private final Function<KafkaConfig, ConsumerLife> maker;
  private final ConsumerHealth health;
  private final Counter errors;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch first = new CountDownLatch(1);
  private final AtomicReference<@Nullable ConsumerLife> current = new AtomicReference<>();

  /**
   * @param maker a new consumer, with settings that were found to be usable
   */
  ConsumerThread(
      Peers peers,
      Function<KafkaConfig, ConsumerLife> maker,
      ConsumerHealth health,
      Counter errors) {
    this.peers = peers;
    this.maker = maker;
    this.health = health;
    this.errors = errors;
  }

  /** From any thread: the consumer's work under way is finished, committed, and the group left. */
  void stop() {
    stopping.countDown();
    peers.stop();
    ConsumerLife life = current.get();
    if (life != null) {
      life.loop().stop();
    }
  }

  /**
   * From any thread: the consumer ends as if it were stopped, and another one follows at once. None
   * that has begun after this is called is affected.
   */
  void renew() {
    ConsumerLife life = current.get();
    if (life != null) {
      life.loop().stop();
    }
  }

  /** That of the consumer of now; null while there is none. */
  @Nullable Admin admin() {
    ConsumerLife life = current.get();
    return life == null ? null : life.clients().admin();
  }

  /** Returns once there has been a consumer, or this time is over. */
  void awaitFirst(Duration within) {
    try {
      if (!first.await(within.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("No consumer was made within {}", within);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    boolean unsaid = false;
    while (stopping.getCount() > 0) {
      try {
        if (unsaid) {
          unsaid = false;
          wait("the consumer ended for want of memory, and another one follows");
        } else {
          liveAndSayHowItEnded();
        }
      } catch (OutOfMemoryError again) {
        unsaid = true; // nor was there memory to say so
      }
    }
  }

  private void liveAndSayHowItEnded() {
    try {
      live();
    } catch (FencedInstanceIdException
        | UnreleasedInstanceIdException
        | UnsupportedVersionException fatal) {
      // The client tells it once, and then returns nothing for ever; so would the next one.
      health.died();
      LOG.error("The Kafka consumer has ended; restart the service", fatal);
      throw fatal;
    } catch (RasException away) {
      wait(String.valueOf(away.getMessage()));
    } catch (AuthorizationException forbidden) {
      // As one who may read the group's topics and not the group; a right can be given any time.
      errors.increment();
      wait(Failures.reason(forbidden, peers.security()));
    } catch (Throwable ended) {
      errors.increment();
      wait(ended);
    }
  }

  private void live() throws LostPeerException {
    health.polled(); // this thread is well
    KafkaConfig usable = peers.usable();
    if (stopping.getCount() == 0) {
      return; // to make clients and to leave the group again takes time that a stop does not have
    }
    try (ConsumerLife life = maker.apply(usable)) {
      health.begins();
      current.set(life);
      first.countDown();
      if (stopping.getCount() == 0) {
        life.loop().stop(); // whoever stopped this thread a moment ago did not see it
      }
      life.loop().run();
    } finally {
      current.set(null);
    }
  }

  private void wait(Throwable ended) {
    if (ended instanceof LostPeerException || ended instanceof OutOfMemoryError) {
      wait(
          "the consumer ended, and another one follows: "
              + Failures.reason(ended, peers.security()));
    } else {
      LOG.error("The Kafka consumer ended; another one follows", ended);
      wait("the consumer ended, and another one follows: " + ended, false);
    }
  }

  private void wait(String why) {
    wait(why, true);
  }

  private void wait(String why, boolean log) {
    if (stopping.getCount() == 0) {
      LOG.debug("Stopping instead of trying again: {}", why);
      return;
    }
    if (health.trouble(why) && log) {
      LOG.warn("Not consuming, will try again: {}", why);
    }
    try {
      if (stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Stopping instead of trying again");
      }
    } catch (InterruptedException stray) {
      LOG.warn("The consumer's thread was interrupted, which means nothing to it");
    }
  }
}
