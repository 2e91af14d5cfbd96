package com.huleedu.ras.domain.port.rebuild;

import com.huleedu.ras.domain.port.deadletter.DeadLetters;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.Positions;
import com.huleedu.ras.domain.port.projection.Transactions;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.Touched;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A whole model beside the live one: tables, dead letters and positions of its own. Survives the
 * process that works on it.
 *
 * <p>Every call may throw {@link com.huleedu.ras.domain.UnavailableException}.
 */
public interface SideModel extends AutoCloseable {

  boolean exists();

  /**
   * Makes it, or brings it up to this version.
   *
   * @throws com.huleedu.ras.domain.MisconfiguredException if the live tables are of another
   *     version, or the user may not
   */
  void create();

  /** Removes it with all it has, if it exists. */
  void drop();

  Transactions transactions();

  BatchRepository batches();

  DeadLetters deadLetters();

  Positions positions();

  /** All its positions; none: it has not begun. */
  List<Position> reached();

  /**
   * Stores where its projection begins.
   *
   * @param withLiveRows whether it gets a copy of the live rows to begin with
   */
  void begin(List<Position> positions, boolean withLiveRows);

  /** How far the live model is projected. */
  List<Position> live();

  /** The dead letters of the live model. */
  List<KnownDeadLetter> liveDeadLetters();

  /** Those of its own dead letters of which the live one has been replayed. */
  List<KnownDeadLetter> replayed();

  /** Dead letters of its own are replayed here, too. */
  void settle(Collection<KnownDeadLetter> letters);

  /** Looks for rows that differ from the live ones, and notes their keys. */
  List<RowKey> findDiffering();

  /** These rows, as far as they exist here. */
  List<ModelRow> rows(Collection<RowKey> keys);

  /** These rows, as far as they exist in the live model. */
  List<ModelRow> liveRows(Collection<RowKey> keys);

  /**
   * Does work while nobody can move a live position on.
   *
   * @return empty if a lock could not be had in good time, and nothing was done
   */
  <T> Optional<T> holdingWriters(Function<Held, T> work);

  /** Whose answers the rows noted in the last swap may change; none if that is done. */
  Touched toInvalidate();

  /** All that was noted in the last swap is invalidated. */
  void invalidated();

  @Override
  void close();

  /** What is possible while writers are held. */
  interface Held {

    /** The live positions, which don't move. */
    List<Position> live();

    /** Keeps readers and all others off the live tables, too, until the work ends. */
    void holdTables();

    /**
     * Puts these tables in the place of the live ones, which become the previous model. Takes
     * effect when the work ends, for everybody at once.
     */
    void swap();
  }
}
