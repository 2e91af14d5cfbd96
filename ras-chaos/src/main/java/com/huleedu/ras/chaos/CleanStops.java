package com.huleedu.ras.chaos;

import com.huleedu.ras.chaos.ExperimentCommand.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** SIGTERM again and again, with requests under way and messages coming in. */
final class CleanStops {
  private static final int CLIENTS = 8;
  private static final int EVENTS_PER_ROUND = 400;
  private static final int ANSWERS_BEFORE = 200;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration PROMISED = Duration.ofSeconds(10);

  private final Request request;
  private final List<String> failed = new ArrayList<>();
  private final List<Instance.Stopped> stops = new ArrayList<>();
  private long answered;
  private long turnedAway;

  CleanStops(Request request) {
    this.request = request;
  }

  Verdict run() {
    try (Stage stage = Stage.start();
        Observer observer = new Observer(stage);
        Workload workload =
            new Workload(stage, request.seed(), request.rounds() * EVENTS_PER_ROUND);
        Instance instance = new Instance("ras", stage.environment(settings()), request.logs())) {
      for (int round = 1; round <= request.rounds(); round++) {
        instance.start();
        Waiting.demand("the process is ready", LIMIT, instance::isReady);
        stopUnderLoad(observer, workload, instance);
        request.out().printf("  stop %d of %d: %s%n", round, request.rounds(), stops.getLast());
      }
      instance.start();
      Verdict verdict = new Judge(stage, observer).judge(workload, List.of(instance));
      add(verdict);
      return verdict;
    }
  }

  private Map<String, String> settings() {
    // So that the one process is back at once, and its old self is nobody that has to time out.
    Map<String, String> settings = new HashMap<>(request.settings());
    settings.putIfAbsent("KAFKA_GROUP_INSTANCE_ID", "ras");
    return settings;
  }

  private void add(Verdict verdict) {
    long longest = stops.stream().mapToLong(stop -> stop.took().toMillis()).max().orElse(0);
    verdict.add(
        "every stop is clean and within 10 s",
        stops.stream().allMatch(Instance.Stopped::clean) && longest <= PROMISED.toMillis(),
        "%d stops, longest %d ms".formatted(stops.size(), longest));
    verdict.add(
        "no request that was accepted fails",
        failed.isEmpty(),
        "%,d answered, %d failed %s; %d connections turned away as the port closed"
            .formatted(answered, failed.size(), failed.stream().limit(3).toList(), turnedAway));
  }

  private void stopUnderLoad(Observer observer, Workload workload, Instance instance) {
    AtomicBoolean over = new AtomicBoolean();
    int total = workload.published() + EVENTS_PER_ROUND;
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Caller> callers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        callers.add(new Caller(instance.port(), observer.someBatches(20), over));
      }
      List<Future<?>> calling = callers.stream().<Future<?>>map(threads::submit).toList();
      Future<?> publishing = threads.submit(() -> workload.publishUpTo(total, 1_000));
      try {
        Waiting.demand(
            "the load is on",
            LIMIT,
            () -> callers.stream().mapToLong(Caller::answers).sum() >= ANSWERS_BEFORE);
        stops.add(instance.stop());
      } finally {
        over.set(true);
      }
      Waiting.join(publishing);
      calling.forEach(Waiting::join);
      callers.forEach(caller -> {
        answered += caller.answers();
        turnedAway += caller.turnedAway();
        failed.addAll(caller.failures());
      });
    }
  }
}
