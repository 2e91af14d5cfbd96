package com.huleedu.ras.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Damages rows in every way that comes to mind, each another row, and says which difference it
 * makes.
 */
final class Corruption {
  private final Connection connection;
  private final List<String> expected = new ArrayList<>();
  private final List<String> used = new ArrayList<>();

  private Corruption(Connection connection) {
    this.connection = connection;
  }

  /** Returns the differences that have to be found: kind, table, key, columns. */
  static List<String> everywhere(String url) {
    try (Connection connection = Rows.model(url)) {
      Corruption corruption = new Corruption(connection);
      corruption.essays();
      corruption.batches();
      corruption.outcomes();
      corruption.ofSecondGeneration();
      return corruption.expected;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void essays() throws SQLException {
    essay("cj_rank is not null", "cj_rank = cj_rank # 1", "wrong", "cj_rank");
    essay("cj_at is not null", "cj_score = 17.25", null, "cj_score");
    essay("spellcheck_at is not null", "spellcheck_stage = 'pending'", "wrong", "spellcheck_stage");
    essay("spellcheck_at is not null", "spellcheck_error = '{\"a\":1}'", null, "spellcheck_error");
    essay(
        "cj_at is not null and cj_rank is not null and cj_score is not null",
        "cj_at = null, cj_event_id = null, cj_digest = null, cj_rank = null, cj_score = null",
        "missing_fact",
        "cj_at,cj_event_id,cj_digest,cj_rank,cj_score");
    essay(
        "first_evidence_at is not null",
        "first_evidence_at = null",
        "missing_fact",
        "first_evidence_at");
    essay("cardinality(claimants) > 1", "claimants = claimants[2:]", "wrong", "claimants");
    essay(
        "claim_at is not null",
        "claim_by_registration = not claim_by_registration",
        "wrong",
        "claim_by_registration");
    essay(
        "spellcheck_at is not null",
        "spellcheck_digest = spellcheck_digest # 1",
        "wrong",
        "spellcheck_digest");
    String deleted = key("essay_results", "essay_id", "cj_at is not null");
    execute("delete from essay_results where essay_id = ?", deleted);
    expected.add("missing_row essay_results " + deleted);
    execute("insert into essay_results (essay_id, claimants) values (?, '{}')", "surplus-essay");
    expected.add("surplus_row essay_results surplus-essay");
  }

  private void batches() throws SQLException {
    batch("user_id = user_id || '!'", "wrong", "user_id");
    batch("owners = owners || array['zzz']", "wrong", "owners");
    batch("created_at = created_at - interval '1 microsecond'", "wrong", "created_at");
    batch("essay_count = essay_count # 1", "wrong", "essay_count");
    // Surplus, where the registration asked for none.
    batch("requested_phases = requested_phases || array['nlp']", "*", "requested_phases");
    batch("registered_event_id = null", "missing_fact", "registered_event_id");
    String key =
        key("batch_results", "batch_id", "registered_at is not null and status <> 'cancelled'");
    execute("update batch_results set status = 'cancelled' where batch_id = ?", key);
    expected.add("wrong batch_results %s status".formatted(key));
    execute(
        "insert into batch_results (batch_id, registered_at, owners) values (?, now(), '{a}')",
        "surplus-batch");
    expected.add("surplus_row batch_results surplus-batch");
    // A place says nothing.
    execute("insert into batch_results (batch_id, owners) values (?, '{}')", "place");
  }

  private void outcomes() throws SQLException {
    String batch = key("phase_outcomes", "batch_id", "phase = 'nlp'");
    execute("delete from phase_outcomes where phase = 'nlp' and batch_id = ?", batch);
    expected.add("missing_row phase_outcomes " + batch + "/nlp");
    String other = key("phase_outcomes", "batch_id", "phase = 'spellcheck'");
    execute(
        "update phase_outcomes set failed_ids = failed_ids || array['e'] where phase = 'spellcheck' and batch_id = ?",
        other);
    expected.add("* phase_outcomes " + other + "/spellcheck failed_ids");
    execute(
        "insert into phase_outcomes select ?, phase, outcome_at, outcome_event_id, outcome_digest, status, processed_ids, failed_ids, first_evidence_at from phase_outcomes limit 1",
        "surplus-batch");
    String phase = text("select phase from phase_outcomes where batch_id = 'surplus-batch'");
    expected.add("surplus_row phase_outcomes surplus-batch/" + phase);
  }

  /** What changes no status: these are told by their own rows alone. */
  private void ofSecondGeneration() throws SQLException {
    essay("file_name is not null", "file_name = file_name || '!'", "wrong", "file_name");
    essay("slot_at is not null", "slot_digest = slot_digest # 1", "wrong", "slot_digest");
    String batch = key("batch_pipelines", "batch_id", "assignment_id is not null");
    execute(
        "update batch_pipelines set assignment_id = assignment_id || '!' where batch_id = ?",
        batch);
    expected.add("wrong batch_pipelines %s assignment_id".formatted(batch));
    String upload = key("rejected_files", "upload_id", "true");
    String of =
        text(
            "select min(batch_id) from rejected_files where upload_id = '%s'"
                .formatted(upload.replace("'", "''")));
    execute(
        "update rejected_files set error_code = error_code || '!' where batch_id = '%s' and upload_id = ?"
            .formatted(of.replace("'", "''")),
        upload);
    expected.add("wrong rejected_files %s/%s error_code".formatted(of, upload));
  }

  private void essay(String where, String set, String kind, String columns) throws SQLException {
    String key = key("essay_results", "essay_id", where);
    execute("update essay_results set " + set + " where essay_id = ?", key);
    expected.add("%s essay_results %s %s".formatted(kind == null ? "*" : kind, key, columns));
  }

  private void batch(String set, String kind, String columns) throws SQLException {
    String key = key("batch_results", "batch_id", "registered_at is not null");
    execute("update batch_results set " + set + " where batch_id = ?", key);
    expected.add("%s batch_results %s %s".formatted(kind, key, columns));
  }

  /** The key of a row that nothing else damages. */
  private String key(String table, String column, String where) throws SQLException {
    String damaged = String.join("','", used);
    String key =
        text(
            "select %2$s from %1$s where %3$s and %2$s not in ('%4$s') order by md5(%2$s) limit 1"
                .formatted(table, column, where, damaged));
    assertThat(key).as(table + " where " + where).isNotNull();
    used.add(key.replace("'", "''"));
    return key;
  }

  private String text(String query) throws SQLException {
    try (ResultSet result = connection.createStatement().executeQuery(query)) {
      return result.next() ? result.getString(1) : null;
    }
  }

  private void execute(String sql, String parameter) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      assertThat(statement.executeUpdate()).as(sql).isEqualTo(1);
    }
  }
}
