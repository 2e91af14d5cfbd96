package com.huleedu.ras.chaos;

import com.huleedu.ras.chaos.ExperimentCommand.Request;
import com.huleedu.ras.chaos.Timeline.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes away one server after the other under load, and looks at what the service says meanwhile:
 * readiness, lag, answers, memory; and whether it recovers without a hand.
 */
final class Outages {
  private static final int PER_SECOND = 200;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** From when on readiness has to have noticed; before that it may not have looked. */
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(25);

  private static final long MAX_RESIDENT_KILOBYTES = 700_000;

  private final Request request;
  private final List<Outage> outages;
  private final Verdict verdict = new Verdict();
  private long mostResident;

  Outages(Request request, List<Outage> outages) {
    this.request = request;
    this.outages = outages;
  }

  Verdict run() {
    long seconds = outages.stream().mapToLong(outage -> outage.lasts().toSeconds() + 10).sum();
    int events = Math.toIntExact(seconds * PER_SECOND * request.rounds());
    try (Stage stage = Stage.start();
        Observer observer = new Observer(stage);
        Workload workload = new Workload(stage, request.seed(), events);
        Instance instance =
            new Instance("ras", stage.environment(request.settings()), request.logs())) {
      Shortage shortage = new Shortage(stage.jdbcUrl());
      instance.start();
      Waiting.demand("the process is ready", LIMIT, instance::isReady);
      for (int round = 0; round < request.rounds(); round++) {
        for (Outage outage : outages) {
          suffer(outage, stage, shortage, observer, workload, instance);
        }
      }
      workload.publishUpTo(events, 0);
      Verdict last = new Judge(stage, observer).judge(workload, List.of(instance));
      verdict.findings().forEach(last::add);
      last.add(
          "memory stays bounded",
          mostResident < MAX_RESIDENT_KILOBYTES,
          "%,d MB resident at most, heap limit 256 MB".formatted(mostResident / 1_024));
      return last;
    }
  }

  private void suffer(
      Outage outage,
      Stage stage,
      Shortage shortage,
      Observer observer,
      Workload workload,
      Instance instance) {
    AtomicBoolean over = new AtomicBoolean();
    Signs signs = new Signs();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<?> publishing = threads.submit(() -> workload.publishUntil(over, PER_SECOND));
      outage.start(stage, shortage);
      long began = System.nanoTime();
      while (System.nanoTime() - began < outage.lasts().toNanos()) {
        signs.look(instance);
        Waiting.pause(Duration.ofMillis(200));
      }
      outage.end(stage, shortage);
      over.set(true);
      Waiting.join(publishing);
    } finally {
      over.set(true);
    }
    long healed = System.nanoTime();
    boolean recovered =
        observer.awaitAcknowledged(LIMIT)
            && Waiting.until(LIMIT, instance::isReady)
            && Waiting.until(LIMIT, () -> new Signs().lag(instance) == 0);
    Duration recovery = Duration.ofNanos(System.nanoTime() - healed);
    mostResident = Math.max(mostResident, instance.residentKilobytes());
    judge(outage, signs, recovered, recovery);
  }

  private void judge(Outage outage, Signs signs, boolean recovered, Duration recovery) {
    boolean noticed =
        signs.unready > 0 ? signs.blames(outage.target()) : signs.readyIsTrueFor(outage);
    boolean answered = outage.target() != Target.REDIS || signs.failures() == 0;
    String detail =
        "%s; unready %d of %d looks %s; answers %s; lag up to %s; recovered in %.1f s"
            .formatted(
                noticed ? "readiness told the truth" : "READINESS DID NOT TELL THE TRUTH",
                signs.unready,
                signs.looks,
                Verdict.brief(signs.reason),
                signs.answers,
                signs.highestLag < 0 ? "unknown" : "%,.0f".formatted(signs.highestLag),
                recovery.toMillis() / 1e3);
    verdict.add(outage.toString(), noticed && answered && recovered, detail);
    request.out().println("  " + outage + ": " + detail);
  }

  /** What the service showed of itself during one outage. */
  private static final class Signs {
    private final TreeMap<Integer, Integer> answers = new TreeMap<>();
    private int looks;
    private int unready;
    private String reason = "";
    private double highestLag = -1;

    void look(Instance instance) {
      Client client = new Client(instance.port());
      looks++;
      try {
        var ready = client.get("/readyz");
        if (ready.statusCode() != 200) {
          unready++;
          reason = ready.body();
        }
      } catch (IOException e) {
        unready++;
        reason = e.toString();
      }
      answers.merge(client.status(Client.userPath("teacher~0")), 1, Integer::sum);
      highestLag = Math.max(highestLag, lag(instance));
    }

    /** Names the server that is away, and no other. */
    boolean blames(Target target) {
      boolean postgres = reason.contains("PostgreSQL");
      boolean kafka = reason.contains("Kafka");
      return switch (target) {
        case POSTGRES -> !kafka && (postgres || reason.contains("no progress"));
        case KAFKA -> kafka && !postgres;
        case REDIS, PROCESS -> !postgres && !kafka;
      };
    }

    /** Short, or of the kind that leaves the service able to work. */
    boolean readyIsTrueFor(Outage outage) {
      return outage.lasts().compareTo(NOTICED_WITHIN) < 0
          || outage.target() == Target.REDIS
          || outage.kind() == Outage.Kind.SLOW;
    }

    int failures() {
      return answers.entrySet().stream()
          .filter(entry -> entry.getKey() != 200)
          .mapToInt(Map.Entry::getValue)
          .sum();
    }

    /** The sum over the topics, as the metrics have it; -1 if they don't know. */
    double lag(Instance instance) {
      try {
        return new Client(instance.port())
            .get("/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("ras_consumer_lag_messages{"))
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .mapToDouble(value -> value.equals("NaN") ? -1 : Double.parseDouble(value))
            .reduce((a, b) -> a < 0 || b < 0 ? -1 : a + b)
            .orElse(-1);
      } catch (IOException e) {
        return -1;
      }
    }
  }
}
