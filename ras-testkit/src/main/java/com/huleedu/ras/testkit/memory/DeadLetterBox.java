package com.huleedu.ras.testkit.memory;

import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFile;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFilter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterPage;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.deadletter.DeadLetterSummary;
import com.huleedu.ras.domain.port.deadletter.StoredDeadLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * All dead letters of the in-memory store, in the order of their ids; changing it makes another.
 */
record DeadLetterBox(List<DeadLetterFile> files) {
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
    files.forEach(file -> taken.add(Place.of(file.stored().deadLetter().message())));
    List<DeadLetterFile> all = new ArrayList<>(files);
    for (DeadLetter letter : letters) {
      if (taken.add(Place.of(letter.message()))) {
        all.add(opened(new DeadLetterId(all.size() + 1L), letter));
      }
    }
    return new DeadLetterBox(all);
  }

  private static DeadLetterFile opened(DeadLetterId id, DeadLetter letter) {
    DeadLetterEntry first =
        new DeadLetterEntry(
            letter.at(),
            DeadLetterEntry.Action.DEAD_LETTERED,
            Optional.empty(),
            letter.reason().type() + ": " + letter.reason().detail());
    return new DeadLetterFile(
        new StoredDeadLetter(id, letter, DeadLetterState.OPEN, 1), List.of(first));
  }

  Optional<DeadLetterFile> find(DeadLetterId id) {
    return files.stream().filter(file -> file.stored().id().equals(id)).findFirst();
  }

  DeadLetterBox settled(DeadLetterId id, DeadLetterState state, DeadLetterEntry entry) {
    return changed(
        id, entry, old -> new StoredDeadLetter(old.id(), old.deadLetter(), state, old.attempts()));
  }

  DeadLetterBox failedAgain(DeadLetterId id, DeadLetterReason newest, DeadLetterEntry entry) {
    return changed(
        id,
        entry,
        old -> {
          DeadLetter letter =
              new DeadLetter(old.deadLetter().message(), newest, old.deadLetter().at());
          return new StoredDeadLetter(old.id(), letter, old.state(), old.attempts() + 1);
        });
  }

  private DeadLetterBox changed(
      DeadLetterId id, DeadLetterEntry entry, UnaryOperator<StoredDeadLetter> change) {
    return new DeadLetterBox(
        files.stream()
            .map(file -> file.stored().id().equals(id) ? added(file, entry, change) : file)
            .toList());
  }

  private static DeadLetterFile added(
      DeadLetterFile file, DeadLetterEntry entry, UnaryOperator<StoredDeadLetter> change) {
    List<DeadLetterEntry> history = new ArrayList<>(file.history());
    history.add(entry);
    return new DeadLetterFile(change.apply(file.stored()), history);
  }

  DeadLetterPage list(DeadLetterFilter filter, int limit, Optional<DeadLetterId> before) {
    List<DeadLetterSummary> found =
        files.reversed().stream()
            .map(file -> file.stored().summary())
            .filter(letter -> before.isEmpty() || letter.id().value() < before.get().value())
            .filter(matching(filter))
            .toList();
    boolean more = found.size() > limit;
    List<DeadLetterSummary> page = more ? found.subList(0, limit) : found;
    return new DeadLetterPage(page, more ? Optional.of(page.getLast().id()) : Optional.empty());
  }

  private static Predicate<DeadLetterSummary> matching(DeadLetterFilter filter) {
    return letter ->
        filter.topic().filter(topic -> !topic.equals(letter.partition().topic())).isEmpty()
            && filter.errorType().filter(type -> !type.equals(letter.reason().type())).isEmpty()
            && filter.state().filter(state -> state != letter.state()).isEmpty()
            && filter.since().filter(since -> letter.at().isBefore(since)).isEmpty()
            && filter.until().filter(until -> !letter.at().isBefore(until)).isEmpty();
  }

  long open() {
    return files.stream().filter(file -> file.stored().state() == DeadLetterState.OPEN).count();
  }

  Optional<Instant> oldestOpen() {
    return files.stream()
        .filter(file -> file.stored().state() == DeadLetterState.OPEN)
        .map(file -> file.stored().deadLetter().at())
        .min(Comparator.naturalOrder());
  }
}
