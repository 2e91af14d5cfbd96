package com.huleedu.ras.benchmarks;

import java.time.Duration;

/**
 * How much of everything a run takes.
 *
 * @param repetitions of each pair of measurements
 * @param warmUp before the first measurement of a server
 * @param measured one measurement of answers
 * @param backlog events to be ingested
 * @param naive how long the record-at-a-time way is watched
 * @param largeUser batches of the user with many
 * @param others batches of all other users together
 * @param probes events whose way into an answer is watched
 */
record Scale(
    boolean quick,
    int repetitions,
    Duration warmUp,
    Duration measured,
    int backlog,
    Duration naive,
    int largeUser,
    int others,
    int probes) {
  /** Batches of the user with few: one page. */
  static final int SMALL_USER = 20;

  static final int ESSAYS = 30;
  static final int CONNECTIONS = 32;

  static Scale ofQuick() {
    return new Scale(
        true,
        3,
        Duration.ofSeconds(3),
        Duration.ofMillis(1_800),
        40_000,
        Duration.ofSeconds(3),
        600,
        300,
        50);
  }

  static Scale ofFull() {
    return new Scale(
        false,
        5,
        Duration.ofSeconds(20),
        Duration.ofSeconds(6),
        1_000_000,
        Duration.ofSeconds(10),
        10_000,
        5_000,
        400);
  }

  /** Between measurements of servers that are warm. */
  Duration settle() {
    return measured.dividedBy(4);
  }
}
