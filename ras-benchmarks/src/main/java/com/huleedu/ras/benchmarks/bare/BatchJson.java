package com.huleedu.ras.benchmarks.bare;

import static com.huleedu.ras.benchmarks.bare.BareBatches.time;
import static com.huleedu.ras.benchmarks.bare.JsonBytes.ascii;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One batch as the contract has it, from the columns of {@link BareBatches}. Knows the two phases
 * that the benchmark's events have, and outcomes that name no essay in two ways; whoever measures
 * with it compares its answers with those of the service before.
 */
final class BatchJson {
  private static final long NEVER = Long.MIN_VALUE;
  private static final byte[] ESSAY = ascii("{\"essay_id\":");
  private static final byte[] SPELLCHECK = ascii(",\"filename\":null,\"spellcheck_status\":");
  private static final byte[] CORRECTIONS = ascii(",\"spellcheck_correction_count\":");
  private static final byte[] CORRECTED = ascii(",\"spellcheck_corrected_text_storage_id\":");
  private static final byte[] ERROR = ascii(",\"spellcheck_error\":");
  private static final byte[] CJ = ascii(",\"cj_assessment_status\":");
  private static final byte[] RANK = ascii(",\"cj_rank\":");
  private static final byte[] SCORE = ascii(",\"cj_score\":");
  private static final byte[] UPDATED = ascii(",\"cj_assessment_error\":null,\"last_updated\":");
  private static final byte[] ERROR_DETAIL =
      ascii(",\"file_upload_id\":null,\"spellcheck_error_detail\":");
  private static final byte[] GRADE =
      ascii(
          ",\"cj_assessment_error_detail\":null,\"cj_letter_grade\":null,"
              + "\"cj_normalized_score\":null,\"cj_confidence_score\":null,"
              + "\"cj_confidence_label\":null}");
  private static final byte[] OF_TODAY =
      ascii(",\"assignment_id\":null,\"student_prompt_ref\":null,\"class_id\":null");
  private static final byte[] REJECTED_FILES = ascii(",\"rejected_files\":[]}");
  private static final byte[] NULL = ascii("null");
  private static final byte[] COMMA = ascii(",");
  private static final byte[] COMPLETED = ascii("completed");

  private final JsonBytes essays = new JsonBytes();
  private final Outcome spellcheck = new Outcome();
  private final Outcome cj = new Outcome();
  private byte[] id = {};
  private byte[] user = {};
  private long essayCount;
  private @Nullable String requested;
  private long createdAt;
  private long registeredAt;
  private long newestSpellcheck;
  private long newestCj;
  private long firstEvidence;
  private boolean any;

  /** What closed one phase. */
  private static final class Outcome {
    long at;
    String status = "";
    long processed;
    long failed;
    long firstEvidence;

    void read(ResultSet row, int from) throws SQLException {
      at = time(row, from);
      status = at == NEVER ? "" : row.getString(from + 1);
      processed = row.getLong(from + 2);
      failed = row.getLong(from + 3);
      firstEvidence = time(row, from + 4);
    }

    boolean isThere() {
      return at != NEVER;
    }
  }

  void readBatch(ResultSet row) throws SQLException {
    id = row.getBytes(1);
    user = row.getBytes(2);
    essayCount = row.getLong(3);
    requested = row.getString(4);
    createdAt = time(row, 5);
    registeredAt = time(row, 6);
    spellcheck.read(row, 7);
    cj.read(row, 12);
    essays.clear();
    newestSpellcheck = NEVER;
    newestCj = NEVER;
    firstEvidence = NEVER;
    any = false;
  }

  boolean isOfBatch(ResultSet essay) throws SQLException {
    return Arrays.equals(id, essay.getBytes(1));
  }

  void addEssay(ResultSet row) throws SQLException {
    if (any) {
      essays.add(COMMA);
    }
    any = true;
    long checkedAt = time(row, 7);
    long rankedAt = time(row, 8);
    newestSpellcheck = Math.max(newestSpellcheck, checkedAt);
    newestCj = Math.max(newestCj, rankedAt);
    firstEvidence = earliest(firstEvidence, time(row, 11));
    long newest = Math.max(checkedAt, rankedAt);
    essays.add(ESSAY).text(row.getBytes(2)).add(SPELLCHECK).text(row.getBytes(3));
    essays.add(CORRECTIONS).numberOrNull(number(row, 4)).add(CORRECTED).text(row.getBytes(5));
    byte[] error = row.getBytes(6);
    essays.add(ERROR).text(error);
    essays.add(CJ).text(rankedAt == NEVER ? null : COMPLETED);
    essays.add(RANK).numberOrNull(number(row, 9)).add(SCORE).numberOrNull(score(row));
    essays.add(UPDATED).time(newest == NEVER ? registeredAt : newest);
    essays.add(ERROR_DETAIL).add(error == null ? NULL : error).add(GRADE);
  }

