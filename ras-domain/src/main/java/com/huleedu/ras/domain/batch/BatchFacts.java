package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.Registration;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedSet;

/**
 * All that registrations have said about one batch.
 *
 * @param createdAt the earliest registration seen
 * @param owners every owner that any registration ever named: whose lists a change may show in
 */
public record BatchFacts(
    BatchId batch,
    Register<Registration> registration,
    Instant createdAt,
    SortedSet<UserId> owners) {

  static BatchFacts of(BatchRegistered event) {
    return new BatchFacts(
        event.batch(),
        new Register<>(event.stamp(), event.registration()),
        event.stamp().time(),
        Merges.setOf(event.registration().owner()));
  }

  /** What both know; they must be about the same batch. */
  public BatchFacts merge(BatchFacts other) {
    return new BatchFacts(
        batch,
        Objects.requireNonNull(Register.merge(registration, other.registration)),
        Objects.requireNonNull(Merges.earliest(createdAt, other.createdAt)),
        Merges.union(owners, other.owners));
  }
}
