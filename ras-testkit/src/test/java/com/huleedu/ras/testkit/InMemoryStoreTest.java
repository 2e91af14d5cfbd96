package com.huleedu.ras.testkit;

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
