package com.huleedu.ras.demo;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a comparative judgement says of each essay: rank, score and the grade that is foreseen. */
final class SampleGrades {
  private static final String ANCHOR = "ANCHOR_12_9f3c21ab";

  private SampleGrades() {}

  /** The rows, best first; in the middle an essay that was graded before and stands for a grade. */
  static ArrayNode rows(List<String> bestFirst) {
    List<String> ranked = new ArrayList<>(bestFirst);
    ranked.add(bestFirst.size() / 2, ANCHOR);
    ArrayNode rows = SampleEnvelope.JSON.arrayNode();
    for (int place = 0; place < ranked.size(); place++) {
      rows.add(row(ranked.get(place), place, ranked.size()));
    }
    return rows;
  }

  private static ObjectNode row(String essay, int place, int of) {
    boolean anchor = essay.equals(ANCHOR);
    double confidence = anchor ? 1 : confidence(place);
    double normalized = rounded(0.95 - 0.6 * place / (of - 1), 100);
    ObjectNode row = SampleEnvelope.JSON.objectNode();
    row.put("essay_id", essay);
    row.put("normalized_score", normalized);
    row.put("letter_grade", letter(normalized));
    row.put("confidence_score", confidence);
    row.put("confidence_label", confidence < 0.6 ? "LOW" : confidence < 0.75 ? "MID" : "HIGH");
    row.put("bt_score", score(place, of));
    row.put("rank", place + 1);
    row.put("is_anchor", anchor);
    row.putNull("feedback_uri");
    row.putNull("metrics_uri");
    row.put("display_name", anchor ? "ANCHOR GRADE " + letter(normalized) : null);
    return row;
  }

  private static String letter(double normalized) {
    return "FEDCBA".substring(0, 6).charAt(Math.clamp((int) (normalized * 10) - 3, 0, 5)) + "";
  }

  private static double confidence(int place) {
    return rounded(0.5031 + place * 7 % 10 / 25.0, 10_000);
  }

  /** Scores are centred: the best is as far above 0 as the worst is below. */
  private static double score(int place, int of) {
    return rounded(1.7312 * (1.0 - 2.0 * place / (of - 1)), 10_000);
  }

  private static double rounded(double value, double parts) {
    return Math.round(value * parts) / parts;
  }
}
