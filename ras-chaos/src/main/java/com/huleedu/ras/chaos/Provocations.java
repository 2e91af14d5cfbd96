package com.huleedu.ras.chaos;

import static com.huleedu.ras.chaos.AlertScene.FREE;
import static com.huleedu.ras.chaos.AlertScene.SHORT_KEPT;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** For each alert what provokes it. */
final class Provocations {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration OLD = Duration.ofMinutes(2);
  private static final Duration LATE = Duration.ofSeconds(10);

  /** Two round trips, as a reader needs at least, take longer than an answer may. */
  private static final Duration SLOW = Duration.ofMillis(100);

  /** Longer than the consumer reads ahead while a poll is under way. */
  private static final Duration READING_AHEAD_ENDS = Duration.ofMillis(1_500);

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MONTH = Duration.ofDays(30);

  private static final Map<String, Provocation> BY_ALERT = new LinkedHashMap<>();

  static {
    BY_ALERT.put("RasDown", Provocation.of(Provocations::killed));
    BY_ALERT.put("RasNotProjecting", Provocation.of(Provocations::postgresAway));
    BY_ALERT.put("RasStalled", Provocation.of(Provocations::writersLockedOut));
    BY_ALERT.put("RasLagUnknown", Provocation.of(Provocations::kafkaRefuses));
    BY_ALERT.put(
        "RasBehind", Provocation.of(scene -> waiting(scene, Stage.TOPICS.names().getLast(), OLD)));
    BY_ALERT.put("RasFreshnessBurn", Provocation.of(Provocations::writtenLongAgo));
    BY_ALERT.put("RasRetentionNear", Provocation.of(scene -> waiting(scene, SHORT_KEPT, OLD)));
    BY_ALERT.put("RasLogGap", Provocation.of(Provocations::gap));
    BY_ALERT.put("RasDeadLetters", Provocation.of(Provocations::oneDeadLetter));
    BY_ALERT.put("RasDeadLetterFlood", Provocation.of(Provocations::deadLetters));
    BY_ALERT.put("RasDeadLetterOld", Provocation.of(Provocations::oldDeadLetter));
    BY_ALERT.put("RasApiErrors", Provocation.of(Provocations::noConnections));
    BY_ALERT.put("RasApiSlow", Provocation.of(Provocations::postgresSlow));
    BY_ALERT.put("RasPoolExhausted", Provocation.of(Provocations::readersLockedOut));
    // Acknowledging waits for the life of cached answers and for 10 s more, which can't be divided:
    // held longer it would seem to stand still for ten minutes.
    BY_ALERT.put(
        "RasCacheAway", new Provocation(Provocations::redisRefuses, Optional.of(Duration.ZERO)));
    BY_ALERT.put("RasCertificateExpires", Provocation.of(Provocations::certificateEnds));
    BY_ALERT.put("RasRefusals", Provocation.of(Provocations::wrongKeys));
    BY_ALERT.put("RasAuditDiffers", Provocation.of(Provocations::differences));
    BY_ALERT.put("RasAuditOverdue", Provocation.of(Provocations::noAudit));
  }

  private Provocations() {}

  static Map<String, Provocation> byAlert() {
    return Collections.unmodifiableMap(BY_ALERT);
  }

  private static Runnable killed(AlertScene scene) {
    scene.instance().kill();
    return scene::startInstance;
  }

  private static Runnable postgresAway(AlertScene scene) {
    var postgres = scene.stage().servers().postgres();
    postgres.kill();
    return postgres::start;
  }

  private static Runnable writersLockedOut(AlertScene scene) {
    return TableLock.againstWriters(scene.stage().jdbcUrl(), "stream_positions")::close;
  }

  private static Runnable kafkaRefuses(AlertScene scene) {
    scene.stage().toKafka().refuse();
    return scene.stage().toKafka()::heal;
  }

