package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A failure of comparative judgement has one error, which an answer has with each essay. */
class CjErrorBudgetTest {
  private static final UserId USER = new UserId("user");

  private final PostgresFixture store = new PostgresFixture();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anErrorIsWholeAsLongAsItFitsWithEachEssay() {
    String error = failed("b1", 3, ErrorBudget.BYTES / 3);
    assertThat(find("b1").essays())
        .hasSize(3)
        .allSatisfy(essay -> assertThat(error(essay)).isEqualTo(error))
        .noneMatch(EssayResult::cjErrorCut);
  }

  @Test
  void aLongerOneIsCutAndMarked() {
    String error = failed("b1", 3, ErrorBudget.BYTES / 3 + 1);
    assertThat(find("b1").essays())
        .hasSize(3)
        .allMatch(EssayResult::cjErrorCut)
        .allSatisfy(essay -> assertCut(error(essay), error, ErrorBudget.BYTES / 3));

    assertThat(essays(3)).hasSize(3).allMatch(EssayResult::cjErrorCut);
    assertThat(essays(3))
        .allSatisfy(essay -> assertCut(error(essay), error, ErrorBudget.BYTES / 3));
    assertThat(essays(2)).hasSize(2).noneMatch(EssayResult::cjErrorCut);
  }

  @Test
  void theBatchesOfAPageShareWhatAnAnswerHas() {
    String error = failed("b1", 3, 100_000);
    failed("b2", 3, 100_000);
    assertThat(find("b1").essays()).noneMatch(EssayResult::cjErrorCut);
    List<Batch> page =
        store
            .batches()
            .findByUser(new UserBatchesQuery(USER, new StatusFilter.All(), 10, 0))
            .batches();
    assertThat(page.stream().flatMap(batch -> batch.essays().stream()))
        .hasSize(6)
        .allMatch(EssayResult::cjErrorCut)
        .allSatisfy(essay -> assertCut(error(essay), error, ErrorBudget.BYTES / 6));
  }

  /** Characters of two bytes, of which none is cut in its middle. */
  private static void assertCut(String cut, String error, int bytes) {
    assertThat(cut).endsWith("…").hasSizeGreaterThan(bytes / 2 - 2);
    String beginning = cut.substring(0, cut.length() - 1);
    assertThat(error).startsWith(beginning);
    assertThat(beginning.getBytes(StandardCharsets.UTF_8).length).isBetween(bytes - 1, bytes);
  }

  private static String error(EssayResult essay) {
    return essay.cj() == null ? "" : String.valueOf(essay.cj().error());
  }

  private Batch find(String batch) {
    return store.batches().find(new BatchId(batch)).orElseThrow();
  }

  private List<EssayResult> essays(int limit) {
    return store
        .batches()
        .findEssays(new EssaysQuery(new BatchId("b1"), null, limit))
        .orElseThrow()
        .essays();
  }

  /** Returns the error, which is all that was said of the essays. */
  private String failed(String id, int essays, int bytes) {
    BatchId batch = new BatchId(id);
    String error = "{\"why\":\"" + "x".repeat(bytes % 2) + "ä".repeat((bytes - 10) / 2) + "\"}";
    List<EssayId> members =
        IntStream.range(0, essays).mapToObj(i -> new EssayId(id + "-" + i)).toList();
    store.record(
        Facts.fold(
            List.of(
                new BatchRegistered(
                    stamp(1), null, batch, new Registration(USER, essays, members, List.of())),
                new CjAssessmentFailed(stamp(2), null, batch, new CjFailure(error)))));
    assertThat(error.getBytes(StandardCharsets.UTF_8)).hasSize(bytes);
    return error;
  }

  private static Stamp stamp(long second) {
    return new Stamp(Instant.EPOCH.plusSeconds(second), new UUID(0, second), second);
  }
}
