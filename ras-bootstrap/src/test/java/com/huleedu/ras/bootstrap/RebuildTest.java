package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.bootstrap.configuration.RebuildConfiguration;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.RebuildModel.Request;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Guarantees, G12: the tables are rebuilt and swapped while the service works and is asked. */
class RebuildTest {
  private static final int WORLDS = Boolean.getBoolean("ras.long") ? 30 : 12;
  private static final Request LOSING = new Request(false, false, false, true);

  private final long seed = new Random().nextLong();
  private final Deployment deployment = new Deployment("rebuild");
  private final String url = deployment.environment().get("DATABASE_URL");

  @Test
  void rebuildsUnderLoadAndGoesBack() {
    System.out.println("RebuildTest seed " + seed);
    try (RasService service = deployment.start();
        Log log = new Log(deployment);
        Load load = new Load(deployment, log, seed)) {
      load.publish(WORLDS);
      log.awaitAcknowledged();
      List<String> before = Rows.of(url);
      List<Difference> found = new ArrayList<>();
      assertThat(rebuild(new Request(false, false, true, false), found).outcome())
          .isEqualTo(Outcome.SHOWN);
      assertThat(found).isEmpty();
      assertThat(Rows.of(url)).as("a dry run changes nothing").isEqualTo(before);

      Set<String> undamaged = Readers.contents(url);
      List<String> damages = Corruption.everywhere(url);
      load.start();
      try (Readers readers = new Readers(service.port(), url, undamaged)) {
        readers.awaitAnswers();
        swapAndBackAndForth(readers, damages.size(), damagedAnswer(service));
      }
      load.stop();
      log.awaitAcknowledged();
      assertThat(withoutPlaces(Rows.of(url))).isEqualTo(withoutPlaces(Rows.ofFold(load.meant())));
      assertThat(Rows.deadLetters(url)).isEqualTo(load.poison());
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(service.health().ready().reasons()).isEmpty());
    }
  }

  private void swapAndBackAndForth(Readers readers, int damages, BooleanSupplier answerIsDamaged) {
    assertThat(answerIsDamaged.getAsBoolean()).isTrue();
    List<Difference> found = new ArrayList<>();
    assertThat(rebuild(new Request(false, false, false, false), found).outcome())
        .isEqualTo(Outcome.WOULD_LOSE);
    assertThat(found).as("%s", found).hasSize(damages);
    found.clear();
    assertThat(rebuild(LOSING, found).outcome()).isEqualTo(Outcome.SWAPPED);
    assertThat(answerIsDamaged.getAsBoolean()).as("cached from before the swap").isFalse();
    assertThat(found).as("%s", found).hasSize(damages);
    readers.awaitAnswers();
    for (int way = 0; way < 2; way++) {
      found.clear();
      assertThat(back(found).outcome()).isEqualTo(Outcome.SWAPPED);
      assertThat(answerIsDamaged.getAsBoolean()).as("way %d", way).isEqualTo(way == 0);
      assertThat(found).as("%s", found).hasSize(damages);
      readers.awaitAnswers();
    }
  }

  /** Whether the answer, cached each time, names the user that {@link Corruption} made up. */
  private BooleanSupplier damagedAnswer(RasService service) {
    Api api = new Api(service.port());
    String batch = Rows.text(url, "select batch_id from batch_results where user_id like '%!'");
    return () -> api.batch(batch).body().matches("(?s).*\"user_id\":\"[^\"]*!\".*");
  }

  /** Which places of unregistered batches there are depends on how messages came in polls. */
  static List<String> withoutPlaces(List<String> rows) {
    return rows.stream().filter(row -> !row.endsWith(",,,,,,,,{},)")).toList();
  }

  private RebuildResult rebuild(Request request, List<Difference> found) {
    try (AuditAndRebuild opened = open()) {
      return opened.rebuild().rebuild(request, found::add, new AuditTest.SilentProgress());
    }
  }

  private RebuildResult back(List<Difference> found) {
    try (AuditAndRebuild opened = open()) {
      return opened.rebuild().goBack(found::add, new AuditTest.SilentProgress());
    }
  }

  private AuditAndRebuild open() {
    return AuditAndRebuild.open(RebuildConfiguration.fromEnvironment(deployment.environment()));
  }
}
