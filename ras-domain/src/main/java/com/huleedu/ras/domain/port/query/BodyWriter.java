package com.huleedu.ras.domain.port.query;

import com.huleedu.ras.domain.batch.Batch;

/** Writes answers in the form in which they are cached and sent. */
public interface BodyWriter {
  Body batch(Batch batch);

  Body page(UserBatchesQuery query, BatchPage page);

  Body essays(EssayPage page);

  /**
   * Whether a body, of a batch or of a page of them, is of the form that this writes: not of an
   * older version's, nor in other words for statuses.
   */
  boolean writes(Body body);
}
