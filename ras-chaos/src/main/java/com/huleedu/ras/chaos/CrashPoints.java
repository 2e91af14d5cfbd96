package com.huleedu.ras.chaos;

import com.huleedu.ras.chaos.ExperimentCommand.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Kills a process at every step of a poll, again and again. After each kill the next process has to
 * bring the log to its end and to answer nothing stale, though the cache was full before.
 */
final class CrashPoints {
  private static final int EVENTS_PER_ROUND = 60;
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Fewer starts than these have do not make up for half a minute of learning. */
  private static final int MANY_ROUNDS = 5;

  private final Request request;
  private final Map<CrashPoint, Integer> kills = new EnumMap<>(CrashPoint.class);
  private final List<String> stale = new ArrayList<>();
  private long answers;

  CrashPoints(Request request) {
    this.request = request;
  }

  Verdict run() {
    int rounds = request.rounds();
    Path logs = request.logs();
    int events = rounds * CrashPoint.values().length * EVENTS_PER_ROUND;
    try (Stage stage = Stage.start();
        Observer observer = new Observer(stage);
        Workload workload = new Workload(stage, request.seed(), events);
        Instance instance =
            new Instance(
                "ras",
                stage.environment(settings(stage)),
                logs,
                rounds < MANY_ROUNDS ? new String[0] : quickStart(stage, logs))) {
      for (int round = 1; round <= rounds; round++) {
        for (CrashPoint point : CrashPoint.values()) {
          crash(point, stage, observer, workload, instance);
        }
        request.out().printf("  round %d of %d: killed at %s%n", round, rounds, kills.keySet());
      }
      instance.start();
      Verdict verdict = new Judge(stage, observer).judge(workload, List.of(instance));
      verdict.measured("killed at each step", kills.toString());
      verdict.add(
          "no answer was stale after the repair",
          stale.isEmpty(),
          "%,d answers compared; stale %s"
              .formatted(answers, stale.stream().limit(3).map(Verdict::brief).toList()));
      return verdict;
    }
  }

  /** Statements in full, so that they can be recognised; and entries that outlive a round. */
  private Map<String, String> settings(Stage stage) {
    String url = stage.environment(Map.of()).get("DATABASE_URL");
    Map<String, String> settings = new HashMap<>(request.settings());
    settings.put("DATABASE_URL", url + "&prepareThreshold=0");
    settings.putIfAbsent("REDIS_CACHE_TTL_SECONDS", "600");
    settings.putIfAbsent("KAFKA_GROUP_INSTANCE_ID", "ras");
    settings.putIfAbsent("KAFKA_SESSION_TIMEOUT_MS", "10000");
    return settings;
  }

  /** Hundreds of starts: a process that does nothing but learn to start makes each one shorter. */
  private static String[] quickStart(Stage stage, Path logs) {
    Path cache = logs.resolve("classes.aot");
    try (Instance learner =
        new Instance(
            "learner",
            stage.environment(Map.of()),
            logs,
            "-XX:AOTCacheOutput=" + cache,
            "-Xlog:disable")) {
      learner.start();
      Waiting.demand("the first process is ready", LIMIT, learner::isReady);
      learner.stop();
    }
    // There is none if the class path has directories; the JVM starts without it as well.
    return new String[] {"-XX:AOTCache=" + cache};
  }

  private void crash(
      CrashPoint point, Stage stage, Observer observer, Workload workload, Instance instance) {
    instance.start();
    Waiting.demand("the process is ready", LIMIT, instance::isReady);
    observer.demandAcknowledged(LIMIT);
    compareAnswers(stage, observer, instance);
    CompletableFuture<Void> killed = point.trap(stage.ways(), stage.toKafka(), instance::kill);
    workload.publishUpTo(workload.published() + EVENTS_PER_ROUND, 0);
    Waiting.demand("the process came to " + point, LIMIT, killed);
    kills.merge(point, 1, Integer::sum);
  }

  /** Asks for the batches that changed last, which leaves them in the cache for the next round. */
  private void compareAnswers(Stage stage, Observer observer, Instance instance) {
    List<String> changed = observer.latestBatches(40);
    stale.addAll(new Answers(stage.jdbcUrl()).differences(instance, changed));
    answers += changed.size();
  }
}
