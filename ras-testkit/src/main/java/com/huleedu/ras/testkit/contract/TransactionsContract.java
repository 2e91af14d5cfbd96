package com.huleedu.ras.testkit.contract;

import static com.huleedu.ras.testkit.contract.Example.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link com.huleedu.ras.domain.port.projection.Transactions} promises (guarantees, G3). */
public abstract class TransactionsContract {
  private static final Position BEGUN = new Position(PARTITION, "id of the topic", 5);

  private StoreFixture store;

  /** For the adapter's own test class. */
  protected TransactionsContract() {}

  /** The adapter under test on an empty store. */
  protected abstract StoreFixture emptyStore();

  @BeforeEach
  public void openStore() {
    store = emptyStore();
    store.positions().begin(List.of(BEGUN));
  }

  @Test
  public void commitsAllWorkAndReturnsItsResult() {
    String result =
        store
            .transactions()
            .inTransaction(() -> {
              workAcrossAllPorts();
              return "result";
            });
    assertThat(result).isEqualTo("result");
    assertAllThere();
  }

  @Test
  public void leavesNothingOfWorkThatFails() {
    Lineage lineage = store.positions().lineage();
    IllegalStateException failure = new IllegalStateException("on purpose");
    assertThatThrownBy(() ->
            store
                .transactions()
                .inTransaction(() -> {
                  workAcrossAllPorts();
                  store.positions().renewLineage(lineage);
                  throw failure;
                }))
        .isSameAs(failure);
    assertNothingThere();
    assertThat(store.positions().lineage()).isEqualTo(lineage);

    store
        .transactions()
        .inTransaction(() -> {
          workAcrossAllPorts();
          return true;
        });
    assertAllThere();
  }

  @Test
  public void leavesNothingOfWorkThatIsTakenBack() {
    boolean seen =
        store
            .transactions()
            .rolledBack(() -> {
              workAcrossAllPorts();
              return store.batches().find(Example.BATCH).isPresent();
            });
    assertThat(seen).isTrue();
    assertNothingThere();

    IllegalStateException failure = new IllegalStateException("on purpose");
    assertThatThrownBy(() ->
            store
                .transactions()
                .rolledBack(() -> {
                  workAcrossAllPorts();
                  throw failure;
                }))
        .isSameAs(failure);
    assertNothingThere();
  }

  private void assertNothingThere() {
    assertThat(store.batches().find(Example.BATCH)).isEmpty();
    assertThat(store.storedDeadLetters()).isEmpty();
    assertThat(store.positions().find(List.of(PARTITION))).containsValue(BEGUN);
  }

  @Test
  public void workSeesWhatItDidItself() {
    List<Boolean> seen = new ArrayList<>();
    store
        .transactions()
        .inTransaction(() -> {
          workAcrossAllPorts();
          seen.add(store.batches().find(Example.BATCH).isPresent());
          return true;
        });
    assertThat(seen).containsExactly(true);
  }

  @Test
  public void transactionsOfOtherThreadsAreTheirOwn() {
    assertThatThrownBy(() ->
            store
                .transactions()
                .inTransaction(() -> {
                  store.deadLetters().store(List.of(Example.deadLetter(PARTITION, 1, "mine")));
                  throw new IllegalStateException("on purpose");
                }))
        .hasMessage("on purpose");
    CompletableFuture.runAsync(
            () -> store.deadLetters().store(List.of(Example.deadLetter(PARTITION, 2, "theirs"))))
        .join();
    assertThat(store.storedDeadLetters())
        .extracting(letter -> letter.reason().type())
        .containsExactly("theirs");
  }

  private void workAcrossAllPorts() {
    Facts facts = Facts.fold(List.of(Example.registeredByAda()));
    store.batches().record(facts);
    store.deadLetters().store(List.of(Example.deadLetter(PARTITION, 6, "not_json")));
    boolean advanced =
        store
            .positions()
            .advance(List.of(new Advance(PARTITION, 5, 7)), store.positions().lineage());
    assertThat(advanced).isTrue();
  }

  private void assertAllThere() {
    assertThat(store.batches().find(Example.BATCH)).isPresent();
    assertThat(store.storedDeadLetters()).hasSize(1);
    assertThat(store.positions().find(List.of(PARTITION)))
        .containsValue(new Position(PARTITION, "id of the topic", 7));
  }
}
