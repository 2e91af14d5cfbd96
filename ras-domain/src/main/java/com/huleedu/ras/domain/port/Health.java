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
   * @param notes what is worth knowing and stands against nothing
   */
  record Verdict(List<String> reasons, List<String> notes) {
    public Verdict {
      reasons = List.copyOf(reasons);
      notes = List.copyOf(notes);
    }

    public Verdict(List<String> reasons) {
      this(reasons, List.of());
    }

    public boolean ok() {
      return reasons.isEmpty();
    }
  }
}
