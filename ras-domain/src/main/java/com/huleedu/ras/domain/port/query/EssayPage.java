package com.huleedu.ras.domain.port.query;

import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.EssayResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a batch's essays.
 *
 * @param essays in the order of their ids
 * @param next after which essay the next page begins; null on the last page
 */
public record EssayPage(List<EssayResult> essays, @Nullable EssayId next) {
  public EssayPage {
    essays = List.copyOf(essays);
  }
}
