package com.huleedu.ras.application.deadletter;

import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFile;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterOrder.Discard;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult.Outcome;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.deadletter.StoredDeadLetter;
import com.huleedu.ras.domain.port.projection.Transactions;
import java.time.InstantSource;
import java.util.Optional;

/** Sets open letters aside. Their rows say who did it, when and why, for as long as they stay. */
final class DeadLetterDiscard {
  private final Transactions transactions;
  private final DeadLetterArchive archive;
  private final InstantSource clock;

  DeadLetterDiscard(Transactions transactions, DeadLetterArchive archive, InstantSource clock) {
    this.transactions = transactions;
    this.archive = archive;
    this.clock = clock;
  }

  Optional<DeadLetterResult> carryOut(Discard order, DeadLetterId id) {
    return order.dryRun()
        ? archive
            .find(id)
            .map(DeadLetterFile::stored)
            .map(letter -> judge(letter, Outcome.WOULD_DISCARD, order))
        : transactions.inTransaction(
            () -> archive.hold(id).map(letter -> judge(letter, Outcome.DISCARDED, order)));
  }

  private DeadLetterResult judge(StoredDeadLetter letter, Outcome whenOpen, Discard order) {
    return switch (letter.state()) {
      case OPEN -> open(letter, whenOpen, order);
      case REPLAYED ->
          unchanged(letter, Outcome.ALREADY_REPLAYED, "its message is in the model already");
      case DISCARDED -> unchanged(letter, Outcome.ALREADY_DISCARDED, "it was discarded before");
    };
  }

  private DeadLetterResult open(StoredDeadLetter letter, Outcome outcome, Discard order) {
    if (order.dryRun()) {
      return unchanged(letter, outcome, order.reason());
    }
    archive.settle(
        letter.id(),
        DeadLetterState.DISCARDED,
        new DeadLetterEntry(
            clock.instant(),
            DeadLetterEntry.Action.DISCARDED,
            Optional.of(order.by()),
            order.reason()));
    return new DeadLetterResult(
        letter.id(), outcome, DeadLetterState.DISCARDED, letter.attempts(), order.reason());
  }

  private static DeadLetterResult unchanged(
      StoredDeadLetter letter, Outcome outcome, String detail) {
    return new DeadLetterResult(letter.id(), outcome, letter.state(), letter.attempts(), detail);
  }
}
