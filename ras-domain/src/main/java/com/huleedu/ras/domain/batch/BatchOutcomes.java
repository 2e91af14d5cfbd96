package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.Phase;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the outcomes of one batch say together (rules, "Derived for a visible batch"). Their ids of
 * essays, as many as messages can carry, are counted by whoever reads the outcomes.
 *
 * @param closed the phases that have an outcome
 * @param failedSomewhere all essays that any outcome names as failed, be it the newest or not
 */
public record BatchOutcomes(Map<Phase, ClosedPhase> closed, List<NamedAlike> failedSomewhere) {
  public BatchOutcomes {
    closed = Map.copyOf(closed);
    failedSomewhere = List.copyOf(failedSomewhere);
  }

  /**
   * Of outcomes whose essays are counted already.
   *
   * @param closed at most one of each phase
   * @param failedSomewhere as the record has it
   */
  public static BatchOutcomes of(Collection<ClosedPhase> closed, List<NamedAlike> failedSomewhere) {
    return new BatchOutcomes(
        closed.stream().collect(Collectors.toMap(ClosedPhase::phase, Function.identity())),
        failedSomewhere);
  }

  /** Counts the essays of all outcomes of one batch. */
  public static BatchOutcomes of(Collection<OutcomeFacts> outcomes) {
    return of(outcomes.stream().map(ClosedPhase::of).toList(), NamedAlike.of(outcomes));
  }

  boolean isClosed(Phase phase) {
    return closed.containsKey(phase);
  }

  /** The outcome with the greatest stamp, over all phases. */
  Optional<ClosedPhase> last() {
    return newest(closed.keySet().stream());
  }

  /** How many essays came through in the last outcome. */
  long completedEssays() {
    return last()
        .map(last ->
            last.processed()
                - count(alike ->
                    alike.processed().contains(last.phase())
                        && alike.failed().contains(last.phase())))
        .orElse(0L);
  }

  /** How many essays are there of which the newest outcome that names them says failed. */
  long failedEssays() {
    return count(alike ->
        newest(Stream.concat(alike.failed().stream(), alike.processed().stream()))
            .filter(newest -> alike.failed().contains(newest.phase()))
            .isPresent());
  }

  private long count(Predicate<NamedAlike> wanted) {
    return failedSomewhere.stream().filter(wanted).mapToLong(NamedAlike::essays).sum();
  }

  private Optional<ClosedPhase> newest(Stream<Phase> phases) {
    return phases
        .flatMap(phase -> Optional.ofNullable(closed.get(phase)).stream())
        .max(Comparator.comparing(ClosedPhase::stamp));
  }
}
