package com.huleedu.ras.domain.port.query;

import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.ClientStatus;
import com.huleedu.ras.domain.OverallStatus;

/** Which batches of a user are asked for. */
public sealed interface StatusFilter {

  boolean matches(BatchStatus status);

  /** The one spelling of the filter; part of cache keys. */
  String normalised();

  /** Every batch. */
  record All() implements StatusFilter {
    @Override
    public boolean matches(BatchStatus status) {
      return true;
    }

    @Override
    public String normalised() {
      return "all";
    }
  }

  /** By the status that clients see. */
  record Overall(OverallStatus status) implements StatusFilter {
    @Override
    public boolean matches(BatchStatus candidate) {
      return candidate.overall() == status;
    }

    @Override
    public String normalised() {
      return status.name();
    }
  }

  /**
   * By the status in the words of clients of today. Its words for three statuses are those of the
   * exact status, and mean the same.
   */
  record Client(ClientStatus status) implements StatusFilter {
    @Override
    public boolean matches(BatchStatus candidate) {
      return candidate.client() == status;
    }

    @Override
    public String normalised() {
      return status.answerName();
    }
  }

  /** By the exact status. */
  record Exact(BatchStatus status) implements StatusFilter {
    @Override
    public boolean matches(BatchStatus candidate) {
      return candidate == status;
    }

    @Override
    public String normalised() {
      return status.eventName();
    }
  }
}
