package com.huleedu.ras.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** A contract that an adapter can keep by doing nothing would promise nothing. */
class ContractsBiteTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        Batches.class,
        Letters.class,
        Archive.class,
        PartitionPositions.class,
        AllOrNothing.class
      })
  void everyTestFailsAgainstAnAdapterThatDoesNothing(Class<?> suite) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(suite)).build(),
            listener);
    assertThat(listener.getSummary().getTestsStartedCount()).isGreaterThan(3);
    assertThat(listener.getSummary().getTestsSucceededCount()).isZero();
  }

  static class Batches extends BatchRepositoryContract {
    @Override
    protected StoreFixture emptyStore() {
      return new DoNothingStore();
    }
  }

  static class Letters extends DeadLettersContract {
    @Override
    protected StoreFixture emptyStore() {
      return new DoNothingStore();
    }
  }

  static class Archive extends DeadLetterArchiveContract {
    @Override
    protected StoreFixture emptyStore() {
      return new DoNothingStore();
    }
  }

  static class PartitionPositions extends PositionsContract {
    @Override
    protected StoreFixture emptyStore() {
      return new DoNothingStore();
    }
  }

  static class AllOrNothing extends TransactionsContract {
    @Override
    protected StoreFixture emptyStore() {
      return new DoNothingStore();
    }
  }
}
