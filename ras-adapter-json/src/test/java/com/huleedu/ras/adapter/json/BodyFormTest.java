package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.RejectedFiles;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body lies in the cache as it is sent, so its form is told from its text. */
class BodyFormTest {
  private static final UserBatchesQuery QUERY =
      new UserBatchesQuery(new UserId("u"), new StatusFilter.All(), 7, 0);
  private static final Batch WITHOUT_ESSAYS =
      new Batch(
          new BatchId("b"),
          new UserId("u"),
          BatchStatus.AWAITING_CONTENT_VALIDATION,
          0,
          0,
          0,
          List.of(),
          false,
          null,
          List.of(),
          false,
          FullBatch.T,
          FullBatch.T,
          null,
          null,
          null,
          null,
          null,
          RejectedFiles.NONE);

  @Test
  void a_body_is_of_the_form_of_the_names_that_it_was_written_with() {
    for (StatusNames names : StatusNames.values()) {
      JsonBodyWriter wrote = new JsonBodyWriter(names);
      for (Body body :
          List.of(
              wrote.batch(FullBatch.BATCH),
              wrote.batch(WITHOUT_ESSAYS),
              wrote.page(QUERY, new BatchPage(List.of(WITHOUT_ESSAYS, FullBatch.BATCH), 2)))) {
        for (StatusNames read : StatusNames.values()) {
          assertThat(new JsonBodyWriter(read).writes(body)).isEqualTo(read == names);
        }
      }
    }
  }

  @Test
  void a_page_without_batches_is_the_same_in_every_form() {
    Body page = new JsonBodyWriter(StatusNames.PUBLIC).page(QUERY, new BatchPage(List.of(), 0));

    assertThat(StatusNames.values()).allMatch(names -> new JsonBodyWriter(names).writes(page));
  }

  /** Even where an id says that it were of today. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"batch_id\":\"b\",\"user_id\":\"u\",\"overall_status\":\"REGISTERED\",\"essay_count\":0,"
            + "\"essays\":[],\"processing_completed_at\":null}",
        "{\"batch_id\":\",\\\"batch_status\\\":\",\"user_id\":\",\\\"file_upload_id\\\":,\","
            + "\"overall_status\":\"REGISTERED\",\"essays\":[{\"essay_id\":\"e\"}]}",
        "{\"batches\":[{\"batch_id\":\"b\",\"user_id\":\"u\",\"overall_status\":\"FAILED\"}]}",
        "{\"batch_id\":\"b\",\"overall_status\":\"",
        "{}",
        ""
      })
  void a_body_of_the_first_generation_is_of_no_form_of_today(String text) {
    Body body = new Body(text.getBytes(StandardCharsets.UTF_8));

    assertThat(StatusNames.values()).noneMatch(names -> new JsonBodyWriter(names).writes(body));
  }
}
