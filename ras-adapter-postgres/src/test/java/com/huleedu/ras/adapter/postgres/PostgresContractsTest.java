package com.huleedu.ras.adapter.postgres;

import com.huleedu.ras.testkit.contract.BatchRepositoryContract;
import com.huleedu.ras.testkit.contract.DeadLetterArchiveContract;
import com.huleedu.ras.testkit.contract.DeadLettersContract;
import com.huleedu.ras.testkit.contract.PositionsContract;
import com.huleedu.ras.testkit.contract.StoreFixture;
import com.huleedu.ras.testkit.contract.TransactionsContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The contract suites of the ports, against a real PostgreSQL. */
class PostgresContractsTest {
  private PostgresFixture store;

  @BeforeEach
  void open() {
    store = new PostgresFixture();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Nested
  class Batches extends BatchRepositoryContract {
    @Override
    protected StoreFixture emptyStore() {
      return store;
    }
  }

  @Nested
  class Letters extends DeadLettersContract {
    @Override
    protected StoreFixture emptyStore() {
      return store;
    }
  }

  @Nested
  class Archive extends DeadLetterArchiveContract {
    @Override
    protected StoreFixture emptyStore() {
      return store;
    }
  }

  @Nested
  class PartitionPositions extends PositionsContract {
    @Override
    protected StoreFixture emptyStore() {
      return store;
    }
  }

  @Nested
  class AllOrNothing extends TransactionsContract {
    @Override
    protected StoreFixture emptyStore() {
      return store;
    }
  }
}
