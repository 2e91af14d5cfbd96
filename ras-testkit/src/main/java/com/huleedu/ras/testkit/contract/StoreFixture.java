package com.huleedu.ras.testkit.contract;

import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import com.huleedu.ras.domain.port.deadletter.DeadLetters;
import com.huleedu.ras.domain.port.projection.Positions;
import com.huleedu.ras.domain.port.projection.Transactions;
import com.huleedu.ras.domain.port.query.BatchRepository;
import java.util.List;

/** An adapter as a contract suite sees it: its ports, on one store. */
public interface StoreFixture {
  Transactions transactions();

  BatchRepository batches();

  DeadLetters deadLetters();

  DeadLetterArchive deadLetterArchive();

  Positions positions();

  /** The letters that are stored, in any order; {@link #deadLetters} itself only takes them. */
  List<DeadLetter> storedDeadLetters();
}
