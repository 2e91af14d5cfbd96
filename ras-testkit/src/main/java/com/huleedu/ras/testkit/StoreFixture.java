package com.huleedu.ras.testkit;

import com.huleedu.ras.domain.port.out.BatchRepository;
import com.huleedu.ras.domain.port.out.DeadLetter;
import com.huleedu.ras.domain.port.out.DeadLetterArchive;
import com.huleedu.ras.domain.port.out.DeadLetters;
import com.huleedu.ras.domain.port.out.Positions;
import com.huleedu.ras.domain.port.out.Transactions;
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
