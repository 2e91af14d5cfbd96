package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.RejectedFiles;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages can carry any number of files, and texts of any length: an answer has the first. */
class RejectedFilesTest {
  private static final UserId USER = new UserId("user");

  private final PostgresFixture store = new PostgresFixture();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void allAreShownAsLongAsTheyFit() {
    Batch batch = with(RejectedFiles.MAX_SHOWN, "n", "b1");
    assertThat(batch.rejectedFiles().isCut()).isFalse();
    assertThat(batch.rejectedFiles().first()).hasSize(RejectedFiles.MAX_SHOWN);
  }

  @Test
  void theFirstAreShownOfMore() {
    Batch batch = with(RejectedFiles.MAX_SHOWN + 3, "n", "b1");
    RejectedFiles files = batch.rejectedFiles();
    assertThat(files.known()).isEqualTo(RejectedFiles.MAX_SHOWN + 3);
    assertThat(files.newest()).isEqualTo(Instant.EPOCH.plusSeconds(RejectedFiles.MAX_SHOWN + 3));
    assertThat(files.first()).hasSize(RejectedFiles.MAX_SHOWN);
    assertThat(files.first().getFirst().upload()).hasToString("u1");
    assertThat(files.first().getLast().upload()).hasToString("u" + RejectedFiles.MAX_SHOWN);
  }

  /** A page shares what an answer has. */
  @Test
  void longTextsEndTheList() {
    String name = "ä".repeat(50_000); // 100,000 bytes, and a few more
    assertThat(with(5, name, "b1").rejectedFiles().isCut()).isFalse();
    RejectedFiles cut = with(7, name, "b2").rejectedFiles();
    assertThat(cut.known()).isEqualTo(7);
    assertThat(cut.first()).hasSize(5);

    assertThat(
            store
                .batches()
                .findByUser(new UserBatchesQuery(USER, new StatusFilter.All(), 10, 0))
                .batches())
        .extracting(batch -> batch.rejectedFiles().first().size())
        .containsExactly(2, 2);
  }

  private Batch with(int files, String name, String id) {
    BatchId batch = new BatchId(id);
    store.record(
        Facts.fold(
            List.of(
                new BatchRegistered(
                    new Stamp(Instant.EPOCH, new UUID(0, 0), 0),
                    null,
                    batch,
                    new Registration(USER, files, List.of(), List.of())))));
    store
        .direct()
        .execute(
            """
            insert into rejected_files
            select ?, 'u' || i, to_timestamp(i), gen_random_uuid(), 0, ?, 'CODE', null
            from generate_series(1, ?) as i
            """,
            id,
            name,
            files);
    return store.batches().find(batch).orElseThrow();
  }
}
