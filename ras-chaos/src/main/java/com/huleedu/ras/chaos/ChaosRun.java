package com.huleedu.ras.chaos;

import com.huleedu.ras.chaos.Timeline.Target;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Several processes on bad servers under load: two nemeses at once, one for the processes and one
 * for servers and ways, while events flow and readers ask. The judge has the last word.
 */
final class ChaosRun {
  /** How long the events of one fault take to be published, so that each fault meets work. */
  private static final int SECONDS_PER_FAULT = 2;

  private static final Duration RECOVERY = Duration.ofSeconds(8);
  private static final Duration SAMPLE = Duration.ofMillis(250);
  private static final Duration STARTUP = Duration.ofMinutes(2);

  private final Plan plan;
  private final PrintWriter out;
  private final Timeline timeline = new Timeline();
  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Readers readers = new Readers();

  /** What the run is asked to do. */
  record Plan(int events, int instances, int faults, long seed, Map<String, String> settings) {}

  /** What came of it. */
  record Result(Plan plan, Verdict verdict, Timeline timeline, Readers readers) {}

  ChaosRun(Plan plan, PrintWriter out) {
    this.plan = plan;
    this.out = out;
  }

  Result run(Path logs) {
    try (Stage stage = Stage.start();
        Observer observer = new Observer(stage);
        Workload workload = new Workload(stage, plan.seed(), plan.events())) {
      List<Instance> instances = start(stage, logs);
      try {
        Nemesis processes = new Nemesis(stage, instances, timeline, plan.seed() + 1);
        Nemesis servers = new Nemesis(stage, instances, timeline, plan.seed() + 2);
        underFaults(observer, workload, instances, List.of(processes, servers));
        Verdict verdict = new Judge(stage, observer).judge(workload, instances);
        judgeStops(verdict, processes.stops());
        return new Result(plan, verdict, timeline, readers);
      } finally {
        instances.forEach(Instance::close);
      }
    }
  }

  private List<Instance> start(Stage stage, Path logs) {
    List<Instance> instances =
        IntStream.rangeClosed(1, plan.instances())
            .mapToObj(
                number -> new Instance("ras-" + number, stage.environment(plan.settings()), logs))
            .toList();
    instances.forEach(Instance::start);
    instances.forEach(
        instance -> Waiting.demand(instance.name() + " is ready", STARTUP, instance::isReady));
    return instances;
  }

  private void underFaults(
      Observer observer, Workload workload, List<Instance> instances, List<Nemesis> nemeses) {
    // A frozen or restarted process takes longer than a bad connection: so both end together.
    int ofProcesses = plan.faults() / 3;
    List<Fault> first = Nemesis.plan(List.of(Target.PROCESS), ofProcesses, plan.seed());
    List<Fault> second =
        Nemesis.plan(
            List.of(Target.POSTGRES, Target.REDIS, Target.KAFKA),
            plan.faults() - ofProcesses,
            plan.seed());
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<?> sampling = threads.submit(() -> sample(observer, instances));
      Future<?> reading = threads.submit(() -> read(observer, instances));
      Future<?> publishing = threads.submit(() -> publish(workload));
      List<Future<?>> faults = new ArrayList<>();
      faults.add(threads.submit(() -> commitAll(nemeses.getFirst(), first, observer)));
      faults.add(threads.submit(() -> commitAll(nemeses.getLast(), second, observer)));
      try {
        for (Future<?> fault : faults) {
          Waiting.join(fault);
        }
        Waiting.join(publishing);
      } finally {
        over.set(true);
        publishing.cancel(true);
        Waiting.join(sampling);
        Waiting.join(reading);
      }
    }
  }

  private void commitAll(Nemesis nemesis, List<Fault> faults, Observer observer) {
    for (Fault fault : faults) {
      nemesis.commit(fault);
      awaitProgress(observer);
      int done = committed.incrementAndGet();
      out.printf(
          "  %6.1f s  %3d/%d  %s%n", timeline.now() / 1e3, done, plan.faults(), fault.meaning());
    }
  }

  /**
   * Goes along with the faults: the share of events that is out is the share of faults, plus one.
   */
  private void publish(Workload workload) {
    while (workload.published() < plan.events() && !Thread.currentThread().isInterrupted()) {
      int share = Math.toIntExact((committed.get() + 1L) * plan.events() / (plan.faults() + 1L));
      if (workload.published() < share) {
        int pace = plan.events() / (plan.faults() + 1) / SECONDS_PER_FAULT;
        workload.publishUpTo(share, Math.max(1, pace));
      } else {
        Waiting.pause(Duration.ofMillis(20));
      }
    }
  }

  /**
   * Faults without a pause would only keep everything from working: each is to meet work under way.
   */
  private static void awaitProgress(Observer observer) {
    long before = observer.projected();
    Waiting.until(RECOVERY, () -> observer.projected() > Math.max(before, 0));
  }

  private void sample(Observer observer, List<Instance> instances) {
    while (!over.get()) {
      long inLog = observer.ends().values().stream().mapToLong(Long::longValue).sum();
      int ready = Math.toIntExact(instances.stream().filter(Instance::isReady).count());
      timeline.sample(inLog, observer.projected(), ready);
      Waiting.pause(SAMPLE);
    }
  }

  /** Fills the caches, so that an entry that ought to be invalidated is there. */
  private void read(Observer observer, List<Instance> instances) {
    Random random = new Random(plan.seed());
    while (!over.get()) {
      try {
        for (String batch : observer.someBatches(50)) {
          Instance instance = instances.get(random.nextInt(instances.size()));
          readers.count(new Client(instance.port()).status(Client.batchPath(batch)));
        }
      } catch (ExperimentFailedException databaseIsAway) {
        Waiting.pause(SAMPLE);
      }
    }
  }

  private static void judgeStops(Verdict verdict, List<Instance.Stopped> stops) {
    long unclean = stops.stream().filter(stopped -> !stopped.clean()).count();
    verdict.add(
        "who is told to stop ends cleanly",
        unclean == 0,
        "%d stops, longest %d ms"
            .formatted(
                stops.size(),
                stops.stream().mapToLong(stopped -> stopped.took().toMillis()).max().orElse(0)));
  }
}
