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
import com.huleedu.ras.domain.batch.EssayResult;
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
  private static final Instant T = Instant.parse("2026-01-02T03:04:05Z");
  private static final String EMPTY =
      "{\"batch_id\":\"b\",\"user_id\":\"u\",\"overall_status\":\"REGISTERED\",\"essay_count\":0,"
          + "\"completed_essay_count\":0,\"failed_essay_count\":0,\"requested_pipeline\":null,"
          + "\"current_phase\":null,\"essays\":[],\"created_at\":\"2026-01-02T03:04:05Z\","
          + "\"last_updated\":\"2026-01-02T03:04:05Z\",\"processing_started_at\":null,"
          + "\"processing_completed_at\":null}";

  private static final Batch FULL =
      new Batch(
          new BatchId("b/1"),
          new UserId("ü\"\\"),
          BatchStatus.COMPLETED_WITH_FAILURES,
          3,
          2,
          1,
          List.of(Phase.NLP, Phase.SPELLCHECK),
          false,
          Phase.NLP,
          List.of(
              essay(
                  new SpellcheckResult(
                      ProcessingStage.FAILED,
                      null,
                      null,
                      new TextId("o"),
                      "{\"a\":\"\uD83D\uDE00\"}"),
                  new CjResult(2L, -1.25)),
              essay(
                  new SpellcheckResult(
                      ProcessingStage.COMPLETED, 7L, new TextId("c"), new TextId("o"), null),
                  new CjResult(null, null)),
              essay(null, null)),
          false,
          T,
          T.plusNanos(123_456_000),
          T.plusNanos(1_000),
          T.plusNanos(500_000_000));

  private final JsonBodyWriter writer = new JsonBodyWriter();

  @Test
  void a_full_batch_byte_for_byte() {
    String times = "\"last_updated\":\"2026-01-02T03:04:05Z\"}";
    assertThat(text(writer.batch(FULL)))
        .isEqualTo(
            "{\"batch_id\":\"b/1\",\"user_id\":\"ü\\\"\\\\\",\"overall_status\":\"PARTIALLY_COMPLETED\","
                + "\"essay_count\":3,\"completed_essay_count\":2,\"failed_essay_count\":1,"
                + "\"requested_pipeline\":\"nlp,spellcheck\",\"current_phase\":\"NLP_ANALYSIS\",\"essays\":["
                + "{\"essay_id\":\"e\",\"filename\":null,\"spellcheck_status\":\"failed\","
                + "\"spellcheck_correction_count\":null,\"spellcheck_corrected_text_storage_id\":null,"
                + "\"spellcheck_error\":\"{\\\"a\\\":\\\"\uD83D\uDE00\\\"}\","
                + "\"cj_assessment_status\":\"completed\",\"cj_rank\":2,\"cj_score\":-1.25,"
                + "\"cj_assessment_error\":null,"
                + times
                + ",{\"essay_id\":\"e\",\"filename\":null,\"spellcheck_status\":\"completed\","
                + "\"spellcheck_correction_count\":7,\"spellcheck_corrected_text_storage_id\":\"c\","
                + "\"spellcheck_error\":null,\"cj_assessment_status\":\"completed\",\"cj_rank\":null,"
                + "\"cj_score\":null,\"cj_assessment_error\":null,"
                + times
                + ",{\"essay_id\":\"e\",\"filename\":null,\"spellcheck_status\":null,"
                + "\"spellcheck_correction_count\":null,\"spellcheck_corrected_text_storage_id\":null,"
                + "\"spellcheck_error\":null,\"cj_assessment_status\":null,\"cj_rank\":null,"
                + "\"cj_score\":null,\"cj_assessment_error\":null,"
                + times
                + "],\"created_at\":\"2026-01-02T03:04:05Z\","
                + "\"last_updated\":\"2026-01-02T03:04:05.123456Z\","
                + "\"processing_started_at\":\"2026-01-02T03:04:05.000001Z\","
                + "\"processing_completed_at\":\"2026-01-02T03:04:05.500000Z\"}");
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
    String error = "\u0000\u001F\u007F\u2028\"\\/<ß\uD83D\uDE00".repeat(5_000) + "\uD800";
    SpellcheckResult failed =
        new SpellcheckResult(ProcessingStage.FAILED, null, null, new TextId("o"), error);
    Batch batch = with(essay(failed, null));

    var read = JsonMapper.shared().readTree(writer.batch(batch).utf8());

    assertThat(read.at("/essays/0/spellcheck_error").asString()).isEqualTo(error);
  }

  /** After the contract's own members, and nowhere else. */
  @Test
  void an_error_that_was_cut_is_marked() {
    SpellcheckResult failed =
        new SpellcheckResult(ProcessingStage.FAILED, null, null, new TextId("o"), "{\"a…");

    String whole = text(writer.batch(with(essay(failed, null))));
    String cut =
        text(writer.batch(with(essay(failed, null)).withCutErrors(Set.of(new EssayId("e")))));

    assertThat(whole).doesNotContain("spellcheck_error_cut");
    assertThat(cut)
        .isEqualTo(
            whole.replace(
                "\"last_updated\":\"2026-01-02T03:04:05Z\"}]",
                "\"last_updated\":\"2026-01-02T03:04:05Z\",\"spellcheck_error_cut\":true}]"));
    assertThat(cut).isNotEqualTo(whole);
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
            null);

    assertThat(text(writer.batch(whole))).isEqualTo(EMPTY);
    assertThat(text(writer.batch(cut)))
        .isEqualTo(
            EMPTY.replaceFirst("}$", ",\"requested_pipeline_cut\":true,\"essays_cut\":true}"));
  }

  @Test
  void a_page_of_essays_has_them_as_their_batch_does() {
    EssayResult essay = essay(null, new CjResult(1L, 0.5));
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
    Batch batch = with(essay(null, new CjResult(Long.MAX_VALUE, score)));

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
        null);
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
        null);
  }

  private static EssayResult essay(@Nullable SpellcheckResult spellcheck, @Nullable CjResult cj) {
    return new EssayResult(new EssayId("e"), spellcheck, false, cj, T);
  }

  private static UserBatchesQuery query(int limit, long offset) {
    return new UserBatchesQuery(new UserId("u"), new StatusFilter.All(), limit, offset);
  }

  private static String text(Body body) {
    return new String(body.utf8(), StandardCharsets.UTF_8);
  }
}
