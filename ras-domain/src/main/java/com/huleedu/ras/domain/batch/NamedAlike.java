package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Essays that all outcomes of a batch name alike: whatever is judged by outcomes is the same for
 * all of them, so that their number will do. There are never more of these than ways to be named.
 *
 * @param failed the phases whose outcomes name them as failed
 * @param processed the phases whose outcomes name them as processed
 * @param essays how many essays these are
 */
public record NamedAlike(Set<Phase> failed, Set<Phase> processed, long essays) {
  public NamedAlike {
    failed = Set.copyOf(failed);
    processed = Set.copyOf(processed);
  }

  /**
   * Of all essays that some outcome names as failed.
   *
   * @param outcomes all of one batch
   */
  public static List<NamedAlike> of(Collection<OutcomeFacts> outcomes) {
    Map<EssayId, Set<Phase>> failed = new HashMap<>();
    Map<EssayId, Set<Phase>> processed = new HashMap<>();
    for (OutcomeFacts facts : outcomes) {
      note(failed, facts.phase(), facts.outcome().value().failed());
      note(processed, facts.phase(), facts.outcome().value().processed());
    }
    Stream<NamedAlike> single =
        failed.entrySet().stream()
            .map(entry ->
                new NamedAlike(
                    entry.getValue(), processed.getOrDefault(entry.getKey(), Set.of()), 1));
    return single
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .map(alike ->
            new NamedAlike(alike.getKey().failed(), alike.getKey().processed(), alike.getValue()))
        .toList();
  }

  private static void note(
      Map<EssayId, Set<Phase>> phases, Phase phase, Collection<EssayId> essays) {
    for (EssayId essay : essays) {
      phases.computeIfAbsent(essay, _ -> EnumSet.noneOf(Phase.class)).add(phase);
    }
  }
}
