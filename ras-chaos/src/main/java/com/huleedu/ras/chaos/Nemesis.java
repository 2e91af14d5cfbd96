package com.huleedu.ras.chaos;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.huleedu.ras.chaos.Timeline.Target;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.FaultProxy.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Commits faults, seeded, and puts everything right again after each. */
final class Nemesis {
  private static final Duration PAST_THE_SESSION = Duration.ofMillis(7_500);
  private static final int LONGEST_OUTAGE_MILLIS = 3_000;

  private final Stage stage;
  private final List<Instance> instances;
  private final Timeline timeline;
  private final Random random;
  private final List<Instance.Stopped> stops = new ArrayList<>();

  Nemesis(Stage stage, List<Instance> instances, Timeline timeline, long seed) {
    this.stage = stage;
    this.instances = instances;
    this.timeline = timeline;
    this.random = new Random(seed);
  }

  /** All kinds in turn, in a random order, so that no run leaves one out. */
  static List<Fault> plan(List<Target> targets, int count, long seed) {
    List<Fault> kinds =
        Stream.of(Fault.values()).filter(fault -> targets.contains(fault.target())).toList();
    Random random = new Random(seed);
    List<Fault> plan = new ArrayList<>();
    while (plan.size() < count) {
      List<Fault> round = new ArrayList<>(kinds);
      java.util.Collections.shuffle(round, random);
      plan.addAll(round);
    }
    return plan.subList(0, count);
  }

  /** How the processes ended that were told to. */
  List<Instance.Stopped> stops() {
    return List.copyOf(stops);
  }

  void commit(Fault fault) {
    long from = timeline.now();
    String where =
        switch (fault) {
          case KILL -> kill();
          case FREEZE -> freeze();
          case STOP -> stop();
          case CRASH_POSTGRES -> postgresAway(true);
          case RESTART_POSTGRES -> postgresAway(false);
          case SLOW_POSTGRES -> slow(stage.toPostgres());
          case STALL_POSTGRES -> stall(stage.toPostgres());
          case RESET_POSTGRES -> reset(stage.toPostgres());
          case SWALLOW_POSTGRES -> swallow(stage.toPostgres());
          case LOSE_COMMIT -> loseCommit();
          case CRASH_REDIS -> redisAway(true);
          case RESTART_REDIS -> redisAway(false);
          case STALL_REDIS -> stall(stage.toRedis());
          case RESET_REDIS -> reset(stage.toRedis());
          case SWALLOW_REDIS -> swallow(stage.toRedis());
          case SLOW_KAFKA -> slow(stage.toKafka());
          case STALL_KAFKA -> stall(stage.toKafka());
          case RESET_KAFKA -> reset(stage.toKafka());
          case SWALLOW_KAFKA -> swallow(stage.toKafka());
        };
    timeline.span(
        where.isEmpty() ? fault.meaning() : fault.meaning() + ": " + where, fault.target(), from);
  }

  private Instance anyRunning() {
    List<Instance> running = instances.stream().filter(Instance::isRunning).toList();
    if (running.isEmpty()) {
      throw new ExperimentFailedException("no process runs any more");
    }
    return running.get(random.nextInt(running.size()));
  }

  private String kill() {
    Instance victim = anyRunning();
    victim.kill();
    Waiting.pause(aWhile());
    victim.start();
    return victim.name();
  }

  private String freeze() {
    Instance victim = anyRunning();
    victim.freeze();
    Waiting.pause(PAST_THE_SESSION);
    victim.thaw();
    return victim.name();
  }

  private String stop() {
    Instance victim = anyRunning();
    Instance.Stopped stopped = victim.stop();
    stops.add(stopped);
    victim.start();
    return "%s, ended with %d after %d ms"
        .formatted(victim.name(), stopped.exitCode(), stopped.took().toMillis());
  }

  private String postgresAway(boolean crash) {
    var postgres = stage.servers().postgres();
    if (crash) {
      postgres.kill();
    } else {
      postgres.stop();
    }
    Waiting.pause(aWhile());
    postgres.start();
    return "";
  }

  private String redisAway(boolean crash) {
    var redis = stage.servers().redis();
    if (crash) {
      redis.kill();
    } else {
      redis.stop();
    }
    Waiting.pause(aWhile());
    redis.start();
    return "";
  }

  private String slow(FaultProxy way) {
    Duration latency = Duration.ofMillis(20 + random.nextInt(180));
    way.delay(latency);
    Waiting.pause(aWhile());
    way.heal();
    return latency.toMillis() + " ms each way";
  }

  private String stall(FaultProxy way) {
    way.stall();
    Waiting.pause(aWhile());
    way.heal();
    return "";
  }

  private String swallow(FaultProxy way) {
    way.swallow();
    Waiting.pause(aWhile());
    way.heal();
    return "";
  }

  private String reset(FaultProxy way) {
    int connections = way.connections();
    way.reset();
    return connections + " of them";
  }

  private String loseCommit() {
    CompletableFuture<Void> sprung =
        stage
            .toPostgres()
            .trap(
                Direction.ANSWER,
                piece -> new String(piece, US_ASCII).contains("COMMIT\0"),
                false,
                () -> {});
    try {
      sprung.get(LONGEST_OUTAGE_MILLIS, TimeUnit.MILLISECONDS);
      return "";
    } catch (TimeoutException nobodyCommitted) {
      stage.toPostgres().heal();
      return "nobody committed meanwhile";
    } catch (ExecutionException | InterruptedException e) {
      throw new ExperimentFailedException("the trap broke", e);
    }
  }

  private Duration aWhile() {
    return Duration.ofMillis(200 + random.nextInt(LONGEST_OUTAGE_MILLIS));
  }
}
