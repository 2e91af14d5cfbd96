package com.huleedu.ras.domain.port.query;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import java.util.Optional;

/** Answers questions about batches, never with a state older than the last acknowledged event. */
public interface QueryBatches {

  /**
   * The body of a batch; empty while no registration of it has been seen.
   *
   * @throws com.huleedu.ras.domain.UnavailableException if the database is, and the cache can't
   *     help
   */
  Optional<Body> batch(BatchId batch);

  /**
   * The body of one page of a user's batches; of an empty page for an unknown user.
   *
   * @throws com.huleedu.ras.domain.UnavailableException if the database is, and the cache can't
   *     help
   */
  Body userBatches(UserBatchesQuery query);

  /**
   * The whole spellcheck error of one essay, of which the other answers may hold only the
   * beginning; empty unless the essay is a member of this visible batch and has one. Never from the
   * cache.
   *
   * @throws com.huleedu.ras.domain.UnavailableException if the database is
   */
  Optional<Body> spellcheckError(BatchId batch, EssayId essay);

  /**
   * The body of one page of a batch's essays, of which the other answers may hold only the first;
   * empty while no registration of the batch has been seen. Never from the cache.
   *
   * @throws com.huleedu.ras.domain.UnavailableException if the database is
   */
  Optional<Body> essays(EssaysQuery query);
}
