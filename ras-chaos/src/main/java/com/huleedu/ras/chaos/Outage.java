package com.huleedu.ras.chaos;

import com.huleedu.ras.chaos.Timeline.Target;
import com.huleedu.ras.embedded.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way for one server to be of no use, for a while.
 *
 * @param lasts how long
 */
record Outage(Target target, Kind kind, Duration lasts) {
  private static final Duration LATENCY = Duration.ofMillis(300);

  /** What is wrong with the server. */
  enum Kind {
    /** Killed, and started again on its data. */
    GONE,
    /** Every piece of traffic takes longer. */
    SLOW,
    /** Connections are there, and nothing comes. */
    HUNG,
    /** Nobody listens. */
    REFUSING,
    /** PostgreSQL: it ends the connections of the service, and gives it no other. */
    OUT_OF_CONNECTIONS,
    /** PostgreSQL: whoever writes to the model is told that the disk is full. */
    OUT_OF_DISK
  }

  /** Every kind of every server; gone for 2, 30 and 120 s. */
  static List<Outage> all() {
    List<Outage> all = new ArrayList<>();
    for (Target target : List.of(Target.POSTGRES, Target.REDIS, Target.KAFKA)) {
      for (int seconds : List.of(2, 30, 120)) {
        all.add(new Outage(target, Kind.GONE, Duration.ofSeconds(seconds)));
      }
      for (Kind kind : List.of(Kind.SLOW, Kind.HUNG, Kind.REFUSING)) {
        all.add(new Outage(target, kind, Duration.ofSeconds(30)));
      }
    }
    all.add(new Outage(Target.POSTGRES, Kind.OUT_OF_CONNECTIONS, Duration.ofSeconds(30)));
    // Reading goes on meanwhile: what is noticed is that nothing moves, after STALL_AFTER_SECONDS.
    all.add(new Outage(Target.POSTGRES, Kind.OUT_OF_DISK, Duration.ofSeconds(60)));
    return all;
  }

  /** The short ones. */
  static List<Outage> quick() {
    Duration brief = Duration.ofSeconds(2);
    return Stream.of(
            new Outage(Target.POSTGRES, Kind.GONE, brief),
            new Outage(Target.POSTGRES, Kind.OUT_OF_CONNECTIONS, brief),
            new Outage(Target.POSTGRES, Kind.OUT_OF_DISK, brief),
            new Outage(Target.REDIS, Kind.GONE, brief),
            new Outage(Target.REDIS, Kind.HUNG, brief),
            new Outage(Target.KAFKA, Kind.GONE, brief),
            new Outage(Target.KAFKA, Kind.REFUSING, brief))
        .toList();
  }

  void start(Stage stage, Shortage shortage) {
    switch (kind) {
      case GONE -> kill(stage);
      case SLOW -> way(stage).delay(LATENCY);
      case HUNG -> way(stage).stall();
      case REFUSING -> way(stage).refuse();
      case OUT_OF_CONNECTIONS -> shortage.takeConnections();
      case OUT_OF_DISK -> shortage.fillDisk();
    }
  }

  void end(Stage stage, Shortage shortage) {
    switch (kind) {
      case GONE -> start(stage);
      case SLOW, HUNG, REFUSING -> way(stage).heal();
      case OUT_OF_CONNECTIONS -> shortage.returnConnections();
      case OUT_OF_DISK -> shortage.emptyDisk();
    }
  }

  private void kill(Stage stage) {
    switch (target) {
      case POSTGRES -> stage.servers().postgres().kill();
      case REDIS -> stage.servers().redis().kill();
      case KAFKA -> stage.servers().kafka().kill();
      case PROCESS -> throw new IllegalStateException("a process is no server");
    }
  }

  private void start(Stage stage) {
    switch (target) {
      case POSTGRES -> stage.servers().postgres().start();
      case REDIS -> stage.servers().redis().start();
      case KAFKA -> stage.servers().kafka().start();
      case PROCESS -> throw new IllegalStateException("a process is no server");
    }
  }

  private FaultProxy way(Stage stage) {
    return switch (target) {
      case POSTGRES -> stage.toPostgres();
      case REDIS -> stage.toRedis();
      case KAFKA -> stage.toKafka();
      case PROCESS -> throw new IllegalStateException("a process is no server");
    };
  }

  @Override
  public String toString() {
    return "%s %s for %d s".formatted(target, kind, lasts.toSeconds());
  }
}
