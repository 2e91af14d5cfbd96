package com.huleedu.ras.application.query;

import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.BodyWriter;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.nio.charset.StandardCharsets;

/** Writes the little that tells one answer from another. */
final class PlainWriter implements BodyWriter {
  @Override
  public boolean writes(Body body) {
    return true;
  }

  @Override
  public Body batch(Batch batch) {
    return new Body((batch.batch() + " " + batch.essayCount()).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Body page(UserBatchesQuery query, BatchPage page) {
    return new Body(
        (page.batches().size() + " of " + page.total()).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Body essays(EssayPage page) {
    return new Body((page.essays().size() + " essays").getBytes(StandardCharsets.UTF_8));
  }
}
