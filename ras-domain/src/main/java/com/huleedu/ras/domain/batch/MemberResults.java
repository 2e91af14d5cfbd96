package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a batch's members together: all that a batch takes from them besides its list of
 * essays.
 *
 * @param newest per phase in which a member has a result or a verdict, the newest one's stamp
 * @param newestSlot the time of the newest slot of any member; null if none has one
 * @param firstEvidence the earliest result or verdict seen of any member; null without any
 */
public record MemberResults(
    Map<Phase, Stamp> newest, @Nullable Instant newestSlot, @Nullable Instant firstEvidence) {
  public MemberResults {
    newest = Map.copyOf(newest);
  }

  /** Of all members of one batch. */
  public static MemberResults of(Collection<EssayFacts> members) {
    Map<Phase, Stamp> newest = new EnumMap<>(Phase.class);
    for (EssayFacts essay : members) {
      note(newest, Phase.SPELLCHECK, essay.spellcheck());
      note(newest, Phase.CJ_ASSESSMENT, essay.cj());
      note(newest, Phase.CJ_ASSESSMENT, essay.verdict());
    }
    Instant slot =
        members.stream()
            .map(EssayFacts::slot)
            .filter(Objects::nonNull)
            .map(it -> it.stamp().time())
            .max(Comparator.naturalOrder())
            .orElse(null);
    Instant first =
        members.stream()
            .map(EssayFacts::firstEvidence)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    return new MemberResults(newest, slot, first);
  }

  private static void note(Map<Phase, Stamp> newest, Phase phase, @Nullable Register<?> result) {
    if (result != null) {
      newest.merge(phase, result.stamp(), Merges::newest);
    }
  }
}