  private static @Nullable String number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : Long.toString(value);
  }

  private static @Nullable String score(ResultSet row) throws SQLException {
    double value = row.getDouble(10);
    return row.wasNull() ? null : Double.toString(value);
  }

  void writeTo(JsonBytes out) {
    Outcome last = spellcheck.at >= cj.at ? spellcheck : cj;
    String current = currentPhase(last);
    String status = current == null ? status(last) : "PROCESSING";
    out.add(ascii("{\"batch_id\":")).text(id).add(ascii(",\"user_id\":")).text(user);
    out.add(ascii(",\"overall_status\":\"" + status + "\",\"essay_count\":")).number(essayCount);
    out.add(ascii(",\"completed_essay_count\":")).number(last.isThere() ? last.processed : 0);
    out.add(ascii(",\"failed_essay_count\":")).number(spellcheck.failed + cj.failed);
    out.add(ascii(",\"requested_pipeline\":"))
        .text(requested == null || requested.isEmpty() ? null : ascii(requested));
    out.add(ascii(",\"current_phase\":")).text(current == null ? null : ascii(current));
    out.add(ascii(",\"essays\":[")).add(essays);
    long updated = Math.max(Math.max(registeredAt, last.at), Math.max(newestSpellcheck, newestCj));
    long started = earliest(firstEvidence, earliest(spellcheck.firstEvidence, cj.firstEvidence));
    out.add(ascii("],\"created_at\":")).time(createdAt);
    out.add(ascii(",\"last_updated\":")).time(updated);
    out.add(ascii(",\"processing_started_at\":")).time(started);
    out.add(ascii(",\"processing_completed_at\":")).time(current == null ? last.at : NEVER);
    out.add(OF_TODAY).add(ascii(names(status)));
    out.add(ascii(",\"current_phase_name\":"))
        .text(current == null ? null : ascii(current.toLowerCase(Locale.ROOT)));
    out.add(REJECTED_FILES);
  }

  private static String names(String status) {
    return switch (status) {
      case "REGISTERED" -> names("awaiting_content_validation", "pending_content");
      case "PROCESSING" -> names("processing_pipelines", "processing");
      case "PARTIALLY_COMPLETED" -> names("completed_with_failures", "completed_with_failures");
      case "COMPLETED" -> names("completed_successfully", "completed_successfully");
      case "CANCELLED" -> names("cancelled", "cancelled");
      default -> names("failed_critically", "failed");
    };
  }

  private static String names(String batch, String client) {
    return ",\"batch_status\":\"" + batch + "\",\"client_status\":\"" + client + '"';
  }

  private @Nullable String currentPhase(Outcome last) {
    boolean spellchecking = newestSpellcheck != NEVER && !spellcheck.isThere();
    boolean judging = newestCj != NEVER && !cj.isThere();
    if (spellchecking || judging) {
      return (judging && newestCj >= newestSpellcheck) || !spellchecking
          ? "CJ_ASSESSMENT"
          : "SPELLCHECK";
    }
    if (!last.isThere() || List.of("cancelled", "failed_critically").contains(last.status)) {
      return null;
    }
    String phases = requested == null ? "" : requested;
    if (phases.contains("spellcheck") && !spellcheck.isThere()) {
      return "SPELLCHECK";
    }
    return phases.contains("cj_assessment") && !cj.isThere() ? "CJ_ASSESSMENT" : null;
  }

  private String status(Outcome last) {
    return switch (last.status) {
      case "" -> "REGISTERED";
      case "cancelled" -> "CANCELLED";
      case "failed_critically" -> "FAILED";
      default ->
          last.status.equals("completed_with_failures") || spellcheck.failed + cj.failed > 0
              ? "PARTIALLY_COMPLETED"
              : "COMPLETED";
    };
  }

  private static long earliest(long a, long b) {
    if (a == NEVER || b == NEVER) {
      return Math.max(a, b);
    }
    return Math.min(a, b);
  }
}
