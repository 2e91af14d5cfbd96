package com.huleedu.ras.domain.port.query;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.ShownText;
import java.util.Optional;

/**
 * The model. Recording merges what is given into what is stored, exactly as {@link
 * Facts#merge(Facts)} does, so it may be repeated, and done by several writers at once.
 *
 * <p>What is found is for answers: of texts that these don't show whole it may have no more than
 * tells them so ({@link ShownText}).
 */
public interface BatchRepository {

  /**
   * Registers batches, records outcomes of phases and results of essays, in bulk. One call for all
   * of them, so that an adapter can take its locks in one order. Essays may come before the
   * registration of their batch.
   *
   * @return whose answers may differ because of the facts, once this transaction has ended. Of two
   *     writers whose facts meet, the second is kept waiting for the first, and names whoever
   *     either of them touches; so the first need not know of the second. Recorded again later, the
   *     same facts touch at least the same ones
   */
  Touched record(Facts facts);

  /**
   * A batch with its essays; empty while no registration of it is recorded. Errors that together
   * are too much for one answer may be cut, and then say so ({@link Batch#withCutErrors}); so may
   * the list of essays ({@link Batch#essaysCut}).
   */
  Optional<Batch> find(BatchId batch);

  /**
   * One page of a user's batches: newest created first, then by batch id. Errors that together are
   * too much for the page may be cut, and then say so; so may lists of essays.
   */
  BatchPage findByUser(UserBatchesQuery query);

  /**
   * The whole error of one essay, as it is stored: JSON. Empty if the batch is not visible, the
   * essay is not its member, or has no error.
   */
  Optional<Body> findSpellcheckError(BatchId batch, EssayId essay);

  /**
   * Some of a batch's essays, in the order of their ids; empty while no registration of it is
   * recorded. Errors that together are too much for the page may be cut, and then say so.
   */
  Optional<EssayPage> findEssays(EssaysQuery query);
}
