package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBudgetTest {
  private static final UserId USER = new UserId("user");
  private static final int MEBIBYTE = 1_048_576;

  private final PostgresFixture store = new PostgresFixture();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void errorsThatFillTheBudgetAreWhole() {
    int half = ErrorBudget.BYTES / 2;
    record("b", 2, essay -> "x".repeat(half));
    assertThat(find("b").essays()).noneMatch(EssayResult::spellcheckErrorCut);

    record("c", 2, essay -> "x".repeat(half + essay));
    assertThat(find("c").essays())
        .extracting(EssayResult::spellcheckErrorCut)
        .containsExactly(false, true);
  }

  /** What short errors leave goes to the longer ones. */
  @Test
  void shortErrorsStayWholeBesideLongOnes() {
    record("b", 10, essay -> essay < 8 ? "short" : "ü".repeat(MEBIBYTE));

    List<EssayResult> essays = find("b").essays();

    assertThat(essays.subList(0, 8)).allMatch(essay -> error(essay).equals("short"));
    assertThat(essays.subList(0, 8)).noneMatch(EssayResult::spellcheckErrorCut);
    assertThat(essays.subList(8, 10)).allMatch(EssayResult::spellcheckErrorCut);
    int share = (ErrorBudget.BYTES - 8 * 5) / 2;
    assertThat(essays.subList(8, 10))
        .allMatch(essay -> error(essay).equals("ü".repeat(share / 2) + "…"));
  }

  @Test
  void aPageHasOneBudgetAndIsReadWithinIt() {
    for (int batch = 0; batch < 10; batch++) {
      record("b" + batch, 12, essay -> "{\"at\":\"" + "\uD83D\uDE00".repeat(250_000) + "\"}");
    }
    UserBatchesQuery query = new UserBatchesQuery(USER, new StatusFilter.All(), 100, 0);
    store.batches().findByUser(query); // classes are loaded once
    long before = threads.getCurrentThreadAllocatedBytes();
    List<Batch> page = store.batches().findByUser(query).batches();
    long read = threads.getCurrentThreadAllocatedBytes() - before;

    System.out.printf("a page of 120 MB of errors: %d bytes allocated%n", read);
    // All that passes by, of characters of four bytes: the server sends four times the budget.
    assertThat(read).as("bytes allocated").isLessThan(64L * ErrorBudget.BYTES);
    List<EssayResult> essays = page.stream().flatMap(batch -> batch.essays().stream()).toList();
    assertThat(essays).hasSize(120).allMatch(EssayResult::spellcheckErrorCut);
    assertThat(essays.stream().mapToLong(essay -> bytes(error(essay))).sum())
        .isBetween(ErrorBudget.BYTES * 9L / 10, ErrorBudget.BYTES + 120L * 3);
    assertThat(essays).allMatch(essay -> error(essay).matches(".{7}(\uD83D\uDE00)+…"));
  }

  @Test
  void theWholeErrorIsReadAsTheBytesThatItIs() {
    String error = "{\"at\":\"" + "\uD83D\uDE00ä".repeat(300_000) + "\"}";
    record("b", 1, essay -> error);
    BatchId batch = new BatchId("b");
    EssayId essay = new EssayId("b-0");
    store.batches().findSpellcheckError(batch, essay);
    long before = threads.getCurrentThreadAllocatedBytes();
    var found = store.batches().findSpellcheckError(batch, essay).orElseThrow();
    long read = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(new String(found.utf8(), StandardCharsets.UTF_8)).isEqualTo(error);
    assertThat(read).as("bytes allocated").isLessThan(bytes(error) * 5L / 2);
  }

  @ParameterizedTest
  @CsvSource({"abc,2,ab…", "abc,3,abc…", "aä,2,a…", "aä,3,aä…", "\uD83D\uDE00,3,…", "a,0,…"})
  void neverWithinACharacter(String text, int bytes, String cut) {
    assertThat(ErrorBudget.cut(text, bytes)).isEqualTo(cut);
  }

  private void record(String batch, int essays, IntFunction<String> error) {
    List<EssayId> ids =
        IntStream.range(0, essays).mapToObj(i -> new EssayId(batch + "-" + i)).toList();
    Stamp stamp = new Stamp(Instant.EPOCH, new UUID(0, 1), 1);
    Registration registration = new Registration(USER, essays, ids, List.of());
    store.record(
        Facts.fold(List.of(new BatchRegistered(stamp, null, new BatchId(batch), registration))));
    for (int i = 0; i < essays; i++) {
      SpellcheckResult failed =
          new SpellcheckResult(ProcessingStage.FAILED, null, null, new TextId("t"), error.apply(i));
      store.record(
          Facts.fold(List.of(new SpellcheckCompleted(stamp, null, ids.get(i), null, failed))));
    }
  }

  private Batch find(String batch) {
    return store.batches().find(new BatchId(batch)).orElseThrow();
  }

  private static String error(EssayResult essay) {
    return Objects.requireNonNull(Objects.requireNonNull(essay.spellcheck()).error());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
