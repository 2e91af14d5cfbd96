package com.huleedu.ras.testkit.contract;

import static com.huleedu.ras.testkit.contract.Example.OTHER_PARTITION;
import static com.huleedu.ras.testkit.contract.Example.PARTITION;
import static com.huleedu.ras.testkit.contract.Example.letter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import com.huleedu.ras.domain.port.deadletter.LetterEntry;
import com.huleedu.ras.domain.port.deadletter.LetterEntry.Action;
import com.huleedu.ras.domain.port.deadletter.LetterFile;
import com.huleedu.ras.domain.port.deadletter.LetterFilter;
import com.huleedu.ras.domain.port.deadletter.LetterId;
import com.huleedu.ras.domain.port.deadletter.LetterPage;
import com.huleedu.ras.domain.port.deadletter.LetterState;
import com.huleedu.ras.domain.port.deadletter.LetterSummary;
import com.huleedu.ras.domain.port.deadletter.StoredLetter;
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
  private static final LetterFilter ALL = filter(null, null, null, null, null);

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
  public void aStoredLetterIsOpenWholeAndHasAHistoryThatBegins() {
    DeadLetter letter = letter(PARTITION, 7, "not_json");
    LetterId id = store(letter);
    LetterFile file = archive.find(id).orElseThrow();
    assertThat(file.stored())
        .usingRecursiveComparison()
        .isEqualTo(new StoredLetter(id, letter, LetterState.OPEN, 1));
    assertThat(file.history())
        .containsExactly(
            new LetterEntry(
                letter.at(),
                Action.DEAD_LETTERED,
                Optional.empty(),
                "not_json: " + letter.reason().detail()));
    assertThat(archive.find(new LetterId(id.value() + 1))).isEmpty();
  }

  @Test
  public void aLetterStoredAgainKeepsItsHistoryAndWhatBecameOfIt() {
    LetterId id = store(letter(PARTITION, 7, "first"));
    settle(id, LetterState.REPLAYED, entry(Action.REPLAYED));
    store.deadLetters().store(List.of(letter(PARTITION, 7, "second")));
    LetterFile file = archive.find(id).orElseThrow();
    assertThat(file.stored().state()).isEqualTo(LetterState.REPLAYED);
    assertThat(file.stored().letter().reason().type()).isEqualTo("first");
    assertThat(file.history()).hasSize(2);
    assertThat(list(ALL, 10)).hasSize(1);
  }

  @Test
  public void aSettledLetterSaysWhoWhenAndWhy() {
    LetterId id = store(letter(PARTITION, 7, "not_json"));
    LetterEntry discarded =
        new LetterEntry(LATER, Action.DISCARDED, Optional.of("ädmin"), "not 'needed' {\\\"} 𝔢");
    settle(id, LetterState.DISCARDED, discarded);
    LetterFile file = archive.find(id).orElseThrow();
    assertThat(file.stored().state()).isEqualTo(LetterState.DISCARDED);
    assertThat(file.stored().attempts()).isEqualTo(1);
    assertThat(file.history()).hasSize(2).last().isEqualTo(discarded);
  }

  @Test
  public void aLetterThatFailsAgainCountsAndKeepsTheNewestReason() {
    LetterId id = store(letter(PARTITION, 7, "not_json"));
    DeadLetterReason newest = new DeadLetterReason("rejected_by_database", "no");
    store
        .transactions()
        .inTransaction(() -> {
          archive.hold(id);
          archive.failedAgain(id, newest, entry(Action.FAILED_AGAIN));
          return true;
        });
    LetterFile file = archive.find(id).orElseThrow();
    assertThat(file.stored().attempts()).isEqualTo(2);
    assertThat(file.stored().state()).isEqualTo(LetterState.OPEN);
    assertThat(file.stored().letter().reason()).isEqualTo(newest);
    assertThat(file.history()).extracting(LetterEntry::action).endsWith(Action.FAILED_AGAIN);
  }

  @Test
  public void listsSummariesNewestFirstPageByPage() {
    for (int i = 0; i < 25; i++) {
      store(letter(PARTITION, i, "type"));
    }
    List<LetterSummary> all = list(ALL, 10);
    assertThat(all)
        .hasSize(25)
        .extracting(LetterSummary::offset)
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    LetterSummary newest = all.getFirst();
    DeadLetter letter = letter(PARTITION, 24, "type");
    assertThat(newest)
        .isEqualTo(
            new LetterSummary(
                newest.id(),
                PARTITION,
                24,
                letter.message().timestamp(),
                letter.reason(),
                letter.at(),
                LetterState.OPEN,
                1,
                1));
    assertThat(archive.list(ALL, 25, Optional.empty()).next()).isEmpty();
    assertThat(archive.list(ALL, 24, Optional.empty()).next()).contains(all.get(23).id());
  }

  @Test
  public void filtersByTopicErrorStateAndTime() {
    Partition other = new Partition("another", 0);
    LetterId first = store(letter(PARTITION, 1, "a"));
    LetterId second = store(letter(OTHER_PARTITION, 1, "b"));
    LetterId third = store(letter(other, 1, "a"));
    settle(second, LetterState.DISCARDED, entry(Action.DISCARDED));
    Instant at = letter(PARTITION, 1, "a").at();
    assertThat(ids(ALL)).containsExactly(third, second, first);
    assertThat(ids(filter("another", null, null, null, null))).containsExactly(third);
    assertThat(ids(filter(null, "a", null, null, null))).containsExactly(third, first);
    assertThat(ids(LetterFilter.of(LetterState.OPEN))).containsExactly(third, first);
    assertThat(ids(LetterFilter.of(LetterState.DISCARDED))).containsExactly(second);
    assertThat(ids(LetterFilter.of(LetterState.REPLAYED))).isEmpty();
    assertThat(ids(filter("topic", "a", LetterState.OPEN, null, null))).containsExactly(first);
    assertThat(ids(filter(null, null, null, at, at.plusNanos(1_000)))).hasSize(3);
    assertThat(ids(filter(null, null, null, at.plusNanos(1_000), null))).isEmpty();
    assertThat(ids(filter(null, null, null, null, at))).isEmpty();
  }

  @Test
  public void whatATransactionThatFailsDidIsUndone() {
    LetterId id = store(letter(PARTITION, 7, "not_json"));
    assertThatThrownBy(() ->
            store
                .transactions()
                .inTransaction(() -> {
                  archive.hold(id);
                  archive.settle(id, LetterState.REPLAYED, entry(Action.REPLAYED));
                  throw new UnavailableException("nobody", "on purpose");
                }))
        .isInstanceOf(UnavailableException.class);
    LetterFile file = archive.find(id).orElseThrow();
    assertThat(file.stored().state()).isEqualTo(LetterState.OPEN);
    assertThat(file.history()).hasSize(1);
  }

  /** Many at once want the same letters: each letter is settled by one of them. */
  @Test
  public void aHeldLetterIsHeldByOneAlone() throws Exception {
    List<LetterId> ids = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      ids.add(store(letter(PARTITION, i, "type")));
    }
    Callable<Integer> settler =
        () -> {
          List<LetterId> order = new ArrayList<>(ids);
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
    for (LetterId id : ids) {
      assertThat(archive.find(id).orElseThrow().history()).hasSize(2);
    }
  }

  private boolean settleIfOpen(LetterId id) {
    return store
        .transactions()
        .inTransaction(() -> {
          boolean open = archive.hold(id).orElseThrow().state() == LetterState.OPEN;
          if (open) {
            archive.settle(id, LetterState.REPLAYED, entry(Action.REPLAYED));
          }
          return open;
        });
  }

  @Test
  public void countsOpenLettersUpToALimit() {
    for (int i = 0; i < 5; i++) {
      store(letter(PARTITION, i, "type"));
    }
    settle(
        archive.list(ALL, 1, Optional.empty()).letters().getFirst().id(),
        LetterState.REPLAYED,
        entry(Action.REPLAYED));
    assertThat(archive.countOpen(100)).isEqualTo(4);
    assertThat(archive.countOpen(3)).isEqualTo(3);
  }

  private LetterId store(DeadLetter letter) {
    store.deadLetters().store(List.of(letter));
    return archive.list(ALL, 1, Optional.empty()).letters().getFirst().id();
  }

  private void settle(LetterId id, LetterState state, LetterEntry entry) {
    store
        .transactions()
        .inTransaction(() -> {
          assertThat(archive.hold(id)).isPresent();
          archive.settle(id, state, entry);
          return true;
        });
  }

  private static LetterEntry entry(Action action) {
    return new LetterEntry(LATER, action, Optional.of("admin"), "because");
  }

  private List<LetterId> ids(LetterFilter filter) {
    return list(filter, 2).stream().map(LetterSummary::id).toList();
  }

  private List<LetterSummary> list(LetterFilter filter, int limit) {
    List<LetterSummary> all = new ArrayList<>();
    Optional<LetterId> before = Optional.empty();
    do {
      LetterPage page = archive.list(filter, limit, before);
      all.addAll(page.letters());
      before = page.next();
    } while (before.isPresent());
    return all;
  }

  private static LetterFilter filter(
      @Nullable String topic,
      @Nullable String errorType,
      @Nullable LetterState state,
      @Nullable Instant since,
      @Nullable Instant until) {
    return new LetterFilter(
        Optional.ofNullable(topic),
        Optional.ofNullable(errorType),
        Optional.ofNullable(state),
        Optional.ofNullable(since),
        Optional.ofNullable(until));
  }
}
