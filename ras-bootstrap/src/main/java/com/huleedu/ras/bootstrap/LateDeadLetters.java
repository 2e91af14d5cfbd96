package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFile;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFilter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterOrder;
import com.huleedu.ras.domain.port.deadletter.DeadLetterPage;
import com.huleedu.ras.domain.port.deadletter.DeadLetterResult;
import com.huleedu.ras.domain.port.deadletter.DeadLetterRun;
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
  public DeadLetterPage list(DeadLetterFilter filter, int limit, Optional<DeadLetterId> before) {
    return arrived().list(filter, limit, before);
  }

  @Override
  public Optional<DeadLetterFile> show(DeadLetterId id) {
    return arrived().show(id);
  }

  @Override
  public Optional<DeadLetterResult> carryOut(DeadLetterOrder order, DeadLetterId id) {
    return arrived().carryOut(order, id);
  }

  @Override
  public DeadLetterRun carryOut(
      DeadLetterOrder order, DeadLetterFilter filter, int limit, Optional<DeadLetterId> before) {
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