  /** One message that was written so long ago waits, and those that come after it. */
  private static Runnable waiting(AlertScene scene, String topic, Duration ago) {
    Runnable end = writersLockedOut(scene);
    scene.traffic().publishOld(topic, ago);
    return end;
  }

  private static Runnable writtenLongAgo(AlertScene scene) {
    scene.traffic().writtenAgo(LATE);
    return () -> scene.traffic().writtenAgo(Duration.ZERO);
  }

  /** Messages come and are deleted while a poll is under way, so that nobody has read them. */
  private static Runnable gap(AlertScene scene) {
    Runnable unlock = writersLockedOut(scene);
    long end;
    try {
      Waiting.demand("a poll is stopped", LIMIT, scene::somebodyWaits);
      Waiting.pause(READING_AHEAD_ENDS);
      scene.traffic().publishOld(SHORT_KEPT, Duration.ZERO);
      end = scene.deleteAll();
    } finally {
      unlock.run();
    }
    return () ->
        scene.execute(
            "update stream_positions set next_offset = %d, last_offset = null where topic = '%s' and partition = %d"
                .formatted(end, FREE.topic(), FREE.partition()));
  }

  private static Runnable oneDeadLetter(AlertScene scene) {
    scene.traffic().publishPoison();
    Waiting.demand("there is a dead letter", LIMIT, () -> isOpen(scene));
    return () -> discard(scene);
  }

  private static Runnable deadLetters(AlertScene scene) {
    Repeated poison = Repeated.every(Duration.ofMillis(100), scene.traffic()::publishPoison);
    return () -> {
      poison.close();
      Waiting.demand(
          "each malformed message is a dead letter",
          LIMIT,
          () -> scene.count("dead_letters", "true") == scene.traffic().poisons());
      discard(scene);
    };
  }

  private static Runnable oldDeadLetter(AlertScene scene) {
    Runnable end = oneDeadLetter(scene);
    scene.execute(
        "update dead_letters set dead_lettered_at = now() - interval '25 hours' where state = 'open'");
    return end;
  }

  private static boolean isOpen(AlertScene scene) {
    return scene.count("dead_letters", "state = 'open'") > 0;
  }

  private static void discard(AlertScene scene) {
    scene.execute("update dead_letters set state = 'discarded' where state = 'open'");
  }

  private static Runnable noConnections(AlertScene scene) {
    Shortage shortage = new Shortage(scene.stage().jdbcUrl());
    shortage.takeConnections();
    return shortage::returnConnections;
  }

  private static Runnable postgresSlow(AlertScene scene) {
    scene.stage().toPostgres().delay(SLOW);
    return scene.stage().toPostgres()::heal;
  }

  private static Runnable readersLockedOut(AlertScene scene) {
    return TableLock.againstAll(scene.stage().jdbcUrl(), "batch_pipelines")::close;
  }

  private static Runnable redisRefuses(AlertScene scene) {
    scene.stage().toRedis().refuse();
    return scene.stage().toRedis()::heal;
  }

  private static Runnable certificateEnds(AlertScene scene) {
    scene.certify(DAY);
    return () -> scene.certify(MONTH);
  }

  private static Runnable wrongKeys(AlertScene scene) {
    Client stranger = new Client(scene.instance().port(), "not-the-key-of-anybody");
    String path = Client.userPath("teacher~0");
    return Repeated.every(Duration.ofMillis(200), () -> stranger.status(path))::close;
  }

  private static Runnable differences(AlertScene scene) {
    audited(scene, "now()", 3);
    return () -> audited(scene, "now()", 0);
  }

  private static Runnable noAudit(AlertScene scene) {
    scene.execute("delete from upkeep_runs");
    audited(scene, "now() - interval '9 days'", 0);
    return () -> audited(scene, "now()", 0);
  }

  private static void audited(AlertScene scene, String ended, int differences) {
    scene.execute(
        "insert into upkeep_runs (kind, started_at, ended_at, differences) values ('AUDIT', %1$s, %1$s, %2$d)"
            .formatted(ended, differences));
  }
}
