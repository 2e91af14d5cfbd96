package com.huleedu.ras.domain.port.query;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import org.jspecify.annotations.Nullable;

/**
 * A question for one page of a batch's essays.
 *
 * @param after the last essay of the page before; null for the first page
 * @param limit 1 to {@value #MAX_LIMIT}
 */
public record EssaysQuery(BatchId batch, @Nullable EssayId after, int limit) {
  public static final int MAX_LIMIT = 1_000;

  public EssaysQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is not from 1 to " + MAX_LIMIT + ": " + limit);
    }
  }
}
