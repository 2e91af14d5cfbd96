package com.huleedu.ras.domain.port;

import java.util.List;

/** What the service knows about its own state. Cheap to ask, at any rate. */
public interface Health {

  /** Whether the process is able to work at all; if not, only a restart helps. */
  Verdict alive();

  /** Whether requests should be sent here now. */
  Verdict ready();

  /**
   * A judgement.
   *
   * @param reasons what stands against it, for a person; empty if nothing does
   */
  record Verdict(List<String> reasons) {
    public Verdict {
      reasons = List.copyOf(reasons);
    }

    public boolean ok() {
      return reasons.isEmpty();
    }
  }
}
