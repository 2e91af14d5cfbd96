package com.huleedu.ras.domain.port.rebuild;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.projection.Position;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The model as rows, to be held against facts. Reads only, and may throw {@link
 * com.huleedu.ras.domain.UnavailableException} wherever it reads.
 */
public interface ModelRows {

  /** How these facts have to lie in the tables, without the places of unregistered batches. */
  List<ModelRow> demandedBy(Facts facts);

  /** Does work on one state of the database, while others go on writing. */
  <T> T onSnapshot(Function<Snapshot, T> work);

  /** One state of the database. */
  interface Snapshot {

    /** How far each partition is projected. */
    List<Position> positions();

    List<KnownDeadLetter> deadLetters();

    /** Every row, page by page, table by table. */
    void rows(Consumer<List<ModelRow>> page);
  }
}
