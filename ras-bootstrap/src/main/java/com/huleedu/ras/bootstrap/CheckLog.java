package com.huleedu.ras.bootstrap;

import com.huleedu.ras.domain.port.Health.Check;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Since when each check is as it is, as precise as it is looked at often. */
final class CheckLog {
  private final InstantSource clock;
  private final Map<String, Check> checks = new HashMap<>();

  CheckLog(InstantSource clock) {
    this.clock = clock;
  }

  /** Notes how it is now; empty reasons say that it is well. */
  synchronized Check note(String name, List<String> reasons) {
    Instant now = clock.instant();
    Check before = checks.get(name);
    boolean well = reasons.isEmpty();
    Check check =
        new Check(
            name,
            before == null || before.ok() != well ? now : before.since(),
            well || before == null ? Optional.of(now).filter(_ -> well) : before.lastSuccess(),
            reasons);
    checks.put(name, check);
    return check;
  }
}
