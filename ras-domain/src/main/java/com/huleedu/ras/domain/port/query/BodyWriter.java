package com.huleedu.ras.domain.port.query;

import com.huleedu.ras.domain.batch.Batch;

/** Writes answers in the form in which they are cached and sent. */
public interface BodyWriter {
  Body batch(Batch batch);

  Body page(UserBatchesQuery query, BatchPage page);

  Body essays(EssayPage page);
}
