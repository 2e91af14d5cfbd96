package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresAdapter;
import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.batch.ShownText;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A message bounds each text, and nothing bounds their sum but how much of them is sent. */
class TextBudgetTest {
  private static final int HELD_AT_ONCE = 2 * 1_024 * 1_024;
  private static final int BATCHES = 20;
  private static final int ESSAYS = 3;
  private static final UserId USER = new UserId("user");
  private static final BatchId BATCH = new BatchId("b0");
  private static final EssayId ESSAY = new EssayId("b0-0");

  private final PostgresFixture store = new PostgresFixture();

  @AfterEach
  void close() {
    store.close();
  }

  /**
   * 300 kB and more in each text of a page of 20 batches, through a driver that refuses to hold
   * more than 2 MiB at once. Where those of essays are long, too, or an error is, the other
   * statements are asked.
   */
  @ParameterizedTest
  @MethodSource("whichAreLong")
  void noMoreOfATextIsSentThanTellsThatThereIsMore(List<String> ofEssays, boolean errors) {
    fill(errors ? "{\"of\":\"" + "x".repeat(ErrorBudget.BYTES) + "\"}" : null);
    LongTexts.lengthenThoseOfBatches(store.direct(), 150_000);
    LongTexts.lengthen(store.direct(), ofEssays, 150_000);

    try (PostgresAdapter adapter = store.holding(HELD_AT_ONCE)) {
      BatchRepository batches = adapter.batchRepository();
      List<Batch> page =
          batches.findByUser(new UserBatchesQuery(USER, new StatusFilter.All(), 100, 0)).batches();
      List<EssayResult> essays =
          new ArrayList<>(page.stream().flatMap(batch -> batch.essays().stream()).toList());
      essays.addAll(batches.find(BATCH).orElseThrow().essays());
      essays.addAll(batches.findEssays(new EssaysQuery(BATCH, null, 10)).orElseThrow().essays());

      assertThat(page).hasSize(BATCHES);
      assertThat(page).allMatch(batch -> ShownText.of(batch.assignment()).isCut());
      assertThat(page).allMatch(batch -> ShownText.of(batch.classId()).isCut());
      assertThat(page).allMatch(batch -> ShownText.ofObject(batch.promptRef()).isCut());
      assertThat(essays)
          .hasSize((BATCHES + 2) * ESSAYS)
          .allSatisfy(essay -> assertCut(essay, ofEssays));
      assertThat(essays.stream().anyMatch(EssayResult::spellcheckErrorCut)).isEqualTo(errors);
    }
  }

  static Stream<Arguments> whichAreLong() {
    Stream<List<String>> one = LongTexts.OF_ESSAYS.stream().map(List::of);
    return Stream.concat(
        one.map(column -> Arguments.of(column, false)),
        Stream.of(List.<String>of(), LongTexts.OF_ESSAYS)
            .flatMap(
                columns -> Stream.of(Arguments.of(columns, false), Arguments.of(columns, true))));
  }

  private static void assertCut(EssayResult essay, List<String> columns) {
    Slot slot = Objects.requireNonNull(essay.slot());
    CjResult result = Objects.requireNonNull(Objects.requireNonNull(essay.cj()).result());
    Grade grade = Objects.requireNonNull(result.grade());
    assertThat(ShownText.of(slot.fileName()).isCut()).isEqualTo(columns.contains("file_name"));
    assertThat(ShownText.of(grade.letter()).isCut()).isEqualTo(columns.contains("cj_letter_grade"));
    assertThat(ShownText.of(grade.confidenceLabel()).isCut())
        .isEqualTo(columns.contains("cj_confidence_label"));
  }

  private void fill(@Nullable String error) {
    Facts facts = Facts.fold(List.of());
    for (int b = 0; b < BATCHES; b++) {
      BatchId batch = new BatchId("b" + b);
      List<EssayId> essays =
          IntStream.range(0, ESSAYS).mapToObj(e -> new EssayId(batch.value() + "-" + e)).toList();
      Registration registration =
          new Registration(USER, ESSAYS, essays, List.of(), "{}", "class", true);
      facts =
          facts.merge(
              Facts.fold(List.of(new BatchRegistered(stamp(1), null, batch, registration))));
      for (EssayId essay : essays) {
        facts = facts.merge(of(batch, essay, error));
      }
    }
    store.record(facts);
  }

