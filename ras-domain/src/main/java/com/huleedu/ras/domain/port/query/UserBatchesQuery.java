package com.huleedu.ras.domain.port.query;

import com.huleedu.ras.domain.UserId;

/**
 * A question for one page of a user's batches.
 *
 * @param limit 1 to {@value #MAX_LIMIT}
 * @param offset how many batches to pass over, 0 or more
 */
public record UserBatchesQuery(UserId user, StatusFilter filter, int limit, long offset) {
  public static final int MAX_LIMIT = 100;
  public static final int DEFAULT_LIMIT = 20;

  public UserBatchesQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit is not from 1 to " + MAX_LIMIT + ": " + limit);
    }
    if (offset < 0) {
      throw new IllegalArgumentException("offset is negative: " + offset);
    }
  }
}
