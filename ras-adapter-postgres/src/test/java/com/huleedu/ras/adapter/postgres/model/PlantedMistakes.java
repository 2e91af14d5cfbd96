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
  private static final String TEXTS = TextBudgetTest.class.getName();
  private static final String FILES = RejectedFilesTest.class.getName();
  private static final String STATUS = StoredStatusTest.class.getName();
  private static final String RACES = StatusRacesTest.class.getName();
  private static final String OLD_ROWS =
      "com.huleedu.ras.adapter.postgres.migration.JudgeStoredBatchesTest";

  @ParameterizedTest
  @MethodSource({
    "upserts",
    "touched",
    "lists",
    "whole",
    "texts",
    "statuses",
    "migrations",
    "locks"
  })
  void isNoticed(PlantedMistake mistake) throws IOException {
    assertThat(mistake.failures()).isNotEmpty();
  }

  /** Else a test that can't be run at all would seem to notice everything. */
  @Test
  void whatIsNoMistakeIsNoticedByNone() throws IOException {
    for (String test : List.of(MERGE, CONTRACT, TIES, BOTH, STATUS, RACES)) {
      assertThat(mistake("BulkUpsert", "ROWS = 1_000", "ROWS = 999", test).failures())
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
        upsert("\">=\" : \">\"", "\">\" : \">\""),
        upsert("\">=\" : \">\"", "\"<=\" : \">\""),
        upsert("\">=\" : \">\"", "\">=\" : \"<\""),
        upsert("and (%4$s) is distinct", "and (%4$s) is not distinct"),
        upsert("column.isMark() ? \" is not null\"", "column.isMark() ? \" is null\""),
        mistake(
            "BulkUpsert",
            "anyMatch(this::hasSeldom) ? full",
            "noneMatch(this::hasSeldom) ? full",
            MERGE),
        mistake("FactTables", "Claim.Kind.SLOT ? true", "Claim.Kind.RESULT ? true", MERGE),
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
        mistake("Owners", "unnest(b.owners)", "unnest(array[b.user_id])", CONTRACT),
        mistake("Owners", "b.batch_id = any (?)", "b.batch_id <> all (?)", CONTRACT),
        mistake(
            "PostgresBatchRepository",
            "new Touched(all, owners)",
            "new Touched(held, owners)",
            RACES),
        mistake(
            "PostgresBatchRepository",
            "new Touched(all, owners)",
            "new Touched(all, Set.of())",
            CONTRACT));
  }

  private static PlantedMistake list(String from, String to, String test) {
    return mistake("UserBatches", from, to, test);
  }

  static Stream<PlantedMistake> lists() {
    return Stream.of(
        list(
            "CREATED_AT.desc(), BATCH_RESULTS.BATCH_ID)",
            "CREATED_AT, BATCH_RESULTS.BATCH_ID)",
            BOTH),
        list("fetchCount(BATCH_RESULTS, chosen)", "fetchCount(BATCH_RESULTS)", BOTH),
        list(".offset(query.offset())", "", BOTH),
        list("chosen.and(", "chosen.or(", BOTH),
        list("filter(filter::matches)", "filter(status -> true)", CONTRACT));
  }

  private static PlantedMistake whole(String from, String to, String test) {
    return mistake("WholeBatchesSql", from, to, test);
  }

  private static PlantedMistake ofAll(String from, String to, String test) {
    return chosen("where user_id = ?", from, to, test);
  }

  private static PlantedMistake ofOne(String from, String to, String test) {
    return chosen("where user_id = ? and status = ?", from, to, test);
  }

  /** In the page that is chosen like that. */
  private static PlantedMistake chosen(String where, String from, String to, String test) {
    String text = where + "\n          order by created_at desc, batch_id limit ? offset ?";
    return whole(text, text.replace(from, to), test);
  }

  static Stream<PlantedMistake> whole() {
    return Stream.of(
        ofAll("desc, batch_id limit ? offset", "desc limit ? offset", TIES),
        ofAll("desc, batch_id limit ? offset", ", batch_id limit ? offset", CONTRACT),
        ofAll("limit ? offset ?", "limit ? offset least(0, ?)", CONTRACT),
        whole("\"user_id = ?\");", "\"'' <> ?\");", CONTRACT),
        ofOne("desc, batch_id limit ? offset", "desc limit ? offset", TIES),
        ofOne("desc, batch_id limit ? offset", ", batch_id limit ? offset", CONTRACT),
        ofOne("limit ? offset ?", "limit ? offset least(0, ?)", CONTRACT),
        ofOne("and status = ?", "and status <> ?", CONTRACT),
        whole("\"user_id = ? and status = ?\"", "\"user_id = ? and status <> ?\"", CONTRACT),
        whole("desc, batch_id limit ?) as b", "desc limit ?) as b", TIES),
        whole("desc, b.batch_id limit", ", b.batch_id limit", CONTRACT),
        whole("and status = s.status", "and s.status is not null", CONTRACT),
        whole("user_id = ? and status = any (?)", "user_id = ? and status <> all (?)", CONTRACT),
        mistake("WholeBatches", "query.offset() + Math", "Math", CONTRACT),
        whole("bool_or", "bool_and", BOTH),
        whole("\"cardinality(processed_ids)\"", "\"cardinality(failed_ids)\"", CONTRACT),
        whole("p.cj_failure_at is not null) as named", "false) as named", BOTH),
        whole(
            "count(*) over () <= %s and sum(%s) over () <= %s as fits",
            "%s > 0 and %s is not null and %s > 0 as fits", FILES),
        whole("and cardinality(requested_phases) <= %s as", "and %s > 0 as", REQUESTED),
        whole(
            "count(*) over () <= %s and sum(\n          coal",
            "%s > 0 and sum(\n          coal", ESSAYS),
        whole("coalesce(octet_length(spellcheck_error), 0)", "0", ERRORS),
        whole("case when %s < %s then 0", "case when %s > 0 or %s > 0 then 0", TEXTS),
        mistake("WholeBatches", "Batch::createdAt).reversed()", "Batch::createdAt)", CONTRACT),
        mistake(
            "FlatRow",
            "double number = row.getDouble(column);\n    return row.wasNull() ? null : number;",
            "return row.getDouble(column);",
            CONTRACT),
        mistake("FlatColumns", "FIRST = 7", "FIRST = 4", CONTRACT),
        mistake("FlatColumns", "CJ_EVENT = 14", "CJ_EVENT = 28", CONTRACT));
  }

  private static PlantedMistake text(String from, String to, String test) {
    return mistake("TextBudget", from, to, test);
  }

  static Stream<PlantedMistake> texts() {
    return Stream.of(
        text("left(%1$s, %2$s + 1)", "left(%1$s, %2$s)", BOTH),
        text("> %2$s then left", "< %2$s then left", TEXTS),
        text("verdict_run = cj_run then", "verdict_run <> cj_run then", BOTH),
        text("\"repeat('v', %s)\"", "\"repeat('r', %s)\"", BOTH),
        text("octet_length(%s), 0)", "0 * octet_length(%s), 0)", ESSAYS),
        text("Stream.of(\"cj_run\", \"verdict_run\")", "Stream.of()", TEXTS),
        mistake("SomeMembers", "(sum(%s) over", "(count(%s) over", ESSAYS));
  }

  private static PlantedMistake judged(String from, String to, String test) {
    return mistake("JudgedStatuses", from, to, test);
  }

  static Stream<PlantedMistake> statuses() {
    return Stream.of(
        judged(
            "\"outcome_event_id\", \"outcome_digest\"",
            "\"outcome_digest\", \"outcome_digest\"",
            STATUS),
        judged(
            "FactTexts.micros(\"first_evidence_at\")", "FactTexts.micros(\"outcome_at\")", STATUS),
        judged("order by at desc, event_id", "order by at, event_id", STATUS),
        judged("or e.verdict_at is not null", "", STATUS),
        judged("and p.named_%1$s_at is null", "", STATUS),
        judged("b.essay_count > 0 and", "", STATUS),
        judged("b.essay_count <= (", "b.essay_count < (", STATUS),
        judged("and e.slot_at is not null", "", STATUS),
        mistake("FactTexts", "words[first + 2]", "\"0\" + words[first].substring(0, 0)", STATUS),
        judged("bool_or(failed_ids <> '{}')", "false", STATUS),
        mistake("StatusInputs", "return anyFailed && ", "return anyFailed && false && ", STATUS),
        mistake(
            "StatusInputs",
            "new NamedAlike(EnumSet.allOf(Phase.class),",
            "new NamedAlike(Set.of(),",
            STATUS),
        judged("phase = 'spellcheck'", "phase = 'nlp'", STATUS),
        judged("phase = 'cj_assessment'", "phase = 'nlp'", STATUS),
        judged("when not o.closed_%1$s and", "when", STATUS),
        judged("and (%2$s) limit", "limit", STATUS),
        judged(
            "where e.batch_id = b.batch_id and (%2$s)",
            "where e.batch_id is not null and (%2$s)", STATUS),
        judged("array(select distinct unnest(b.requested_phases))", "'{}'", REQUESTED),
        judged("and b.registered_at is not null", "", STATUS),
        judged("where b.batch_id = n.batch_id", "", STATUS),
        mistake(
            "PostgresBatchRepository",
            "return judge(held.keySet(), claimed);",
            "return new Touched(claimed, Set.of());",
            STATUS));
  }

  static Stream<PlantedMistake> migrations() {
    return Stream.of(
        migration(
            "Migrations", ".javaMigrations(JudgeStoredBatches.FORMER, JudgeStoredBatches.NOW)", ""),
        new PlantedMistake(
            "com/huleedu/ras/adapter/postgres/migration/ChangedSetting.java",
            "(flat or ?)",
            "(not flat or ?)",
            STATUS),
        migration("JudgeStoredBatches", "next = after(dsl, next.getLast())", "next = List.of()"));
  }

  private static PlantedMistake migration(String name, String from, String to) {
    return new PlantedMistake(
        "com/huleedu/ras/adapter/postgres/migration/" + name + ".java", from, to, OLD_ROWS);
  }

  /** What makes the last of several writers see what all of them wrote. */
  static Stream<PlantedMistake> locks() {
    return Stream.of(
        mistake(
            "BatchRow",
            "facts.outcomes().keySet().forEach(outcome -> place(rows, outcome.batch()));",
            "",
            RACES),
        mistake(
            "BatchRow",
            "facts.pipelines().keySet().forEach(batch -> place(rows, batch));",
            "",
            MERGE),
        mistake(
            "BatchRow",
            "facts.rejectedFiles().keySet().forEach(file -> place(rows, file.batch()));",
            "",
            MERGE),
        mistake("PostgresBatchRepository", "holdLate(dsl, late);", "", RACES),
        mistake("PostgresBatchRepository", "all.addAll(late);", "", RACES),
        mistake("JudgedStatuses", "for no key update skip locked", "for no key update", RACES),
        mistake("EssayClaims", "unnest(w.claimants)", "unnest(cast('{}' as text[]))", RACES),
        mistake("EssayClaims", "return essays.isEmpty()", "return facts != null", RACES));
  }
}