  private static Facts of(BatchId batch, EssayId essay, @Nullable String error) {
    Slot slot = new Slot(new UploadId("upload"), "file");
    SpellcheckResult checked =
        new SpellcheckResult(ProcessingStage.FAILED, null, null, new TextId("text"), error);
    CjResult result = new CjResult("run", 1L, 0.5, new Grade("A", 0.9, 0.8, "HIGH"));
    return Facts.fold(
        List.of(
            new EssaySlotAssigned(stamp(2), null, batch, essay, slot),
            new SpellcheckCompleted(stamp(3), null, essay, batch, checked),
            new AssessmentResultPublished(
                stamp(4), null, batch, "assignment", Map.of(essay, result)),
            new CjAssessmentCompleted(
                stamp(5), null, batch, Map.of(), Map.of(essay, new CjVerdict("run", true)))));
  }

  /** It has the word about its own run, although the result is newer; and about no other. */
  @ParameterizedTest
  @CsvSource({
    "x, 900000, x, 900000, true",
    "x, 900000, y, 900000, false",
    "x, 900000, x, 899999, false",
    "x, 65, x, 65, true",
    "x, 65, x, 64, false",
    "x, 64, x, 64, true",
    "x, 64, y, 64, false",
    "r, 64, x, 65, false",
    "x, 65, r, 64, false",
    "v, 65, x, 66, false",
    "x, 66, r, 65, false"
  })
  void aVerdictKnowsItsRunHoweverLong(
      String judged, int judgedLength, String ranked, int rankedLength, boolean same) {
    CjVerdict verdict = new CjVerdict(judged.repeat(judgedLength), false);
    CjResult result = new CjResult(ranked.repeat(rankedLength), 1L, 0.5, null);
    store.record(
        Facts.fold(
            List.of(
                new BatchRegistered(
                    stamp(1), null, BATCH, new Registration(USER, 1, List.of(ESSAY), List.of())),
                new CjAssessmentCompleted(stamp(2), null, BATCH, Map.of(), Map.of(ESSAY, verdict)),
                new CjAssessmentCompleted(
                    stamp(3), null, BATCH, Map.of(ESSAY, result), Map.of()))));

    ProcessingStage stage = same ? ProcessingStage.FAILED : ProcessingStage.COMPLETED;
    EssaysQuery query = new EssaysQuery(BATCH, null, 1);
    for (List<EssayResult> read :
        List.of(
            store.batches().find(BATCH).orElseThrow().essays(),
            BatchQuery.byIds(store.direct(), List.of(BATCH), 20, PipelineEnds.READ)
                .getFirst()
                .essays(),
            store.batches().findEssays(query).orElseThrow().essays())) {
      assertThat(read)
          .map(essay -> essay.cj() == null ? null : essay.cj().stage())
          .containsExactly(stage);
    }
  }

  /** Each for two here: of 20,000 there is room for half, and pages have them all. */
  @Test
  void essaysWithLongTextsCountForSeveral() {
    fill(EssayBudget.ESSAYS / 2);
    assertThat(find().essaysCut()).isFalse();
    assertThat(find().essays()).hasSize(EssayBudget.ESSAYS / 2);

    store.clear();
    fill(EssayBudget.ESSAYS / 2 + 1);
    assertThat(find().essaysCut()).isTrue();
    assertThat(find().essays()).hasSize(EssayBudget.ESSAYS / 2);
    int read = 0;
    EssayPage page = page(null);
    while (page.next() != null) {
      read += page.essays().size();
      page = page(page.next());
    }
    assertThat(read + page.essays().size()).isEqualTo(EssayBudget.ESSAYS / 2 + 1);
  }

  private Batch find() {
    return store.batches().find(BATCH).orElseThrow();
  }

  private EssayPage page(@Nullable EssayId after) {
    return store
        .batches()
        .findEssays(new EssaysQuery(BATCH, after, EssaysQuery.MAX_LIMIT))
        .orElseThrow();
  }

  /** A batch of so many essays, each of which has a file with a name of 600 bytes. */
  private void fill(int essays) {
    List<EssayId> ids =
        IntStream.range(0, essays).mapToObj(e -> new EssayId("essay-" + e)).toList();
    store.record(
        Facts.fold(
            List.of(
                new BatchRegistered(
                    stamp(1), null, BATCH, new Registration(USER, essays, ids, List.of())))));
    store
        .direct()
        .execute(
            """
            update essay_results set slot_at = claim_at, slot_event_id = claim_event_id,
              slot_digest = 0, file_upload_id = 'upload', file_name = repeat('ä', 300)
            """);
  }

  private static Stamp stamp(int second) {
    return new Stamp(Instant.EPOCH.plusSeconds(second), new UUID(0, second), second);
  }
}
