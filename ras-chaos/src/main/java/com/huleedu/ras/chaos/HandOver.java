package com.huleedu.ras.chaos;

import com.huleedu.ras.chaos.ExperimentCommand.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;

/**
 * A third process joins two and leaves again, under an even load on all partitions: how long does
 * each partition stand still, those that move and those that the change does not concern.
 */
final class HandOver {
  private static final int PER_SECOND = 600;
  private static final int EVENTS_PER_ROUND = PER_SECOND * 60;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration AFTER = Duration.ofSeconds(4);

  private final Request request;
  private final Map<String, Long> longest = new HashMap<>();

  HandOver(Request request) {
    this.request = request;
  }

  Verdict run() {
    Map<String, String> settings = new HashMap<>(request.settings());
    settings.put("KAFKA_MAX_POLL_RECORDS", "50");
    try (Stage stage = Stage.start();
        Observer observer = new Observer(stage);
        Workload workload =
            new Workload(stage, request.seed(), request.rounds() * EVENTS_PER_ROUND)) {
      List<Instance> instances = new ArrayList<>();
      for (String name : List.of("first", "second", "third")) {
        instances.add(new Instance(name, stage.environment(settings), request.logs()));
      }
      try {
        measure(observer, workload, instances);
        Verdict verdict = new Judge(stage, observer).judge(workload, instances.subList(0, 2));
        longest.forEach(
            (what, millis) -> verdict.measured("longest pause, " + what, millis + " ms"));
        return verdict;
      } finally {
        instances.forEach(Instance::close);
      }
    }
  }

  private void measure(Observer observer, Workload workload, List<Instance> instances) {
    instances.subList(0, 2).forEach(Instance::start);
    Waiting.demand("two own partitions", LIMIT, () -> observer.owners() == 2);
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<?> publishing = threads.submit(() -> workload.publishUntil(over, PER_SECOND));
      Instance third = instances.getLast();
      for (int round = 1; round <= request.rounds(); round++) {
        step(observer, "nothing changes", () -> Waiting.pause(QUIET));
        step(observer, "a process joins", () -> change(observer, third::start, 3));
        step(observer, "a process leaves", () -> change(observer, third::stop, 2));
        request.out().printf("  round %d of %d: %s%n", round, request.rounds(), longest);
      }
      over.set(true);
      Waiting.join(publishing);
      workload.publishUpTo(workload.events(), 0);
    } finally {
      over.set(true);
    }
  }

  private static void change(Observer observer, Runnable change, long owners) {
    change.run();
    Waiting.demand(owners + " own partitions", LIMIT, () -> observer.owners() == owners);
    Waiting.pause(AFTER);
  }

  private void step(Observer observer, String what, Runnable during) {
    Map<TopicPartition, String> before = observer.ownersOfPartitions();
    Pauses pauses = new Pauses(observer);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> watching = threads.submit(pauses);
      during.run();
      pauses.stop();
      Waiting.join(watching);
    }
    Map<TopicPartition, String> after = observer.ownersOfPartitions();
    Set<TopicPartition> stayed = new HashSet<>(before.keySet());
    stayed.removeIf(partition -> !Objects.equals(before.get(partition), after.get(partition)));
    pauses
        .longest()
        .forEach((partition, millis) -> {
          boolean moved = !stayed.contains(partition);
          String kind = what + (moved ? ", moved" : ", not concerned");
          longest.merge(kind, millis, Math::max);
        });
  }
}
