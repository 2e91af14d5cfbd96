package com.huleedu.ras.application.deadletter;

import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import com.huleedu.ras.domain.port.deadletter.LetterEntry;
import com.huleedu.ras.domain.port.deadletter.LetterFile;
import com.huleedu.ras.domain.port.deadletter.LetterId;
import com.huleedu.ras.domain.port.deadletter.LetterOrder.Discard;
import com.huleedu.ras.domain.port.deadletter.LetterResult;
import com.huleedu.ras.domain.port.deadletter.LetterResult.Outcome;
import com.huleedu.ras.domain.port.deadletter.LetterState;
import com.huleedu.ras.domain.port.deadletter.StoredLetter;
import com.huleedu.ras.domain.port.projection.Transactions;
import java.time.InstantSource;
import java.util.Optional;

/** Sets open letters aside. Their rows stay, with who did it, when and why. */
final class DeadLetterDiscard {
  private final Transactions transactions;
  private final DeadLetterArchive archive;
  private final InstantSource clock;

  DeadLetterDiscard(Transactions transactions, DeadLetterArchive archive, InstantSource clock) {
    this.transactions = transactions;
    this.archive = archive;
    this.clock = clock;
  }

  Optional<LetterResult> carryOut(Discard order, LetterId id) {
    return order.dryRun()
        ? archive
            .find(id)
            .map(LetterFile::stored)
            .map(letter -> judge(letter, Outcome.WOULD_DISCARD, order))
        : transactions.inTransaction(
            () -> archive.hold(id).map(letter -> judge(letter, Outcome.DISCARDED, order)));
  }

  private LetterResult judge(StoredLetter letter, Outcome whenOpen, Discard order) {
    return switch (letter.state()) {
      case OPEN -> open(letter, whenOpen, order);
      case REPLAYED ->
          unchanged(letter, Outcome.ALREADY_REPLAYED, "its message is in the model already");
      case DISCARDED -> unchanged(letter, Outcome.ALREADY_DISCARDED, "it was discarded before");
    };
  }

  private LetterResult open(StoredLetter letter, Outcome outcome, Discard order) {
    if (order.dryRun()) {
      return unchanged(letter, outcome, order.reason());
    }
    archive.settle(
        letter.id(),
        LetterState.DISCARDED,
        new LetterEntry(
            clock.instant(),
            LetterEntry.Action.DISCARDED,
            Optional.of(order.by()),
            order.reason()));
    return new LetterResult(
        letter.id(), outcome, LetterState.DISCARDED, letter.attempts(), order.reason());
  }

  private static LetterResult unchanged(StoredLetter letter, Outcome outcome, String detail) {
    return new LetterResult(letter.id(), outcome, letter.state(), letter.attempts(), detail);
  }
}
