package com.huleedu.ras.adapter.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.testkit.contract.PlantedMistake;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mistakes in the text of statements, which PIT does not see; {@code ./ras mutation} runs this. The
 * test that holds the approved text is not asked: it would notice any change, and say of none what
 * it breaks.
 */
class PlantedMistakes {
  private static final String MERGE = UpsertMergeTest.class.getName();
  private static final String CONTRACT =
      "com.huleedu.ras.adapter.postgres.PostgresContractsTest$Batches";
  private static final String TIES = TiedBatchesTest.class.getName();
  private static final String BOTH = BothWaysTest.class.getName();
  private static final String ESSAYS = EssayBudgetTest.class.getName();
  private static final String REQUESTED = RequestedPhasesTest.class.getName();
  private static final String ERRORS = ErrorBudgetTest.class.getName();

  @ParameterizedTest
  @MethodSource({"upserts", "touched", "lists", "whole"})
  void isNoticed(PlantedMistake mistake) throws IOException {
    assertThat(mistake.failures()).isNotEmpty();
  }

  /** Else a test that can't be run at all would seem to notice everything. */
  @Test
  void whatIsNoMistakeIsNoticedByNone() throws IOException {
    for (String test : List.of(MERGE, CONTRACT, TIES, BOTH)) {
      assertThat(
              mistake("UserBatches", "ROWS_AT_A_TIME = 200", "ROWS_AT_A_TIME = 199", test)
                  .failures())
          .as(test)
          .isEmpty();
    }
  }

  private static PlantedMistake mistake(String name, String from, String to, String test) {
    return new PlantedMistake(
        "com/huleedu/ras/adapter/postgres/model/" + name + ".java", from, to, test);
  }

  private static PlantedMistake upsert(String from, String to) {
    return mistake("UpsertSql", from, to, MERGE);
  }

  static Stream<PlantedMistake> upserts() {
    return Stream.of(
        upsert("least(t.%1$s, excluded.%1$s)", "greatest(t.%1$s, excluded.%1$s)"),
        upsert("least(t.%1$s, excluded.%1$s)", "t.%1$s"),
        upsert("then excluded.%1$s else t.%1$s end\"", "then t.%1$s else excluded.%1$s end\""),
        upsert("or (%2$s) > (%3$s)", "or (%2$s) < (%3$s)"),
        upsert("or (%2$s) > (%3$s)", "or (%2$s) >= (%3$s)"),
        upsert("(t.%1$s is null or (%2$s) > (%3$s))", "((%2$s) > (%3$s))"),
        upsert("then t.%1$s else array(", "then excluded.%1$s else array("),
        upsert("select distinct e ", "select e "),
        upsert("t.%1$s || excluded.%1$s", "excluded.%1$s"),
        upsert("order by e)", "order by e desc)"),
        upsert("excluded.%1$s < t.%1$s))", "excluded.%1$s > t.%1$s))"),
        upsert("\"not t.%1$s @> excluded.%1$s\"", "\"t.%1$s @> excluded.%1$s\""),
        upsert("\"\\nor \"", "\"\\nand \""));
  }

  static Stream<PlantedMistake> touched() {
    return Stream.of(
        mistake("TouchedQuery", "as u (batch_id)", "as u (batch_id) where false", CONTRACT),
        mistake(
            "TouchedQuery", "where e.essay_id = any (?)", "where e.essay_id <> any (?)", CONTRACT),
        mistake(
            "TouchedQuery",
            "select n.batch_id, b.owners",
            "select n.batch_id, array[b.user_id]",
            CONTRACT),
        mistake("TouchedQuery", "b.batch_id = n.batch_id", "b.batch_id <> n.batch_id", CONTRACT));
  }

  private static PlantedMistake list(String from, String to, String test) {
    return mistake("UserBatches", from, to, test);
  }

  static Stream<PlantedMistake> lists() {
    return Stream.of(
        list(".desc(), BATCH_RESULTS.BATCH_ID);", ".desc());", TIES),
        list(
            "CREATED_AT.desc(), BATCH_RESULTS.BATCH_ID)\n",
            "CREATED_AT, BATCH_RESULTS.BATCH_ID)\n",
            BOTH),
        list(
            "CREATED_AT.desc(), BATCH_RESULTS.BATCH_ID);",
            "CREATED_AT, BATCH_RESULTS.BATCH_ID);",
            CONTRACT),
        list("fetchCount(BATCH_RESULTS, ofUser)", "fetchCount(BATCH_RESULTS)", BOTH),
        list(".offset(query.offset())", "", BOTH),
        list("matches >= query", "matches > query", CONTRACT),
        list("page.size() < query", "page.size() <= query", TIES),
        list("USER_ID.eq(user.value())", "USER_ID.isNotNull()", CONTRACT),
        list(".and(resultTime.isNotNull())", "", CONTRACT),
        list(".eq(BATCH_RESULTS.BATCH_ID)", ".isNotNull()", CONTRACT),
        list("row.get(RANKED)", "row.get(SPELLCHECKED)", CONTRACT));
  }

  private static PlantedMistake whole(String from, String to, String test) {
    return mistake("WholeBatchesSql", from, to, test);
  }

  static Stream<PlantedMistake> whole() {
    return Stream.of(
        whole("desc, batch_id limit", "desc limit", TIES),
        whole("created_at desc, batch_id", "created_at, batch_id", CONTRACT),
        whole("limit ? offset ?", "limit ? offset least(0, ?)", CONTRACT),
        whole("from batch_results where user_id = ?\\", "from page where '' <> ?\\", CONTRACT),
        whole("bool_or", "bool_and", CONTRACT),
        whole("cardinality(processed_ids), status", "cardinality(failed_ids), status", CONTRACT),
        whole("and cardinality(requested_phases) <= %s as", "and %s > 0 as", REQUESTED),
        whole("count(*) over () <= %s", "%s > 0", ESSAYS),
        whole("sum(octet_length(spellcheck_error)) over ()", "null", ERRORS),
        mistake("WholeBatches", "Batch::createdAt).reversed()", "Batch::createdAt)", CONTRACT),
        mistake("FlatRow", "boolean scored = !row.wasNull()", "boolean scored = true", CONTRACT),
        mistake("FlatRow", "FIRST = 7", "FIRST = 4", CONTRACT),
        mistake("FlatRow", "CJ_EVENT = 14", "CJ_EVENT = 5", CONTRACT));
  }
}
