package com.huleedu.ras.application.model;

/**
 * What a state consists of. Sets of events are three bits, one for each offset of the partition.
 * Tokens of leases are not kept: all that matters of a token is whether it is the one that stands
 * now, and that is one bit of its holder.
 */
final class Layout {
  /** The events that the database holds. */
  static final Field STORED = new Field(0, 3);

  /** The position in the database: the offset of the first event that it has not seen. */
  static final Field POSITION = STORED.then(2);

  /** The offset committed to Kafka. */
  static final Field COMMITTED = POSITION.then(2);

  /** The events that the cached body shows; 0 for no body, since without the registration none. */
  static final Field BODY = COMMITTED.then(3);

  /** Whether a lease stands. */
  static final Field LEASE = BODY.then(1);

  /**
   * The events that somebody marked at some time; each mark may be gone again, or not be set yet.
   */
  static final Field MARKED = LEASE.then(3);

  /** The events that no read may miss: invalidated, or below an offset where somebody went on. */
  static final Field PROMISED = MARKED.then(3);

  private static final int OWNER_BITS = 12;
  private static final int READER_BITS = 10;
  private static final int OWNERS_AT = 17;
  private static final int READERS_AT = OWNERS_AT + 2 * OWNER_BITS;

  static final Owner[] OWNERS = {new Owner(OWNERS_AT), new Owner(OWNERS_AT + OWNER_BITS)};
  static final Reader[] READERS = {new Reader(READERS_AT), new Reader(READERS_AT + READER_BITS)};

  private static final Field[] OWNER_BLOCKS = {
    new Field(OWNERS_AT, OWNER_BITS), new Field(OWNERS_AT + OWNER_BITS, OWNER_BITS)
  };
  private static final Field[] READER_BLOCKS = {
    new Field(READERS_AT, READER_BITS), new Field(READERS_AT + READER_BITS, READER_BITS)
  };

  private Layout() {}

  /** One process that believes it owns the partition. What it knows is lost when it crashes. */
  record Owner(Field step, Field next, Field end, Field fresh, Field touches) {
    private Owner(int shift) {
      Field step = new Field(shift, 4);
      this(step, step.then(2), step.then(2).then(2), step.then(2).then(2).then(3), last(step));
    }

    private static Field last(Field step) {
      return step.then(2).then(2).then(3).then(1);
    }
  }

  /** One request for the batch: what was promised when it began, and what it loaded. */
  record Reader(Field step, Field promised, Field loaded, Field holds) {
    private Reader(int shift) {
      Field step = new Field(shift, 3);
      this(step, step.then(3), step.then(3).then(3), step.then(3).then(3).then(1));
    }

    long idle(long state) {
      return holds.with(loaded.with(promised.with(step.with(state, 0), 0), 0), 0);
    }
  }

  /** No token that anybody holds is the one that stands. */
  static long nobodyHolds(long state) {
    return READERS[1].holds().with(READERS[0].holds().with(state, 0), 0);
  }

  /**
   * The owners are alike, and so are the readers: of states that differ only in who is who, one.
   */
  static long canonical(long state) {
    return sorted(sorted(state, OWNER_BLOCKS), READER_BLOCKS);
  }

  private static long sorted(long state, Field[] blocks) {
    int first = blocks[0].of(state);
    int second = blocks[1].of(state);
    return first <= second ? state : blocks[1].with(blocks[0].with(state, second), first);
  }
}
