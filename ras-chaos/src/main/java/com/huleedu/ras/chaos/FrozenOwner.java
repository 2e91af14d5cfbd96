package com.huleedu.ras.chaos;

import com.huleedu.ras.chaos.ExperimentCommand.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Two owners: a process is frozen in the middle of a poll until its partitions have moved, the heir
 * has brought the log to its end, and more has come; then it wakes up and finishes what it began.
 */
final class FrozenOwner {
  private static final int EVENTS_PER_ROUND = 120;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Those that show on a way of its own: the one to Kafka is shared with the heir. */
  private static final List<CrashPoint> POINTS =
      List.of(
          CrashPoint.POLLED,
          CrashPoint.FOLDED,
          CrashPoint.SQL_SENT,
          CrashPoint.COMMITTED,
          CrashPoint.INVALIDATING);

  private final Request request;
  private final Map<CrashPoint, Integer> freezes = new EnumMap<>(CrashPoint.class);

  FrozenOwner(Request request) {
    this.request = request;
  }

  Verdict run() {
    int rounds = request.rounds();
    Path logs = request.logs();
    try (Stage stage = Stage.start();
        Observer observer = new Observer(stage);
        Ways ways = Ways.to(stage.servers());
        Workload workload = new Workload(stage, request.seed(), rounds * EVENTS_PER_ROUND);
        Instance owner = new Instance("owner", environment(stage, ways.settings(stage)), logs);
        Instance heir = new Instance("heir", environment(stage, Map.of()), logs)) {
      observer.setSessionTimeout(Duration.ofMillis(1_500));
      owner.start();
      heir.start();
      for (int round = 0; round < rounds; round++) {
        CrashPoint point = POINTS.get(round % POINTS.size());
        freeze(point, stage, ways, observer, workload, owner);
        freezes.merge(point, 1, Integer::sum);
        request.out().printf("  round %d of %d: frozen at %s%n", round + 1, rounds, point);
      }
      Verdict verdict = new Judge(stage, observer).judge(workload, List.of(owner, heir));
      verdict.measured("frozen in the middle of a poll", freezes.toString());
      return verdict;
    }
  }

  private Map<String, String> environment(Stage stage, Map<String, String> own) {
    Map<String, String> all = new HashMap<>(stage.environment(request.settings()));
    all.put("KAFKA_SESSION_TIMEOUT_MS", "1500");
    all.putAll(own);
    all.compute("DATABASE_URL", (_, url) -> url + "&prepareThreshold=0");
    return all;
  }

  private void freeze(
      CrashPoint point,
      Stage stage,
      Ways ways,
      Observer observer,
      Workload workload,
      Instance owner) {
    Waiting.demand("both own partitions", LIMIT, () -> observer.owners() == 2);
    observer.demandAcknowledged(LIMIT);
    int published = workload.published();
    CompletableFuture<Void> frozen = point.watch(ways, stage.toKafka(), owner::freeze);
    workload.publishUpTo(published + EVENTS_PER_ROUND / 2, 0);
    Waiting.demand("the process came to " + point, LIMIT, frozen);
    workload.publishUpTo(published + EVENTS_PER_ROUND * 3 / 4, 0);
    // Only the heir can do it: the owner does not move.
    observer.demandAcknowledged(LIMIT);
    owner.thaw();
    workload.publishUpTo(published + EVENTS_PER_ROUND, 0);
  }
}
