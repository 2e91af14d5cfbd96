package com.huleedu.ras.adapter.kafka;

import java.time.Duration;

/**
 * What it means that nothing is heard from Kafka: looks who answers at its addresses. On the
 * consumer's thread.
 */
final class Contact {
  private static final Duration LOOK_AFTER = Duration.ofSeconds(8);

  /** Of one broker that flaps there would be a look in each step else. */
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofSeconds(10);

  private final ConsumerHealth health;
  private final Peers peers;
  private boolean owed;
  private long nextLook;

  Contact(ConsumerHealth health, Peers peers) {
    this.health = health;
    this.peers = peers;
    this.nextLook = health.now();
  }

  /**
   * A connection was lost: looks whether somebody else answers, unless it did a moment ago; then
   * the look is owed. One takes seconds where a broker is away, and all partitions wait for it.
   *
   * @throws LostPeerException if so
   */
  void connectionLost() throws LostPeerException {
    owed = true;
    lookIfOwed();
  }

  /**
   * Looks once it is time, if that is owed.
   *
   * @throws LostPeerException if somebody else answers
   */
  void lookIfOwed() throws LostPeerException {
    if (!owed || health.now() - nextLook < 0) {
      return;
    }
    Peers.Look look = peers.look();
    owed = false;
    nextLook = health.now() + LOOK_AGAIN_AFTER.toNanos();
    if (look.strangers()) {
      throw new LostPeerException(look.words());
    }
  }

  /**
   * Says why, better than the failure can, where nothing was heard for some time.
   *
   * @throws LostPeerException if the clients must not go on, or can't: somebody who is no broker
   *     answers, or brokers answer all the time and these clients, or the consumer alone, hear
   *     nothing of it
   */
  String explained(RuntimeException failure) throws LostPeerException {
    String reason = Failures.reason(failure, peers.security());
    if (Failures.isOfAnother(failure)) {
      health.worked(); // up to what another has a part in
      return reason;
    }
    boolean silent = health.sinceContact().compareTo(LOOK_AFTER) >= 0;
    if (!silent && !health.needsRenewal()) {
      return reason;
    }
    Peers.Look look = peers.look();
    if (look.strangers()) {
      throw new LostPeerException(look.words());
    }
    if (look.verdict() == Peers.Verdict.USABLE && health.needsRenewal()) {
      health.renews();
      throw new LostPeerException(
          silent
              ? "brokers answer, and the clients hear nothing for %s s: %s"
                  .formatted(health.sinceContact().toSeconds(), reason)
              : "brokers answer, and the consumer gets nothing done for %s s: %s"
                  .formatted(health.sinceWork().toSeconds(), reason));
    }
    return !silent || look.problems().isEmpty() ? reason : "no contact with Kafka: " + look.words();
  }
}
