package com.huleedu.ras.testkit.contract;

import static com.huleedu.ras.testkit.contract.Example.OTHER_PARTITION;
import static com.huleedu.ras.testkit.contract.Example.PARTITION;
import static com.huleedu.ras.testkit.contract.Example.deadLetter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry;
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry.Action;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFile;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFilter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterPage;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.deadletter.DeadLetterSummary;
import com.huleedu.ras.domain.port.deadletter.StoredDeadLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Partition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link DeadLetterArchive} promises (guarantees, G11). */
public abstract class DeadLetterArchiveContract {
  private static final Instant LATER = Instant.parse("2026-03-02T10:00:00.000001Z");
  private static final DeadLetterFilter ALL = filter(null, null, null, null, null);

  private StoreFixture store;
  private DeadLetterArchive archive;

  /** For the adapter's own test class. */
  protected DeadLetterArchiveContract() {}

  /** The adapter under test on an empty store. */
  protected abstract StoreFixture emptyStore();

  @BeforeEach
  public void openStore() {
    store = emptyStore();
    archive = store.deadLetterArchive();
  }

  @Test
  public void aStoredDeadLetterIsOpenWholeAndHasAHistoryThatBegins() {
    DeadLetter letter = deadLetter(PARTITION, 7, "not_json");
    DeadLetterId id = store(letter);
    DeadLetterFile file = archive.find(id).orElseThrow();
    assertThat(file.stored())
        .usingRecursiveComparison()
        .isEqualTo(new StoredDeadLetter(id, letter, DeadLetterState.OPEN, 1));
    assertThat(file.history())
        .containsExactly(
            new DeadLetterEntry(
                letter.at(),
                Action.DEAD_LETTERED,
                Optional.empty(),
                "not_json: " + letter.reason().detail()));
    assertThat(archive.find(new DeadLetterId(id.value() + 1))).isEmpty();
  }

  @Test
  public void aDeadLetterStoredAgainKeepsItsHistoryAndWhatBecameOfIt() {
    DeadLetterId id = store(deadLetter(PARTITION, 7, "first"));
    settle(id, DeadLetterState.REPLAYED, entry(Action.REPLAYED));
    store.deadLetters().store(List.of(deadLetter(PARTITION, 7, "second")));
    DeadLetterFile file = archive.find(id).orElseThrow();
    assertThat(file.stored().state()).isEqualTo(DeadLetterState.REPLAYED);
    assertThat(file.stored().deadLetter().reason().type()).isEqualTo("first");
    assertThat(file.history()).hasSize(2);
    assertThat(list(ALL, 10)).hasSize(1);
  }

  @Test
  public void aSettledDeadLetterSaysWhoWhenAndWhy() {
    DeadLetterId id = store(deadLetter(PARTITION, 7, "not_json"));
    DeadLetterEntry discarded =
        new DeadLetterEntry(
            LATER, Action.DISCARDED, Optional.of("ädmin"), "not 'needed' {\\\"} 𝔢");
    settle(id, DeadLetterState.DISCARDED, discarded);
    DeadLetterFile file = archive.find(id).orElseThrow();
    assertThat(file.stored().state()).isEqualTo(DeadLetterState.DISCARDED);
    assertThat(file.stored().attempts()).isEqualTo(1);
    assertThat(file.history()).hasSize(2).last().isEqualTo(discarded);
  }

  @Test
  public void aDeadLetterThatFailsAgainCountsAndKeepsTheNewestReason() {
    DeadLetterId id = store(deadLetter(PARTITION, 7, "not_json"));
    DeadLetterReason newest = new DeadLetterReason("rejected_by_database", "no");
    store
        .transactions()
        .inTransaction(() -> {
          archive.hold(id);
          archive.failedAgain(id, newest, entry(Action.FAILED_AGAIN));
          return true;
        });
    DeadLetterFile file = archive.find(id).orElseThrow();
    assertThat(file.stored().attempts()).isEqualTo(2);
    assertThat(file.stored().state()).isEqualTo(DeadLetterState.OPEN);
    assertThat(file.stored().deadLetter().reason()).isEqualTo(newest);
    assertThat(file.history()).extracting(DeadLetterEntry::action).endsWith(Action.FAILED_AGAIN);
  }

  @Test
  public void listsSummariesNewestFirstPageByPage() {
    for (int i = 0; i < 25; i++) {
      store(deadLetter(PARTITION, i, "type"));
    }
    List<DeadLetterSummary> all = list(ALL, 10);
    assertThat(all)
        .hasSize(25)
        .extracting(DeadLetterSummary::offset)
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    DeadLetterSummary newest = all.getFirst();
    DeadLetter letter = deadLetter(PARTITION, 24, "type");
    assertThat(newest)
        .isEqualTo(
            new DeadLetterSummary(
                newest.id(),
                PARTITION,
                24,
                letter.message().timestamp(),
                letter.reason(),
                letter.at(),
                DeadLetterState.OPEN,
                1,
                1));
    assertThat(archive.list(ALL, 25, Optional.empty()).next()).isEmpty();
    assertThat(archive.list(ALL, 24, Optional.empty()).next()).contains(all.get(23).id());
  }

