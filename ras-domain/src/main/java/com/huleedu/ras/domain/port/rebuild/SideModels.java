package com.huleedu.ras.domain.port.rebuild;

/**
 * Models beside the live one, in the same database: whoever has this object is alone in working on
 * them.
 */
public interface SideModels extends AutoCloseable {

  /** Which one. */
  enum Kind {
    /** Being rebuilt, to take the place of the live one. */
    REBUILT,
    /** The one that was live before the last swap. */
    PREVIOUS
  }

  /** Opens one, whether it exists or not. */
  SideModel open(Kind kind);

  @Override
  void close();
}
