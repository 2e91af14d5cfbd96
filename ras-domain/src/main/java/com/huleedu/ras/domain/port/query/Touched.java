package com.huleedu.ras.domain.port.query;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import java.util.Set;

/** The batches and the users whose answers an event may have changed. */
public record Touched(Set<BatchId> batches, Set<UserId> users) {
  public Touched {
    batches = Set.copyOf(batches);
    users = Set.copyOf(users);
  }

  public boolean isEmpty() {
    return batches.isEmpty() && users.isEmpty();
  }
}
