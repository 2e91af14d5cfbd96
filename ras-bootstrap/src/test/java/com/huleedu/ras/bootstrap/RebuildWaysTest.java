package com.huleedu.ras.bootstrap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huleedu.ras.bootstrap.configuration.RebuildConfiguration;
import com.huleedu.ras.domain.MisconfiguredException;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.domain.port.rebuild.RebuildModel;
import com.huleedu.ras.domain.port.rebuild.RebuildModel.Request;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import com.huleedu.ras.embedded.EmbeddedServers;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.FaultProxy.Direction;
import io.lettuce.core.RedisClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guarantees, G12: the ways into a rebuild and out of it, beside the straight one. */
class RebuildWaysTest {
  private static final Request SHOW = new Request(false, false, true, false);
  private static final Request SWAP = new Request(false, false, false, false);
  private static final Request SWAP_LOSING = new Request(false, false, false, true);

  private final Deployment deployment = new Deployment("ways");
  private final String url = deployment.environment().get("DATABASE_URL");
  private final RasService service = deployment.start();
  private final Log log = new Log(deployment);

  @BeforeEach
  void project() {
    long seed = new Random().nextLong();
    System.out.println("RebuildWaysTest seed " + seed);
    try (Load load = new Load(deployment, log, seed)) {
      load.publish(3);
    }
    log.awaitAcknowledged();
  }

  @AfterEach
  void close() {
    log.close();
    service.close();
  }

  @Test
  void restartForgetsWhatWasBuilt() {
    assertThat(rebuild(SHOW)).isEmpty();
    Rows.execute(
        url,
        "insert into ras_rebuild.essay_results (essay_id, claimants) values ('planted', '{a}')");

    assertThat(rebuild(SHOW)).as("goes on with what was built").hasSize(1);
    assertThat(rebuild(new Request(true, false, true, false))).as("begins anew").isEmpty();
  }

  @Test
  void cancelRemovesWhatWasBuiltAndNothingElse() {
    List<String> before = Rows.of(url);
    rebuild(SHOW);
    assertThat(schemas()).isEqualTo(1);

    assertThat(cancel()).isTrue();
    assertThat(cancel()).as("there is nothing left to cancel").isFalse();

    assertThat(schemas()).isZero();
    assertThat(Rows.of(url)).isEqualTo(before);
  }

  @Test
  void withoutThePreviousTablesThereIsNoWayBack() {
    assertThat(rebuilding(it -> it.rebuild(SWAP, _ -> {}, progress())).outcome())
        .isEqualTo(Outcome.SWAPPED);
    List<String> swapped = Rows.of(url);

    assertThat(dropPrevious()).isTrue();
    assertThat(dropPrevious()).as("there is nothing left to drop").isFalse();

    RebuildResult back = rebuilding(it -> it.goBack(_ -> {}, progress()));
    assertThat(back.outcome()).isEqualTo(Outcome.NOTHING_TO_GO_BACK_TO);
    assertThat(schemas()).isZero();
    assertThat(Rows.of(url)).isEqualTo(swapped);
  }

