package com.huleedu.ras.testkit.memory;

import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.LetterEntry;
import com.huleedu.ras.domain.port.deadletter.LetterFile;
import com.huleedu.ras.domain.port.deadletter.LetterFilter;
import com.huleedu.ras.domain.port.deadletter.LetterId;
import com.huleedu.ras.domain.port.deadletter.LetterPage;
import com.huleedu.ras.domain.port.deadletter.LetterState;
import com.huleedu.ras.domain.port.deadletter.LetterSummary;
import com.huleedu.ras.domain.port.deadletter.StoredLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * All dead letters of the in-memory store, in the order of their ids; changing it makes another.
 */
record DeadLetterBox(List<LetterFile> files) {
  DeadLetterBox {
    files = List.copyOf(files);
  }

  /** What tells dead letters apart. */
  private record Place(Partition partition, long offset) {
    static Place of(RawMessage message) {
      return new Place(message.partition(), message.offset());
    }
  }

  DeadLetterBox with(Collection<DeadLetter> letters) {
    Set<Place> taken = new HashSet<>();
    files.forEach(file -> taken.add(Place.of(file.stored().letter().message())));
    List<LetterFile> all = new ArrayList<>(files);
    for (DeadLetter letter : letters) {
      if (taken.add(Place.of(letter.message()))) {
        all.add(opened(new LetterId(all.size() + 1L), letter));
      }
    }
    return new DeadLetterBox(all);
  }

  private static LetterFile opened(LetterId id, DeadLetter letter) {
    LetterEntry first =
        new LetterEntry(
            letter.at(),
            LetterEntry.Action.DEAD_LETTERED,
            Optional.empty(),
            letter.reason().type() + ": " + letter.reason().detail());
    return new LetterFile(new StoredLetter(id, letter, LetterState.OPEN, 1), List.of(first));
  }

  Optional<LetterFile> find(LetterId id) {
    return files.stream().filter(file -> file.stored().id().equals(id)).findFirst();
  }

  DeadLetterBox settled(LetterId id, LetterState state, LetterEntry entry) {
    return changed(
        id, entry, old -> new StoredLetter(old.id(), old.letter(), state, old.attempts()));
  }

  DeadLetterBox failedAgain(LetterId id, DeadLetterReason newest, LetterEntry entry) {
    return changed(
        id,
        entry,
        old -> {
          DeadLetter letter = new DeadLetter(old.letter().message(), newest, old.letter().at());
          return new StoredLetter(old.id(), letter, old.state(), old.attempts() + 1);
        });
  }

  private DeadLetterBox changed(
      LetterId id, LetterEntry entry, UnaryOperator<StoredLetter> change) {
    return new DeadLetterBox(
        files.stream()
            .map(file -> file.stored().id().equals(id) ? added(file, entry, change) : file)
            .toList());
  }

  private static LetterFile added(
      LetterFile file, LetterEntry entry, UnaryOperator<StoredLetter> change) {
    List<LetterEntry> history = new ArrayList<>(file.history());
    history.add(entry);
    return new LetterFile(change.apply(file.stored()), history);
  }

  LetterPage list(LetterFilter filter, int limit, Optional<LetterId> before) {
    List<LetterSummary> found =
        files.reversed().stream()
            .map(file -> file.stored().summary())
            .filter(letter -> before.isEmpty() || letter.id().value() < before.get().value())
            .filter(matching(filter))
            .toList();
    boolean more = found.size() > limit;
    List<LetterSummary> page = more ? found.subList(0, limit) : found;
    return new LetterPage(page, more ? Optional.of(page.getLast().id()) : Optional.empty());
  }

  private static Predicate<LetterSummary> matching(LetterFilter filter) {
    return letter ->
        filter.topic().filter(topic -> !topic.equals(letter.partition().topic())).isEmpty()
            && filter.errorType().filter(type -> !type.equals(letter.reason().type())).isEmpty()
            && filter.state().filter(state -> state != letter.state()).isEmpty()
            && filter.since().filter(since -> letter.at().isBefore(since)).isEmpty()
            && filter.until().filter(until -> !letter.at().isBefore(until)).isEmpty();
  }

  long open() {
    return files.stream().filter(file -> file.stored().state() == LetterState.OPEN).count();
  }
}
