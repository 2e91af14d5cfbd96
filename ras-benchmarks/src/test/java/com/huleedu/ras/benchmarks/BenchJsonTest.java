package com.huleedu.ras.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchJsonTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void a_row_has_its_numbers_and_its_verdict() {
    Row row = Row.ofPairs(RowId.MISS, List.of(80.0, 90.0, 50.0), List.of(100.0, 100.0, 100.0), "");
    assertThat(written(row))
        .isEqualTo(
            JSON.readTree(
                """
                {"id": "miss", "unit": "answers/s", "ours": 80.0, "yardstick": 100.0, "ratio": 0.8,
                 "target": 0.8, "stretch": 0.9, "holds": true, "spread": [0.5, 0.9],
                 "repetitions": 3}
                """));
  }

  @Test
  void a_number_that_stands_alone_has_no_ratio() {
    assertThat(written(Row.alone(RowId.MEMORY, List.of(400.0), "")))
        .isEqualTo(
            JSON.readTree(
                """
                {"id": "memory", "unit": "MiB", "ours": 400.0, "yardstick": null, "ratio": null,
                 "target": 350.0, "stretch": 256.0, "holds": false, "spread": [400.0, 400.0],
                 "repetitions": 1}
                """));
  }

  @Test
  void what_is_not_in_quick_holds_and_what_failed_does_not() {
    assertThat(written(Row.notInQuick(RowId.SIZE)).get("holds").asBoolean()).isTrue();
    JsonNode failed = written(Row.failed(RowId.TWO, "why"));
    assertThat(failed.get("holds").asBoolean()).isFalse();
    assertThat(failed.get("ours").isNull()).isTrue();
    assertThat(failed.get("target").isNull()).isTrue();
    assertThat(failed.get("spread").isNull()).isTrue();
  }

  @Test
  void says_where_it_was_measured_and_of_what() {
    JsonNode root = JSON.readTree(BenchJson.of(List.of(), Map.of("cores", 2), 17, "0123abcd"));
    assertThat(root)
        .isEqualTo(
            JSON.readTree(
                """
                {"rows": [], "machine": {"cores": 2}, "seed": 17, "commit": "0123abcd"}
                """));
  }

  private static JsonNode written(Row row) {
    return JSON.readTree(BenchJson.of(List.of(row), Map.of(), 1, null)).get("rows").get(0);
  }
}
