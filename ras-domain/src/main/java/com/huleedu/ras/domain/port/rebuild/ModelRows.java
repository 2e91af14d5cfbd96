package com.huleedu.ras.domain.port.rebuild;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The model as rows, to be held against facts. Reads only, and may throw {@link
 * com.huleedu.ras.domain.UnavailableException} wherever it reads.
 */
public interface ModelRows {

  /** How these facts have to lie in the tables, without the places of unregistered batches. */
  List<ModelRow> demandedBy(Facts facts);

  /** The dead letters of the messages in these ranges. */
  List<KnownDeadLetter> deadLetters(Map<Partition, LogRange> ranges);

  /** Goes through all open dead letters with one of these types of reasons. */
  void openDeadLetters(Collection<String> errorTypes, Consumer<KnownDeadLetter> each);

  /** How many dead letters there are. */
  DeadLetterCounts countDeadLetters();

  /**
   * Does work on one state of the database, while others go on writing. To be short: while it is
   * held, nothing that anybody deletes or replaces is cleared away.
   */
  <T> T onSnapshot(Function<Snapshot, T> work);

  /** One state of the database. */
  interface Snapshot {

    /** How far each partition is projected. */
    List<Position> positions();

    /**
     * The next rows in the order of their keys: some hundred, or fewer if they are large.
     *
     * @param key they come after it; null: from the first row on
     * @return none only if there are none left
     */
    List<ModelRow> rowsAfter(@Nullable RowKey key);
  }
}
