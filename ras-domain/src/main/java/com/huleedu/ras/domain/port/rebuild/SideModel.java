package com.huleedu.ras.domain.port.rebuild;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetters;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.Positions;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.projection.Transactions;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.Touched;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A whole model beside the live one: tables, dead letters and positions of its own. Survives the
 * process that works on it.
 *
 * <p>Every call may throw {@link com.huleedu.ras.domain.UnavailableException}.
 */
public interface SideModel extends AutoCloseable {

  boolean exists();

  /**
   * Makes it, or brings it up to this version, and {@linkplain #complete completes} it.
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
   * Stores where its projection begins, and gives it the live dead letters that nobody replayed, as
   * open ones: the log may not have their messages. Without live rows it may put off what slows
   * writing down, until it is {@linkplain #complete completed}.
   *
   * @param withLiveRows whether it gets a copy of the live rows to begin with
   */
  void begin(List<Position> positions, boolean withLiveRows);

  /** Stores where partitions begin that were added since. */
  void beginAdded(List<Position> positions);

  /**
   * Merges facts, as {@link BatchRepository#record} does, in the transaction of this thread if it
   * is in one. Nobody is told whom they touch, and where something is put off, statuses are, too.
   */
  void record(Facts facts);

  /**
   * Makes up for what was put off, as indexes and statuses; nothing where nothing was. To be called
   * before facts are recorded otherwise than by {@link #record}.
   */
  void complete();

  /** How far the live model is projected. */
  List<Position> live();

  /** The dead letters that the live model has of the messages in these ranges. */
  List<KnownDeadLetter> liveDeadLetters(Map<Partition, LogRange> ranges);

  /** How many dead letters the live model has. */
  DeadLetterCounts countLiveDeadLetters();

  /** Some of those dead letters of its own of which the live one has been replayed. */
  List<DeadLetterId> replayed();

  /** What one of its dead letters is of, as it was stored. */
  RawMessage message(DeadLetterId letter);

  /** One of its dead letters is replayed here, too. */
  void settle(DeadLetterId letter);

  /**
   * {@linkplain #complete Completes} it, looks for rows that differ from the live ones, notes their
   * keys, and counts them.
   */
  long findDiffering();

  /**
   * The next of the noted keys, in their order.
   *
   * @param key they come after it; null: from the first on
   * @return none only if there are none left
   */
  List<RowKey> differingAfter(@Nullable RowKey key);

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

  /** Some of the rows noted in the last swap, whose answers are not invalidated yet, if any. */
  List<RowKey> toInvalidate();

  /** Whose answers these rows may change, as they were and as they are. */
  Touched touchedBy(Collection<RowKey> rows);

  /** The answers of these rows are invalidated. */
  void invalidated(Collection<RowKey> rows);

  @Override
  void close();

  /** What is possible while writers are held. */
  interface Held {

    /** The live positions, which don't move. */
    List<Position> live();

    /** Nobody replays or discards a live dead letter from here on, until this work ends. */
    void holdLetters();

    /**
     * Puts these tables in the place of the live ones, which become the previous model. Takes
     * effect when the work ends, for everybody at once. The last that is done while writers and
     * letters are held: then readers wait as well, and whoever asked the side model would wait for
     * this work itself.
     *
     * @param loses whether the live rows have what these don't: then the lineage is renewed, so
     *     that what is sent again is not taken for known
     */
    void swap(boolean loses);
  }
}
