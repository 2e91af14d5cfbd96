package com.huleedu.ras.domain.port.query;

import com.huleedu.ras.domain.batch.Batch;
import java.util.List;

/**
 * One page of a user's batches.
 *
 * @param total how many batches match, on all pages
 */
public record BatchPage(List<Batch> batches, long total) {
  public BatchPage {
    batches = List.copyOf(batches);
  }
}
