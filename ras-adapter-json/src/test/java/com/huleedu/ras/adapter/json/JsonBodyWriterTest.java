package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.CjPicture;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.batch.RejectedFiles;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class JsonBodyWriterTest {
  private static final Instant T = FullBatch.T;
  private static final String EMPTY =
      "{\"batch_id\":\"b\",\"user_id\":\"u\",\"overall_status\":\"REGISTERED\",\"essay_count\":0,"
          + "\"completed_essay_count\":0,\"failed_essay_count\":0,\"requested_pipeline\":null,"
          + "\"current_phase\":null,\"essays\":[],\"created_at\":\"2026-01-02T03:04:05Z\","
          + "\"last_updated\":\"2026-01-02T03:04:05Z\",\"processing_started_at\":null,"
          + "\"processing_completed_at\":null,\"assignment_id\":null,\"student_prompt_ref\":null,"
          + "\"class_id\":null,\"batch_status\":\"awaiting_content_validation\","
          + "\"client_status\":\"pending_content\",\"current_phase_name\":null,\"rejected_files\":[]}";

  private final JsonBodyWriter writer = new JsonBodyWriter(StatusNames.PUBLIC);

  @Test
  void a_full_batch_byte_for_byte() {
    assertThat(text(writer.batch(FullBatch.BATCH))).isEqualTo(FullBatch.TEXT);
  }

  /** The statuses of batches and nothing else. */
  @Test
  void a_batch_in_the_words_of_events() {
    JsonBodyWriter internal = new JsonBodyWriter(StatusNames.INTERNAL);

    assertThat(text(internal.batch(FullBatch.BATCH)))
        .isEqualTo(
            FullBatch.TEXT
                .replace("PARTIALLY_COMPLETED", "completed_with_failures")
                .replace("NLP_ANALYSIS", "nlp"));
    assertThat(text(internal.batch(empty(BatchStatus.AWAITING_CONTENT_VALIDATION, null))))
        .isEqualTo(EMPTY.replace("REGISTERED", "awaiting_content_validation"));
  }

  @Test
  void bodies_of_another_form_are_told_from_its_own() {
    JsonBodyWriter internal = new JsonBodyWriter(StatusNames.INTERNAL);
    Batch empty = empty(BatchStatus.AWAITING_CONTENT_VALIDATION, null);
    BatchPage page = new BatchPage(List.of(FullBatch.BATCH, empty), 2);
    BatchPage none = new BatchPage(List.of(), 0);

    for (Body own :
        List.of(
            writer.batch(FullBatch.BATCH),
            writer.batch(empty),
            writer.page(query(20, 0), page),
            writer.page(query(20, 0), none))) {
      assertThat(writer.writes(own)).isTrue();
    }
    assertThat(writer.writes(internal.batch(empty))).isFalse();
    assertThat(internal.writes(internal.batch(empty))).isTrue();
    assertThat(internal.writes(writer.page(query(20, 0), page))).isFalse();
    assertThat(internal.writes(writer.page(query(20, 0), none))).isTrue();
    String old = EMPTY.replaceFirst(",\"assignment_id.*", "}");
    assertThat(writer.writes(new Body(old.getBytes(StandardCharsets.UTF_8)))).isFalse();
    String text = old.replace("\"user_id\":\"u\"", "\"user_id\":\"\\\"rejected_files\\\":[\"");
    assertThat(writer.writes(new Body(text.getBytes(StandardCharsets.UTF_8))))
        .as("a text is no member")
        .isFalse();
  }

  @Test
  void an_empty_batch_byte_for_byte() {
    assertThat(text(writer.batch(empty(BatchStatus.AWAITING_CONTENT_VALIDATION, null))))
        .isEqualTo(EMPTY);
  }

  @Test
  void a_page_byte_for_byte() {
    UserBatchesQuery query = query(7, 3_000_000_000L);
    Batch batch = empty(BatchStatus.AWAITING_CONTENT_VALIDATION, null);

    assertThat(text(writer.page(query, new BatchPage(List.of(batch, batch), 5_000_000_000L))))
        .isEqualTo(
            "{\"batches\":["
                + EMPTY
                + ","
                + EMPTY
                + "],\"pagination\":{\"limit\":7,\"offset\":3000000000,\"total\":5000000000}}");
    assertThat(text(writer.page(query(20, 0), new BatchPage(List.of(), 0))))
        .isEqualTo("{\"batches\":[],\"pagination\":{\"limit\":20,\"offset\":0,\"total\":0}}");
  }

  @ParameterizedTest
  @EnumSource(BatchStatus.class)
  void clients_see_the_overall_status(BatchStatus status) {
    assertThat(text(writer.batch(empty(status, null))))
        .contains("\"overall_status\":\"" + status.overall() + "\"");
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void the_current_phase_has_its_name_in_answers(Phase phase) {
    assertThat(text(writer.batch(empty(BatchStatus.PROCESSING_PIPELINES, phase))))
        .contains("\"current_phase\":\"" + phase.answerName() + "\"");
  }

  @Test
  void an_error_is_kept_whole_whatever_it_holds() {
    String text = "\u0000\u001F\u007F\u2028\"\\/<ß\uD83D\uDE00".repeat(5_000) + "\uD800";
    String error = JsonText.write(JsonMapper.shared().createObjectNode().put("e", text));
    SpellcheckResult failed =
        new SpellcheckResult(ProcessingStage.FAILED, null, null, new TextId("o"), error);
    Batch batch = with(FullBatch.essay(failed, null));

    var read = JsonMapper.shared().readTree(writer.batch(batch).utf8());

    assertThat(read.at("/essays/0/spellcheck_error").asString()).isEqualTo(error);
    assertThat(read.at("/essays/0/spellcheck_error_detail/e").asString()).isEqualTo(text);
  }

  /** After the contract's own members, and nowhere else. */
  @Test
  void an_error_that_was_cut_is_marked() {
    SpellcheckResult failed =
        new SpellcheckResult(ProcessingStage.FAILED, null, null, new TextId("o"), "{\"a…");

    String whole = text(writer.batch(with(FullBatch.essay(failed, null))));
    String cut =
        text(
            writer.batch(
                with(FullBatch.essay(failed, null)).withCutErrors(Set.of(new EssayId("e")))));

    assertThat(whole).doesNotContain("spellcheck_error_cut");
    assertThat(cut)
        .isEqualTo(
            whole
                .replace("\"spellcheck_error_detail\":{\"a…", "\"spellcheck_error_detail\":null")
                .replace("_label\":null}]", "_label\":null,\"spellcheck_error_cut\":true}]"));
    assertThat(cut).isNotEqualTo(whole);
  }

  @Test
  void an_error_of_a_failure_that_was_cut_is_marked() {
    CjPicture failed = new CjPicture(ProcessingStage.FAILED, null, "{\"a…");
    String whole = text(writer.batch(with(FullBatch.essay(null, failed))));

    assertThat(whole).doesNotContain("cj_assessment_error_cut");
    assertThat(text(writer.batch(with(FullBatch.essay(null, failed)).withCutCjErrors())))
        .isEqualTo(
            whole
                .replace(
                    "\"cj_assessment_error_detail\":{\"a…", "\"cj_assessment_error_detail\":null")
                .replace("_label\":null}]", "_label\":null,\"cj_assessment_error_cut\":true}]"));
    assertThat(with(FullBatch.essay(null, ranked(1, 0.5))).withCutCjErrors())
        .isEqualTo(with(FullBatch.essay(null, ranked(1, 0.5))));
  }

  /** After the contract's own members, and nowhere else. */
  @Test
  void a_batch_of_which_something_was_cut_is_marked() {
    Batch whole = empty(BatchStatus.AWAITING_CONTENT_VALIDATION, null);
    Batch cut =
        new Batch(
            whole.batch(),
            whole.owner(),
            whole.status(),
            0,
            0,
            0,
            List.of(),
            true,
            null,
            List.of(),
            true,
            T,
            T,
            null,
            null,
            null,
            null,
            null,
            new RejectedFiles(List.of(), 1, T));

    assertThat(text(writer.batch(whole))).isEqualTo(EMPTY);
    assertThat(text(writer.batch(cut)))
        .isEqualTo(
            EMPTY.replaceFirst(
                "}$",
                ",\"requested_pipeline_cut\":true,\"essays_cut\":true,\"rejected_files_cut\":true}"));
  }

  @Test
  void a_page_of_essays_has_them_as_their_batch_does() {
    EssayResult essay = FullBatch.essay(null, ranked(1L, 0.5));
    String whole = text(writer.batch(with(essay)));
    String asInBatch = whole.substring(whole.indexOf('[') + 1, whole.indexOf(']'));

    assertThat(text(writer.essays(new EssayPage(List.of(essay), new EssayId("e\"")))))
        .isEqualTo("{\"essays\":[" + asInBatch + "],\"next\":\"e\\\"\"}");
    assertThat(text(writer.essays(new EssayPage(List.of(), null))))
        .isEqualTo("{\"essays\":[],\"next\":null}");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, -0.0, 1, 1e300, -4.9e-324, 0.1, Double.MAX_VALUE, 1e7, 1e-5})
  void a_score_is_read_back_as_it_was(double score) {
    Batch batch = with(FullBatch.essay(null, ranked(Long.MAX_VALUE, score)));

    var read = JsonMapper.shared().readTree(writer.batch(batch).utf8());

    assertThat(read.at("/essays/0/cj_score").asDouble()).isEqualTo(score);
    assertThat(read.at("/essays/0/cj_rank").asLong()).isEqualTo(Long.MAX_VALUE);
  }

  private static Batch with(EssayResult essay) {
    return new Batch(
        new BatchId("b"),
        new UserId("u"),
        BatchStatus.PROCESSING_PIPELINES,
        1,
        0,
        0,
        List.of(),
        false,
        null,
        List.of(essay),
        false,
        T,
        T,
        null,
        null,
        null,
        null,
        null,
        RejectedFiles.NONE);
  }

  private static Batch empty(BatchStatus status, @Nullable Phase current) {
    return new Batch(
        new BatchId("b"),
        new UserId("u"),
        status,
        0,
        0,
        0,
        List.of(),
        false,
        current,
        List.of(),
        false,
        T,
        T,
        null,
        null,
        null,
        null,
        null,
        RejectedFiles.NONE);
  }

  private static CjPicture ranked(long rank, double score) {
    return new CjPicture(ProcessingStage.COMPLETED, new CjResult(rank, score), null);
  }

  private static UserBatchesQuery query(int limit, long offset) {
    return new UserBatchesQuery(new UserId("u"), new StatusFilter.All(), limit, offset);
  }

  private static String text(Body body) {
    return new String(body.utf8(), StandardCharsets.UTF_8);
  }
}
