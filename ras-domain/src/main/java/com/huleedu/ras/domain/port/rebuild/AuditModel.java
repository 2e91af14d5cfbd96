package com.huleedu.ras.domain.port.rebuild;

import java.util.function.Consumer;

/**
 * Folds the log afresh and holds the rows against it, while the service goes on. Changes nothing.
 */
public interface AuditModel {

  /**
   * Audits all that the database says it has projected.
   *
   * @param slices how often the log is read, each time for that part of the keys; 0: as memory
   *     demands
   * @param found gets each difference
   * @throws com.huleedu.ras.domain.UnavailableException if a server is
   */
  AuditResult audit(int slices, Consumer<Difference> found, Progress progress);
}
