package com.huleedu.ras.testkit.memory;

import com.huleedu.ras.testkit.contract.BatchRepositoryContract;
import com.huleedu.ras.testkit.contract.DeadLetterArchiveContract;
import com.huleedu.ras.testkit.contract.DeadLettersContract;
import com.huleedu.ras.testkit.contract.PositionsContract;
import com.huleedu.ras.testkit.contract.StoreFixture;
import com.huleedu.ras.testkit.contract.TransactionsContract;
import org.junit.jupiter.api.Nested;

/** The reference keeps the contracts that it is the reference for. */
class InMemoryStoreTest {

  @Nested
  class Batches extends BatchRepositoryContract {
    @Override
    protected StoreFixture emptyStore() {
      return new InMemoryStore();
    }
  }

  @Nested
  class Letters extends DeadLettersContract {
    @Override
    protected StoreFixture emptyStore() {
      return new InMemoryStore();
    }
  }

  @Nested
  class Archive extends DeadLetterArchiveContract {
    @Override
    protected StoreFixture emptyStore() {
      return new InMemoryStore();
    }
  }

  @Nested
  class PartitionPositions extends PositionsContract {
    @Override
    protected StoreFixture emptyStore() {
      return new InMemoryStore();
    }
  }

  @Nested
  class AllOrNothing extends TransactionsContract {
    @Override
    protected StoreFixture emptyStore() {
      return new InMemoryStore();
    }
  }
}
