package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.PhaseOutcome;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Essays that all outcomes of a batch name alike: whatever is judged by outcomes is the same for
 * all of them, so that their number will do. There are never more of these than ways to be named.
 *
 * @param failed the phases whose outcomes name them as failed
 * @param processed the phases whose outcomes name them as processed
 * @param members whether they are members of the batch; asked only where a failure of comparative
 *     judgement is known, else false
 * @param essays how many essays these are
 */
public record NamedAlike(Set<Phase> failed, Set<Phase> processed, boolean members, long essays) {
  public NamedAlike {
    failed = Set.copyOf(failed);
    processed = Set.copyOf(processed);
  }

  /**
   * Of all essays that some outcome names as failed: enough for a batch without a failure of
   * comparative judgement.
   *
   * @param outcomes all of one batch
   */
  public static List<NamedAlike> of(Collection<OutcomeFacts> outcomes) {
    Map<EssayId, Set<Phase>> failed = failed(outcomes);
    return counted(failed.keySet(), failed, processed(outcomes), Set.of());
  }

  /**
   * Of all essays that some outcome names at all, and of all members.
   *
   * @param outcomes all of one batch
   */
  public static List<NamedAlike> of(Collection<OutcomeFacts> outcomes, Set<EssayId> members) {
    Map<EssayId, Set<Phase>> failed = failed(outcomes);
    Map<EssayId, Set<Phase>> processed = processed(outcomes);
    Set<EssayId> all = new HashSet<>(members);
    all.addAll(failed.keySet());
    all.addAll(processed.keySet());
    return counted(all, failed, processed, members);
  }

  /** What these are once a failure has taken the place of the outcome of its phase. */
  NamedAlike with(StandingFailure failure) {
    Set<Phase> nowFailed = without(Phase.CJ_ASSESSMENT, failed);
    Set<Phase> nowProcessed = without(Phase.CJ_ASSESSMENT, processed);
    Phase handedOnBy = failure.handedOnBy();
    if (handedOnBy == null ? members : nowProcessed.contains(handedOnBy)) {
      nowFailed.add(Phase.CJ_ASSESSMENT);
    }
    return new NamedAlike(nowFailed, nowProcessed, members, essays);
  }

  private static Set<Phase> without(Phase phase, Set<Phase> phases) {
    Set<Phase> others = new HashSet<>(phases);
    others.remove(phase);
    return others;
  }

  private static List<NamedAlike> counted(
      Set<EssayId> essays,
      Map<EssayId, Set<Phase>> failed,
      Map<EssayId, Set<Phase>> processed,
      Set<EssayId> members) {
    return essays.stream()
        .map(essay ->
            new NamedAlike(
                failed.getOrDefault(essay, Set.of()),
                processed.getOrDefault(essay, Set.of()),
                members.contains(essay),
                1))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .map(alike -> alike.getKey().times(alike.getValue()))
        .toList();
  }

  private NamedAlike times(long number) {
    return new NamedAlike(failed, processed, members, number);
  }

  private static Map<EssayId, Set<Phase>> failed(Collection<OutcomeFacts> outcomes) {
    return named(outcomes, PhaseOutcome::failed);
  }

  private static Map<EssayId, Set<Phase>> processed(Collection<OutcomeFacts> outcomes) {
    return named(outcomes, PhaseOutcome::processed);
  }

  private static Map<EssayId, Set<Phase>> named(
      Collection<OutcomeFacts> outcomes, Function<PhaseOutcome, List<EssayId>> essays) {
    Map<EssayId, Set<Phase>> phases = new HashMap<>();
    for (OutcomeFacts facts : outcomes) {
      for (EssayId essay : essays.apply(facts.outcome().value())) {
        phases.computeIfAbsent(essay, _ -> EnumSet.noneOf(Phase.class)).add(facts.phase());
      }
    }
    return phases;
  }
}
