package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.deadletter.LetterFile;
import com.huleedu.ras.domain.port.deadletter.LetterFilter;
import com.huleedu.ras.domain.port.deadletter.LetterId;
import com.huleedu.ras.domain.port.deadletter.LetterOrder;
import com.huleedu.ras.domain.port.deadletter.LetterPage;
import com.huleedu.ras.domain.port.deadletter.LetterResult;
import com.huleedu.ras.domain.port.deadletter.LetterRun;
import com.huleedu.ras.domain.port.deadletter.ManageDeadLetters;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets the port for operators open before the database has been reached. */
final class LateDeadLetters implements ManageDeadLetters {
  private volatile @Nullable ManageDeadLetters letters;

  void arrive(ManageDeadLetters arrived) {
    letters = arrived;
  }

  @Override
  public LetterPage list(LetterFilter filter, int limit, Optional<LetterId> before) {
    return arrived().list(filter, limit, before);
  }

  @Override
  public Optional<LetterFile> show(LetterId id) {
    return arrived().show(id);
  }

  @Override
  public Optional<LetterResult> carryOut(LetterOrder order, LetterId id) {
    return arrived().carryOut(order, id);
  }

  @Override
  public LetterRun carryOut(
      LetterOrder order, LetterFilter filter, int limit, Optional<LetterId> before) {
    return arrived().carryOut(order, filter, limit, before);
  }

  private ManageDeadLetters arrived() {
    ManageDeadLetters arrived = letters;
    if (arrived == null) {
      throw new UnavailableException("PostgreSQL", "not reached yet since the start");
    }
    return arrived;
  }
}
