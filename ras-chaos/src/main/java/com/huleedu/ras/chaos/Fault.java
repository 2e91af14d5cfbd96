package com.huleedu.ras.chaos;

import com.huleedu.ras.chaos.Timeline.Target;

/** The ways in which the nemesis makes life hard. */
enum Fault {
  KILL(Target.PROCESS, "SIGKILL"),
  FREEZE(Target.PROCESS, "SIGSTOP past the session timeout"),
  STOP(Target.PROCESS, "SIGTERM"),

  CRASH_POSTGRES(Target.POSTGRES, "PostgreSQL killed"),
  RESTART_POSTGRES(Target.POSTGRES, "PostgreSQL restarted"),
  SLOW_POSTGRES(Target.POSTGRES, "way to PostgreSQL slow"),
  STALL_POSTGRES(Target.POSTGRES, "way to PostgreSQL stalled"),
  RESET_POSTGRES(Target.POSTGRES, "connections to PostgreSQL reset"),
  SWALLOW_POSTGRES(Target.POSTGRES, "connections to PostgreSQL half-open"),
  LOSE_COMMIT(Target.POSTGRES, "cut between COMMIT and its answer"),

  CRASH_REDIS(Target.REDIS, "Redis killed"),
  RESTART_REDIS(Target.REDIS, "Redis restarted"),
  STALL_REDIS(Target.REDIS, "way to Redis stalled"),
  RESET_REDIS(Target.REDIS, "connections to Redis reset"),
  SWALLOW_REDIS(Target.REDIS, "connections to Redis half-open"),

  SLOW_KAFKA(Target.KAFKA, "way to Kafka slow"),
  STALL_KAFKA(Target.KAFKA, "way to Kafka stalled"),
  RESET_KAFKA(Target.KAFKA, "connections to Kafka reset"),
  SWALLOW_KAFKA(Target.KAFKA, "connections to Kafka half-open");

  private final Target target;
  private final String meaning;

  Fault(Target target, String meaning) {
    this.target = target;
    this.meaning = meaning;
  }

  Target target() {
    return target;
  }

  String meaning() {
    return meaning;
  }
}
