package com.huleedu.ras.adapter.json;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages the text of a JSON message token by token, so that most of it still reads well. */
final class HostileText {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*+\"|-?\\d[0-9.eE+-]*+|true|false|null|NaN|[{}\\[\\]:,]");
  private static final String[] VALUES = {
    "null",
    "true",
    "{}",
    "[]",
    "\"\"",
    "0",
    "-0.0",
    "-1",
    "5",
    "5.0",
    "\"5\"",
    "\"-5\"",
    "3.5",
    "9223372036854775807",
    "9223372036854775808",
    "1e18",
    "1e19",
    "1e999",
    "1e-999999999",
    "1e999999999",
    "-1E+2147483647",
    "1e2147483648",
    "1e99999999999999999999",
    "0e999999999",
    "10e-1",
    "NaN",
    "-NaN",
    "Infinity",
    "-INF",
    "01",
    "1.",
    ".5",
    "+5",
    "0x10",
    "\"\\u0000\"",
    "\"a\\u0000b\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"\\ud83d\\ude00\"",
    "\"\\uD83D\"",
    "\"\\x\"",
    "\"\\u12\"",
    "'a'",
    "\"\u2028\"",
    "\"\uFEFF\"",
    "\"\uE000\"",
    "\"2025-02-30T00:00:00Z\"",
    "\"0000-01-01T00:00:00Z\"",
    "\"9999-12-31T23:59:59.999999-23:59\"",
    "\"0000-01-01T00:00:00+23:59\"",
    "\"2025-06-28T21:42:05.123456789012345678901234567890Z\"",
    "\"11111111-1111-4111-8111-00000000000g\"",
    "\"1-1-1-1-1\"",
    "\"spellcheck\"",
    "\"SUCCESS\"",
    "\"cancelled\"",
    "{\"entity_id\":\"x\",\"entity_type\":\"y\"}",
    "[null]",
    "[[]]",
    "[{}]"
  };
  private static final String[] KEYS = {
    "event_id",
    "event_timestamp",
    "schema_version",
    "correlation_id",
    "data",
    "batch_id",
    "expected_essay_count",
    "essay_ids",
    "user_id",
    "requested_pipelines",
    "phase_name",
    "phase_status",
    "processed_essays",
    "failed_essay_ids",
    "entity_ref",
    "entity_id",
    "parent_id",
    "system_metadata",
    "entity",
    "error_info",
    "original_text_storage_id",
    "storage_metadata",
    "references",
    "corrected_text",
    "corrections_made",
    "rankings",
    "els_essay_id",
    "rank",
    "score",
    "status",
    "\\u0064ata",
    "",
    "\\u0000",
    "\\ud800",
    "unknown"
  };

  private final RandomGenerator random;

  HostileText(RandomGenerator random) {
    this.random = random;
  }

  /** The text with one to four tokens replaced, removed, repeated, swapped or given neighbours. */
  String damaged(String json) {
    List<String> tokens =
        new ArrayList<>(TOKEN.matcher(json).results().map(MatchResult::group).toList());
    for (int i = 1 + random.nextInt(4); i > 0 && !tokens.isEmpty(); i--) {
      damage(tokens);
    }
    return String.join(random.nextInt(8) == 0 ? " " : "", tokens);
  }

  private void damage(List<String> tokens) {
    int at = random.nextInt(tokens.size());
    switch (random.nextInt(14)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
      case 2 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
      case 3 -> tokens.set(at, value());
      case 4 -> afterNext(tokens, at, "{", "\"" + any(KEYS) + "\":" + value() + ",");
      // Of repeated members the last counts: this one comes after some of its name.
      case 5 -> afterNext(tokens, at, ",", "\"" + any(KEYS) + "\":" + value() + ",");
      default -> replaceValue(tokens, at);
    }
  }

  /** A value stays in its place and becomes another one: what still parses asks the most. */
  private void replaceValue(List<String> tokens, int from) {
    for (int i = from; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).equals(":") && !"{[".contains(tokens.get(i + 1))) {
        tokens.set(i + 1, value());
        return;
      }
    }
  }

  private static void afterNext(List<String> tokens, int from, String token, String inserted) {
    for (int i = from; i < tokens.size(); i++) {
      if (tokens.get(i).equals(token)) {
        tokens.add(i + 1, inserted);
        return;
      }
    }
  }

  String value() {
    return switch (random.nextInt(24)) {
      case 0 -> "\"" + "x".repeat(250 + random.nextInt(10)) + "\"";
      case 1 ->
          "\"" + "x".repeat(random.nextInt(70)) + "😀".repeat(250 + random.nextInt(10)) + "\"";
      case 2 -> "\"" + "é\\u0000\\ud800".repeat(random.nextInt(300)) + "\"";
      case 3 -> "9".repeat(1 + random.nextInt(1_200)) + (random.nextBoolean() ? "e-5" : "");
      case 4 -> nested(190 + random.nextInt(20));
      case 5 -> "{\"" + "k\\u0000😀".repeat(random.nextInt(100)) + "\":" + any(VALUES) + "}";
      case 6 ->
          "{\"corrected_text\":{\""
              + any(KEYS).repeat(random.nextInt(90))
              + "\":"
              + any(VALUES)
              + "}}";
      case 7 -> "[" + (any(VALUES) + ",").repeat(random.nextInt(30)) + any(VALUES) + "]";
      default -> any(VALUES);
    };
  }

  private String nested(int depth) {
    boolean arrays = random.nextBoolean();
    return (arrays ? "[" : "{\"a\":").repeat(depth) + "1" + (arrays ? "]" : "}").repeat(depth);
  }

  private String any(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