  @Test
  void twoAtOnceAreRefused() {
    List<Throwable> refused = new ArrayList<>();
    Progress whileAnotherBegins =
        new AuditTest.SilentProgress() {
          @Override
          public void startStep(String what, long total) {
            assertThatThrownBy(RebuildWaysTest.this::cancel)
                .isInstanceOf(MisconfiguredException.class)
                .hasMessageContaining("another rebuild works on the schema ras")
                .satisfies(refused::add);
          }
        };

    RebuildResult first = rebuilding(it -> it.rebuild(SWAP, _ -> {}, whileAnotherBegins));

    assertThat(refused).isNotEmpty();
    assertThat(first.outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(dropPrevious()).as("the lock went with the one who held it").isTrue();
  }

  /** Its tables are locked when the swap hears of it, and nobody may wait for them. */
  @Test
  void aDeadLetterThatIsReplayedInTheLastMomentDoesNotStopASwap() {
    Rows.execute(url, "update essay_results set correction_count = 4711");
    assertThat(rebuild(SHOW)).isNotEmpty();
    AtomicBoolean replayed = new AtomicBoolean();
    Progress replaying =
        new AuditTest.SilentProgress() {
          @Override
          public boolean goOn() {
            if (writersAreHeld() && replayed.compareAndSet(false, true)) {
              replay();
            }
            return true;
          }
        };

    assertThat(rebuilding(it -> it.rebuild(SWAP_LOSING, _ -> {}, replaying)).outcome())
        .isEqualTo(Outcome.SWAPPED);
    assertThat(replayed).isTrue();
    assertThat(rebuilding(it -> it.goBack(_ -> {}, progress())).outcome())
        .isEqualTo(Outcome.SWAPPED);
  }

  private boolean writersAreHeld() {
    return Rows.number(url, "select count(*) from stream_positions")
        > Rows.number(
            url,
            "select count(*) from (select from stream_positions for update skip locked) as free");
  }

  /** A letter in both models, of a message that reads well; in the live one it is replayed. */
  private void replay() {
    String letter =
        """
        insert into %s.dead_letters (topic, topic_id, partition, kafka_offset, timestamp_millis,
          header_names, header_values, error_type, error_detail, dead_lettered_at, state)
        select topic, topic_id, partition, last_offset, last_timestamp_millis, '{}', '{}',
          'not_json', '', now(), '%s'
        from ras.stream_positions where topic = '%s' and last_offset is not null limit 1
        """;
    String topic = deployment.topics().phaseOutcome();
    Rows.execute(url, letter.formatted("ras_rebuild", "open", topic));
    Rows.execute(url, letter.formatted("ras", "replayed", topic));
  }

  /** The swap is committed and the cache does not know: whoever rebuilds next has to tell it. */
  @Test
  void whatAKillRightAfterTheSwapLeftStaleTheNextStartMends() {
    String essay =
        Rows.text(
            url,
            "select essay_id from essay_results join batch_results using (batch_id)"
                + " where registered_at is not null and spellcheck_at is not null limit 1");
    String batch =
        Rows.text(url, "select batch_id from essay_results where essay_id = '" + essay + "'");
    String right = bodyFromTheDatabase(batch);
    Rows.execute(
        url, "update essay_results set correction_count = 4711 where essay_id = '" + essay + "'");
    String damaged = bodyFromTheDatabase(batch);
    assertThat(damaged).contains("4711").isNotEqualTo(right);

    killAtTheInvalidation();
    assertThat(answer(batch)).as("cached, and nobody told the cache").isEqualTo(damaged);

    assertThat(rebuilding(it -> it.rebuild(SWAP_LOSING, _ -> {}, progress())).outcome())
        .isEqualTo(Outcome.SWAPPED);
    assertThat(answer(batch)).isEqualTo(right);
  }

  private void killAtTheInvalidation() {
    try (FaultProxy way = FaultProxy.to(EmbeddedServers.redis().port())) {
      CompletableFuture<ServiceProcess> command = new CompletableFuture<>();
      CompletableFuture<Void> killed =
          way.trap(
              Direction.REQUEST,
              piece -> new String(piece, ISO_8859_1).contains("UNLINK"),
              false,
              () -> command.join().kill());
      deployment.with("REDIS_URL", "redis://127.0.0.1:" + way.port());
      command.complete(ServiceProcess.start(deployment.environment(), "rebuild", "--allow-loss"));
      try (ServiceProcess rebuild = command.join()) {
        rebuild.exitCode();
        assertThat(killed).as(rebuild.output()).succeedsWithin(10, TimeUnit.SECONDS);
      }
    } finally {
      deployment.with("REDIS_URL", EmbeddedServers.redis().uri());
    }
  }

  /** And leaves it in the cache. */
  private String bodyFromTheDatabase(String batch) {
    try (RedisClient client = RedisClient.create(EmbeddedServers.redis().uri());
        var connection = client.connect()) {
      connection.sync().del("ras:batch:" + batch);
    }
    return answer(batch);
  }

  private String answer(String batch) {
    var response = new Api(service.port()).batch(batch);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private List<Difference> rebuild(Request request) {
    List<Difference> found = new ArrayList<>();
    rebuilding(it -> it.rebuild(request, found::add, progress()));
    return found;
  }

  private boolean cancel() {
    return rebuilding(RebuildModel::cancel);
  }

  private boolean dropPrevious() {
    return rebuilding(RebuildModel::dropPrevious);
  }

  private <T> T rebuilding(Function<RebuildModel, T> work) {
    try (AuditAndRebuild opened =
        AuditAndRebuild.open(RebuildConfiguration.fromEnvironment(deployment.environment()))) {
      return work.apply(opened.rebuild());
    }
  }

  /** Of those beside the live one. */
  private long schemas() {
    return Rows.number(
        url, "select count(*) from pg_namespace where nspname in ('ras_rebuild', 'ras_previous')");
  }

  private static Progress progress() {
    return new AuditTest.SilentProgress();
  }
}
