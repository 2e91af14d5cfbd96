package com.huleedu.ras.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.CacheManager;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The contract suites fail against adapters that are wrong. */
class CacheContractsBiteTest {
  @Test
  void aCacheThatDoesNothingFails() {
    assertThat(failures(IdleCacheContract.class))
        .contains(
            "aBatchThatWasPutIsFoundAsItWas",
            "eachPageOfEachFilterIsAnAnswerOfItsOwn",
            "invalidatingRemovesTheBodyAndEndsItsLease",
            "noRaceOfReadersAndWritersLeavesAStaleAnswer");
  }

  @Test
  void aCacheWithoutTheFenceFails() {
    assertThat(failures(UnfencedCacheContract.class))
        .contains(
            "aReaderThatLoadedABatchBeforeTheChangeCannotFillAfterIt",
            "aReaderThatLoadedAListBeforeTheChangeCannotFillAfterIt",
            "noRaceOfReadersAndWritersLeavesAStaleAnswer");
  }

  @Test
  void marksThatAreNeverSetFail() {
    assertThat(failures(IdleDeduplicationMarksContract.class))
        .contains("exactlyTheMarkedOnesAreSeen", "anotherLineageHasMarksOfItsOwn");
  }

  private static Set<String> failures(Class<?> contract) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(contract))
        .execute()
        .testEvents()
        .failed()
        .map(Event::getTestDescriptor)
        .map(test -> test.getDisplayName().replace("()", ""))
        .collect(Collectors.toSet());
  }

  static class IdleCacheContract extends CacheManagerContract {
    @Override
    protected CacheManager cache() {
      return new CacheManager() {
        @Override
        public Lookup findBatch(BatchId batch) {
          return new Lookup.Miss(new Lease("idle"));
        }

        @Override
        public Lookup findUserBatches(UserBatchesQuery query) {
          return new Lookup.Miss(new Lease("idle"));
        }

        @Override
        public void putBatch(BatchId batch, Body body, Lease lease) {}

        @Override
        public void putUserBatches(UserBatchesQuery query, Body body, Lease lease) {}

        @Override
        public void invalidate(Touched touched) {}
      };
    }
  }

  /** Does everything right, but stores whatever it is given. */
  static class UnfencedCacheContract extends CacheManagerContract {
    private final Map<Object, Body> bodies = new ConcurrentHashMap<>();

    @Override
    protected CacheManager cache() {
      return new CacheManager() {
        @Override
        public Lookup findBatch(BatchId batch) {
          return find(batch);
        }

        @Override
        public Lookup findUserBatches(UserBatchesQuery query) {
          return find(query);
        }

        private Lookup find(Object key) {
          Body body = bodies.get(key);
          return body != null ? new Lookup.Hit(body) : new Lookup.Miss(new Lease("any"));
        }

        @Override
        public void putBatch(BatchId batch, Body body, Lease lease) {
          bodies.put(batch, body);
        }

        @Override
        public void putUserBatches(UserBatchesQuery query, Body body, Lease lease) {
          bodies.put(query, body);
        }

        @Override
        public void invalidate(Touched touched) {
          touched.batches().forEach(bodies::remove);
          bodies
              .keySet()
              .removeIf(key ->
                  key instanceof UserBatchesQuery query && touched.users().contains(query.user()));
        }
      };
    }
  }

  static class IdleDeduplicationMarksContract extends DeduplicationMarksContract {
    @Override
    protected DeduplicationMarks deduplicationMarks() {
      return new DeduplicationMarks() {
        @Override
        public Set<DeduplicationMark> seen(Lineage lineage, Collection<DeduplicationMark> marks) {
          return Set.of();
        }

        @Override
        public void mark(Lineage lineage, Collection<DeduplicationMark> marks) {}
      };
    }
  }
}
