package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the results of a batch's members say together: all that a batch takes from them besides its
 * list of essays.
 *
 * @param newest per phase in which a member has a result, the newest one's stamp
 * @param firstEvidence the earliest result seen of any member; null without results
 */
public record MemberResults(Map<Phase, Stamp> newest, @Nullable Instant firstEvidence) {
  public MemberResults {
    newest = Map.copyOf(newest);
  }

  /** Of all members of one batch. */
  static MemberResults of(Collection<EssayFacts> members) {
    Map<Phase, Stamp> newest = new EnumMap<>(Phase.class);
    for (EssayFacts essay : members) {
      note(newest, Phase.SPELLCHECK, essay.spellcheck());
      note(newest, Phase.CJ_ASSESSMENT, essay.cj());
    }
    Instant first =
        members.stream()
            .map(EssayFacts::firstEvidence)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null);
    return new MemberResults(newest, first);
  }

  private static void note(Map<Phase, Stamp> newest, Phase phase, @Nullable Register<?> result) {
    if (result != null) {
      newest.merge(phase, result.stamp(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
  }
}