  @Test
  public void filtersByTopicErrorStateAndTime() {
    Partition other = new Partition("another", 0);
    DeadLetterId first = store(deadLetter(PARTITION, 1, "a"));
    DeadLetterId second = store(deadLetter(OTHER_PARTITION, 1, "b"));
    DeadLetterId third = store(deadLetter(other, 1, "a"));
    settle(second, DeadLetterState.DISCARDED, entry(Action.DISCARDED));
    Instant at = deadLetter(PARTITION, 1, "a").at();
    assertThat(ids(ALL)).containsExactly(third, second, first);
    assertThat(ids(filter("another", null, null, null, null))).containsExactly(third);
    assertThat(ids(filter(null, "a", null, null, null))).containsExactly(third, first);
    assertThat(ids(DeadLetterFilter.of(DeadLetterState.OPEN))).containsExactly(third, first);
    assertThat(ids(DeadLetterFilter.of(DeadLetterState.DISCARDED))).containsExactly(second);
    assertThat(ids(DeadLetterFilter.of(DeadLetterState.REPLAYED))).isEmpty();
    assertThat(ids(filter("topic", "a", DeadLetterState.OPEN, null, null))).containsExactly(first);
    assertThat(ids(filter(null, null, null, at, at.plusNanos(1_000)))).hasSize(3);
    assertThat(ids(filter(null, null, null, at.plusNanos(1_000), null))).isEmpty();
    assertThat(ids(filter(null, null, null, null, at))).isEmpty();
  }

  @Test
  public void whatATransactionThatFailsDidIsUndone() {
    DeadLetterId id = store(deadLetter(PARTITION, 7, "not_json"));
    assertThatThrownBy(() ->
            store
                .transactions()
                .inTransaction(() -> {
                  archive.hold(id);
                  archive.settle(id, DeadLetterState.REPLAYED, entry(Action.REPLAYED));
                  throw new UnavailableException("nobody", "on purpose");
                }))
        .isInstanceOf(UnavailableException.class);
    DeadLetterFile file = archive.find(id).orElseThrow();
    assertThat(file.stored().state()).isEqualTo(DeadLetterState.OPEN);
    assertThat(file.history()).hasSize(1);
  }

  /** Many at once want the same letters: each letter is settled by one of them. */
  @Test
  public void aHeldDeadLetterIsHeldByOneAlone() throws Exception {
    List<DeadLetterId> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ids.add(store(deadLetter(PARTITION, i, "type")));
    }
    Callable<Integer> settler =
        () -> {
          List<DeadLetterId> order = new ArrayList<>(ids);
          Collections.shuffle(order);
          return (int) order.stream().filter(this::settleIfOpen).count();
        };
    int settled = 0;
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> one : threads.invokeAll(Collections.nCopies(4, settler))) {
        settled += one.get();
      }
    }
    assertThat(settled).isEqualTo(ids.size());
    for (DeadLetterId id : ids) {
      assertThat(archive.find(id).orElseThrow().history()).hasSize(2);
    }
  }

  private boolean settleIfOpen(DeadLetterId id) {
    return store
        .transactions()
        .inTransaction(() -> {
          boolean open = archive.hold(id).orElseThrow().state() == DeadLetterState.OPEN;
          if (open) {
            archive.settle(id, DeadLetterState.REPLAYED, entry(Action.REPLAYED));
          }
          return open;
        });
  }

  @Test
  public void countsOpenDeadLettersUpToALimit() {
    for (int i = 0; i < 5; i++) {
      store(deadLetter(PARTITION, i, "type"));
    }
    settle(
        archive.list(ALL, 1, Optional.empty()).deadLetters().getFirst().id(),
        DeadLetterState.REPLAYED,
        entry(Action.REPLAYED));
    assertThat(archive.countOpen(100)).isEqualTo(4);
    assertThat(archive.countOpen(3)).isEqualTo(3);
  }

  @Test
  public void tellsSinceWhenTheOldestOpenDeadLetterIsOne() {
    assertThat(archive.oldestOpen()).isEmpty();
    DeadLetterId first = store(deadLetter(PARTITION, 0, "type"));
    Instant since = archive.find(first).orElseThrow().stored().deadLetter().at();
    DeadLetterId second = store(deadLetter(PARTITION, 1, "type"));
    assertThat(archive.oldestOpen()).contains(since);
    settle(first, DeadLetterState.DISCARDED, entry(Action.DISCARDED));
    settle(second, DeadLetterState.REPLAYED, entry(Action.REPLAYED));
    assertThat(archive.oldestOpen()).isEmpty();
  }

  private DeadLetterId store(DeadLetter letter) {
    store.deadLetters().store(List.of(letter));
    return archive.list(ALL, 1, Optional.empty()).deadLetters().getFirst().id();
  }

  private void settle(DeadLetterId id, DeadLetterState state, DeadLetterEntry entry) {
    store
        .transactions()
        .inTransaction(() -> {
          assertThat(archive.hold(id)).isPresent();
          archive.settle(id, state, entry);
          return true;
        });
  }

  private static DeadLetterEntry entry(Action action) {
    return new DeadLetterEntry(LATER, action, Optional.of("admin"), "because");
  }

  private List<DeadLetterId> ids(DeadLetterFilter filter) {
    return list(filter, 2).stream().map(DeadLetterSummary::id).toList();
  }

  private List<DeadLetterSummary> list(DeadLetterFilter filter, int limit) {
    List<DeadLetterSummary> all = new ArrayList<>();
    Optional<DeadLetterId> before = Optional.empty();
    do {
      DeadLetterPage page = archive.list(filter, limit, before);
      all.addAll(page.deadLetters());
      before = page.next();
    } while (before.isPresent());
    return all;
  }

  private static DeadLetterFilter filter(
      @Nullable String topic,
      @Nullable String errorType,
      @Nullable DeadLetterState state,
      @Nullable Instant since,
      @Nullable Instant until) {
    return new DeadLetterFilter(
        Optional.ofNullable(topic),
        Optional.ofNullable(errorType),
        Optional.ofNullable(state),
        Optional.ofNullable(since),
        Optional.ofNullable(until));
  }
}
