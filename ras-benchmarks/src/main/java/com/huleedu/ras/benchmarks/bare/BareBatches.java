package com.huleedu.ras.benchmarks.bare;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Y4: batches straight from rows to bytes. One round trip of prepared statements with binary
 * results; rows in the order of the answer, the essays merged to their batches as they come.
 */
final class BareBatches {
  private static final String BATCH_COLUMNS =
      """
      select b.batch_id, b.user_id, b.essay_count, array_to_string(b.requested_phases, ','),
        b.created_at, b.registered_at,
        s.outcome_at, s.status, cardinality(s.processed_ids), cardinality(s.failed_ids),
        s.first_evidence_at,
        c.outcome_at, c.status, cardinality(c.processed_ids), cardinality(c.failed_ids),
        c.first_evidence_at
      from batch_results b
      left join phase_outcomes s on s.batch_id = b.batch_id and s.phase = 'spellcheck'
      left join phase_outcomes c on c.batch_id = b.batch_id and c.phase = 'cj_assessment'
      """;
  private static final String ESSAY_COLUMNS =
      """
      select e.batch_id, e.essay_id, e.spellcheck_stage, e.correction_count, e.corrected_text_id,
        e.spellcheck_error, e.spellcheck_at, e.cj_at, e.cj_rank, e.cj_score, e.first_evidence_at
      from essay_results e join batch_results b on b.batch_id = e.batch_id
      """;
  private static final String ESSAY_ORDER = "array_position(b.essay_ids, e.essay_id), e.essay_id";
  private static final String ONE = "where b.batch_id = ? and b.registered_at is not null";
  private static final String PAGE =
      """
      where b.batch_id = any(array(select batch_id from batch_results where user_id = ?
        order by created_at desc, batch_id limit ? offset ?))
      """;
  private static final String STATUS =
      BATCH_COLUMNS + ONE + ";" + ESSAY_COLUMNS + ONE + " order by " + ESSAY_ORDER;
  private static final String LIST =
      "select count(*) from batch_results where user_id = ?;"
          + BATCH_COLUMNS
          + PAGE
          + " order by b.created_at desc, b.batch_id;"
          + ESSAY_COLUMNS
          + PAGE
          + " order by b.created_at desc, b.batch_id, "
          + ESSAY_ORDER;
  private static final byte[] NOT_FOUND = JsonBytes.ascii("{}");

  private final BlockingQueue<Line> lines;

  /** A connection with all that is used again on it. */
  private record Line(
      PreparedStatement status, PreparedStatement list, BatchJson json, JsonBytes out) {}

  /**
   * Connects.
   *
   * @param jdbcUrl with the schema of the model as its current one
   */
  BareBatches(String jdbcUrl, int connections) throws SQLException {
    lines = new ArrayBlockingQueue<>(connections);
    for (int i = 0; i < connections; i++) {
      Connection connection = DriverManager.getConnection(jdbcUrl + "&prepareThreshold=1");
      Line line =
          new Line(
              connection.prepareStatement(STATUS),
              connection.prepareStatement(LIST),
              new BatchJson(),
              new JsonBytes());
      makeBinary(line);
      lines.add(line);
    }
  }

  /** The driver asks for binary results once it knows the columns. */
  private static void makeBinary(Line line) throws SQLException {
    for (int i = 0; i < 3; i++) {
      for (int parameter = 1; parameter <= 2; parameter++) {
        line.status.setString(parameter, "none");
      }
      line.status.execute();
      setPage(line.list, "none", 20, 0);
      line.list.execute();
    }
  }

  private static void setPage(PreparedStatement statement, String user, int limit, int offset)
      throws SQLException {
    statement.setString(1, user);
    for (int first = 2; first <= 5; first += 3) {
      statement.setString(first, user);
      statement.setInt(first + 1, limit);
      statement.setInt(first + 2, offset);
    }
  }

  byte[] status(String batch) throws SQLException, InterruptedException {
    Line line = lines.take();
    try {
      PreparedStatement statement = line.status;
      statement.setString(1, batch);
      statement.setString(2, batch);
      statement.execute();
      ResultSet batches = statement.getResultSet();
      if (!batches.next()) {
        return NOT_FOUND;
      }
      line.json.readBatch(batches);
      ResultSet essays = next(statement);
      while (essays.next()) {
        line.json.addEssay(essays);
      }
      line.out.clear();
      line.json.writeTo(line.out);
      return line.out.toBytes();
    } finally {
      lines.add(line);
    }
  }

  byte[] list(String user, int limit, int offset) throws SQLException, InterruptedException {
    Line line = lines.take();
    try {
      PreparedStatement statement = line.list;
      setPage(statement, user, limit, offset);
      statement.execute();
      ResultSet count = statement.getResultSet();
      count.next();
      long total = count.getLong(1);
      line.out.clear();
      line.out.add(JsonBytes.ascii("{\"batches\":["));
      batches(line, statement);
      line.out
          .add(JsonBytes.ascii("],\"pagination\":{\"limit\":"))
          .number(limit)
          .add(JsonBytes.ascii(",\"offset\":"))
          .number(offset)
          .add(JsonBytes.ascii(",\"total\":"))
          .number(total)
          .add(JsonBytes.ascii("}}"));
      return line.out.toBytes();
    } finally {
      lines.add(line);
    }
  }

  private static void batches(Line line, PreparedStatement statement) throws SQLException {
    // The first result stays open while the second is read: both are in memory.
    statement.getMoreResults(PreparedStatement.KEEP_CURRENT_RESULT);
    ResultSet batches = Objects.requireNonNull(statement.getResultSet());
    statement.getMoreResults(PreparedStatement.KEEP_CURRENT_RESULT);
    ResultSet essays = Objects.requireNonNull(statement.getResultSet());
    boolean more = essays.next();
    for (int i = 0; batches.next(); i++) {
      if (i > 0) {
        line.out.add(JsonBytes.ascii(","));
      }
      line.json.readBatch(batches);
      while (more && line.json.isOfBatch(essays)) {
        line.json.addEssay(essays);
        more = essays.next();
      }
      line.json.writeTo(line.out);
    }
  }

  private static ResultSet next(PreparedStatement statement) throws SQLException {
    statement.getMoreResults();
    return Objects.requireNonNull(statement.getResultSet());
  }

  /** A time in binary: microseconds since 2000; {@link Long#MIN_VALUE}: null. */
  static long time(ResultSet row, int column) throws SQLException {
    byte[] raw = row.getBytes(column);
    return raw == null ? Long.MIN_VALUE : ByteBuffer.wrap(raw).getLong();
  }
}
