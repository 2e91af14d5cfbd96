package com.huleedu.ras.adapter.postgres.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.postgres.PostgresFixture;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.Stamp;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.ModelTable;
import com.huleedu.ras.testkit.history.Histories;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an audit sees of a status: whether it follows from the facts that are stored. */
class AuditedStatusesTest {
  private final PostgresFixture store = new PostgresFixture();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aStatusIsHeldAgainstTheStoredFacts() {
    for (String batch : List.of("fine", "wrong", "none", "corrupt")) {
      store.record(registered(batch));
    }
    store.direct().execute("insert into batch_results (batch_id, owners) values ('place', '{}')");
    store
        .direct()
        .execute(
            "insert into batch_results (batch_id, owners, status) values ('surplus', '{}', 'cancelled')");
    store
        .direct()
        .execute("update batch_results set status = 'cancelled' where batch_id = 'wrong'");
    store.direct().execute("update batch_results set status = null where batch_id = 'none'");
    store
        .direct()
        .execute("update batch_results set requested_phases = '{x}' where batch_id = 'corrupt'");

    assertThat(statuses())
        .containsOnly(
            Map.entry("fine", "as the facts say"),
            Map.entry("wrong", "cancelled, but the facts say awaiting_content_validation"),
            Map.entry("none", "none, but the facts say awaiting_content_validation"),
            Map.entry("corrupt", "awaiting_content_validation, but the facts make no sense"),
            Map.entry("surplus", "cancelled, but the batch is not registered"),
            Map.entry("place", "a place"));
  }

  @Test
  void whatIsRecordedIsAsAFoldDemands() {
    for (int seed = 1; seed <= 20; seed++) {
      Facts facts = Facts.fold(Histories.random(seed, 20, "-" + seed));
      store.record(facts);
      assertThat(rows())
          .containsAll(
              store.adapter().modelRows().demandedBy(facts).stream()
                  .filter(row -> row.key().table() == ModelTable.BATCH_RESULTS)
                  .toList());
    }
  }

  private List<ModelRow> rows() {
    return store.adapter().modelRows().onSnapshot(state -> state.rowsAfter(null)).stream()
        .map(row -> new ModelRow(row.key(), row.columns(), null))
        .toList();
  }

  private Map<String, String> statuses() {
    return rows().stream()
        .collect(
            Collectors.toMap(
                row -> row.key().parts().getFirst(),
                row -> row.isPlace() ? "a place" : String.valueOf(row.columns().get("status"))));
  }

  private static Facts registered(String batch) {
    return Facts.fold(
        List.of(
            new BatchRegistered(
                new Stamp(Instant.EPOCH, new UUID(0, 1), 1),
                null,
                new BatchId(batch),
                new Registration(new UserId("user"), 0, List.of(), List.of()))));
  }
}
