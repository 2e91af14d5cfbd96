package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.Stamp;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the outcomes of one batch say together (rules, "Derived for a visible batch"). Their ids of
 * essays, as many as messages can carry, are counted by whoever reads the outcomes.
 *
 * @param closed the phases that have an outcome
 * @param named all essays that any outcome names as failed, be it the newest or not; where a
 *     failure of comparative judgement is known, all that any outcome names at all, and all members
 */
public record BatchOutcomes(Map<Phase, ClosedPhase> closed, List<NamedAlike> named) {
  static final Comparator<ClosedPhase> BY_STAMP = Comparator.comparing(ClosedPhase::stamp);

  public BatchOutcomes {
    closed = Map.copyOf(closed);
    named = List.copyOf(named);
  }

  /**
   * Of outcomes whose essays are counted already.
   *
   * @param closed at most one of each phase
   * @param named as the record has it
   */
  public static BatchOutcomes of(Collection<ClosedPhase> closed, List<NamedAlike> named) {
    return new BatchOutcomes(
        closed.stream().collect(Collectors.toMap(ClosedPhase::phase, Function.identity())), named);
  }

  /** Counts the essays of all outcomes of one batch without a failure. */
  public static BatchOutcomes of(Collection<OutcomeFacts> outcomes) {
    return of(outcomes.stream().map(ClosedPhase::of).toList(), NamedAlike.of(outcomes));
  }

  /** Counts the essays of all outcomes of one batch, and its members. */
  public static BatchOutcomes of(Collection<OutcomeFacts> outcomes, Set<EssayId> members) {
    return of(outcomes.stream().map(ClosedPhase::of).toList(), NamedAlike.of(outcomes, members));
  }

  /** The same, but that a failure is the outcome of comparative judgement. */
  BatchOutcomes with(StandingFailure failure) {
    Map<Phase, ClosedPhase> all = new EnumMap<>(Phase.class);
    all.putAll(closed);
    all.put(Phase.CJ_ASSESSMENT, failure.asOutcome(closed.get(Phase.CJ_ASSESSMENT)));
    return new BatchOutcomes(all, named.stream().map(alike -> alike.with(failure)).toList());
  }

  @Nullable Stamp stamp(Phase phase) {
    ClosedPhase outcome = closed.get(phase);
    return outcome == null ? null : outcome.stamp();
  }

  Stream<ClosedPhase> stream() {
    return closed.values().stream();
  }

  boolean isClosed(Phase phase) {
    return closed.containsKey(phase);
  }

  /** The outcome with the greatest stamp, over all phases. */
  Optional<ClosedPhase> last() {
    return stream().max(BY_STAMP);
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
    return named.stream().filter(wanted).mapToLong(NamedAlike::essays).sum();
  }

  private Optional<ClosedPhase> newest(Stream<Phase> phases) {
    return phases.flatMap(phase -> Optional.ofNullable(closed.get(phase)).stream()).max(BY_STAMP);
  }
}
