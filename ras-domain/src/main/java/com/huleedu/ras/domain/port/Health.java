package com.huleedu.ras.domain.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the service knows about its own state. Cheap to ask, at any rate. */
public interface Health {

  /** Whether the process is able to work at all; if not, only a restart helps. */
  Verdict alive();

  /** Whether the schema is up to date and requests are listened to; once true, always true. */
  Verdict started();

  /** Whether messages are projected and requests answered. */
  Verdict ready();

  /**
   * Whether requests can be answered, be it from the cache alone. Not whether messages are
   * projected: what is answered is never older than what is acknowledged, so readers need not leave
   * while Kafka is away.
   */
  Verdict answering();

  /**
   * A judgement.
   *
   * @param reasons what stands against it, for a person; empty if nothing does
   * @param notes what is worth knowing and stands against nothing
   * @param checks what was looked at
   */
  record Verdict(List<String> reasons, List<String> notes, List<Check> checks) {
    public Verdict {
      reasons = List.copyOf(reasons);
      notes = List.copyOf(notes);
      checks = List.copyOf(checks);
    }

    public Verdict(List<String> reasons, List<String> notes) {
      this(reasons, notes, List.of());
    }

    public Verdict(List<String> reasons) {
      this(reasons, List.of());
    }

    public boolean ok() {
      return reasons.isEmpty();
    }
  }

  /**
   * One thing that was looked at.
   *
   * @param name of what: a server, or a part of the service
   * @param since for how long it has been so, well or not
   * @param lastSuccess when it was last seen to be well; empty if it never was
   * @param reasons what is the matter, for a person; empty if nothing is
   */
  record Check(String name, Instant since, Optional<Instant> lastSuccess, List<String> reasons) {
    public Check {
      reasons = List.copyOf(reasons);
    }

    public boolean ok() {
      return reasons.isEmpty();
    }
  }
}
