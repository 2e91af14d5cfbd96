package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UserId;
import java.util.List;

/**
 * What a registration says about its batch.
 *
 * @param essayCount how many essays were announced, 0 or more; files that fail validation count
 * @param essays in the order of registration; of a repeated id the first stays
 * @param requestedPhases the phases that the batch is to go through, in order
 */
public record Registration(
    UserId owner, long essayCount, List<EssayId> essays, List<Phase> requestedPhases) {
  public Registration {
    if (essayCount < 0) {
      throw new IllegalArgumentException("essay_count is negative: " + essayCount);
    }
    essays = essays.stream().distinct().toList();
    requestedPhases = List.copyOf(requestedPhases);
  }
}
