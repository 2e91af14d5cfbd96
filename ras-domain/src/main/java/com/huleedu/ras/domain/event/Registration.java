package com.huleedu.ras.domain.event;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a registration says about its batch.
 *
 * @param essayCount how many essays were announced, 0 or more; files that fail validation count
 * @param essays in the order of registration; of a repeated id the first stays
 * @param requestedPhases the phases that the batch is to go through, in order
 * @param promptRef where the prompt is stored: a JSON object in compact text, whole
 * @param classId the class that the batch is of
 * @param flat whether its message was of the flat shape: such a batch names no phases, but the end
 *     of its runs is announced
 */
public record Registration(
    UserId owner,
    long essayCount,
    List<EssayId> essays,
    List<Phase> requestedPhases,
    @Nullable String promptRef,
    @Nullable String classId,
    boolean flat) {
  public Registration {
    if (essayCount < 0) {
      throw new IllegalArgumentException("essay_count is negative: " + essayCount);
    }
    essays = essays.stream().distinct().toList();
    requestedPhases = List.copyOf(requestedPhases);
  }

  /** Of the old shape, without prompt and class. */
  public Registration(
      UserId owner, long essayCount, List<EssayId> essays, List<Phase> requestedPhases) {
    this(owner, essayCount, essays, requestedPhases, null, null, false);
  }
}
