package com.huleedu.ras.application;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.deadletter.DeadLetters;
import com.huleedu.ras.domain.port.projection.Positions;
import com.huleedu.ras.domain.port.projection.Transactions;
import com.huleedu.ras.domain.port.query.BatchRepository;
import java.util.List;
import java.util.function.Supplier;

/** The ports behind which everything durable lies, in one database and so in one transaction. */
public record Store(
    Transactions transactions,
    BatchRepository batches,
    DeadLetters deadLetters,
    Positions positions) {

  /** Records these, one after the other: work for a transaction, and always true. */
  public Supplier<Boolean> recording(List<Facts> facts) {
    return () -> {
      facts.forEach(batches::record);
      return true;
    };
  }
}
