package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.BatchStatus;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Messages as the contract's grammar has them, with now and then a value that it has not. */
final class MessageGrammar {
  private static final String[] PHASES = {"spellcheck", "ai_feedback", "cj_assessment", "nlp"};
  private static final List<String> STATUSES =
      Stream.of(BatchStatus.values()).map(BatchStatus::eventName).toList();
  private static final String[] TIMES = {
    "2025-06-28T21:42:05.123456Z", "2025-06-28 21:42:05", "2024-02-29T00:00+23:59",
    "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999-2359", "1969-12-31T23:59:59,5"
  };

  private final RandomGenerator random;
  private final HostileText hostile;

  MessageGrammar(RandomGenerator random) {
    this.random = random;
    this.hostile = new HostileText(random);
  }

  String message(String topic) {
    return object(
        maybe(member("event_id", this::uuid)),
        member("event_type", this::text),
        maybe(member("event_timestamp", () -> quoted(TIMES[random.nextInt(TIMES.length)]))),
        member("source_service", this::text),
        maybe(member("schema_version", this::integer)),
        maybe(member("correlation_id", () -> orNull(this::uuid))),
        maybe(member("data_schema_uri", () -> orNull(this::text))),
        maybe(member("surplus", hostile::value)),
        member("data", () -> data(topic)));
  }

  private String data(String topic) {
    return switch (Topics.DEFAULT.kinds().get(topic)) {
      case BATCH_REGISTERED ->
          object(
              member("batch_id", this::id),
              member("expected_essay_count", this::integer),
              member("essay_ids", () -> array(this::id)),
              member("metadata", this::metadata),
              member("course_code", this::text),
              member("essay_instructions", this::text),
              member("user_id", this::id),
              maybe(member("requested_pipelines", () -> array(this::phase))));
      case PHASE_OUTCOME ->
          object(
              member("batch_id", this::id),
              member("phase_name", this::phase),
              member("phase_status", this::status),
              member("processed_essays", () -> array(this::processed)),
              member("failed_essay_ids", () -> array(this::id)));
      case SPELLCHECK_COMPLETED ->
          object(
              member("event_name", this::text),
              member("entity_ref", this::entity),
              member("status", () -> random.nextBoolean() ? quoted("a_Success") : text()),
              member("system_metadata", this::metadata),
              member("original_text_storage_id", this::id),
              maybe(member("storage_metadata", () -> orNull(this::storage))),
              maybe(member("corrections_made", () -> orNull(this::integer))));
      case CJ_ASSESSMENT_COMPLETED ->
          object(
              member("entity_ref", this::entity),
              member("status", this::text),
              member("system_metadata", this::metadata),
              member("cj_assessment_job_id", this::text),
              member("rankings", () -> array(this::ranking)));
    };
  }

  private String metadata() {
    return object(
        member("entity", this::entity),
        maybe(
            member(
                "error_info",
                () -> object(maybe(member("e", hostile::value)), member("f", this::text)))));
  }

  private String entity() {
    return object(
        member("entity_id", this::id),
        member("entity_type", this::text),
        maybe(member("parent_id", () -> orNull(this::id))));
  }

  private String storage() {
    return object(
        maybe(
            member(
                "references",
                () ->
                    object(maybe(member("corrected_text", () -> object(member("k", this::id))))))));
  }

  private String processed() {
    return object(member("essay_id", this::id), member("text_storage_id", this::id));
  }

  private String ranking() {
    return object(
        maybe(member("els_essay_id", () -> orNull(this::id))),
        maybe(member("rank", () -> orNull(this::integer))),
        maybe(member("score", () -> random.nextInt(9) == 0 ? "NaN" : "-0." + random.nextInt(999))));
  }

  private String phase() {
    return quoted(PHASES[random.nextInt(PHASES.length)]);
  }

  private String status() {
    return quoted(STATUSES.get(random.nextInt(STATUSES.size())));
  }

  private String id() {
    return quoted(
        switch (random.nextInt(12)) {
          case 0 -> "😀".repeat(255);
          case 1 -> "\\ud83d\\ude00/\\u0001";
          default -> "e-" + random.nextInt(20);
        });
  }

  private String integer() {
    int n = random.nextInt(100);
    return switch (random.nextInt(4)) {
      case 0 -> quoted("" + n);
      case 1 -> n + ".0";
      case 2 -> n + "e0";
      default -> "" + n;
    };
  }

  private String text() {
    return quoted(random.nextInt(9) == 0 ? "\\ud800\\u0000" : "text");
  }

  private String uuid() {
    return quoted("1b4e28ba-2fa1-11d2-883f-0016d3cca4%02X".formatted(random.nextInt(256)));
  }

  private String orNull(Supplier<String> value) {
    return random.nextInt(4) == 0 ? "null" : value.get();
  }

  private String maybe(String member) {
    return random.nextInt(4) == 0 ? "" : member;
  }

  private String array(Supplier<String> element) {
    return Stream.generate(element)
        .limit(random.nextInt(5))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private String member(String name, Supplier<String> value) {
    return quoted(name) + ":" + (random.nextInt(150) == 0 ? hostile.value() : value.get());
  }

  private static String object(String... members) {
    return Stream.of(members)
        .filter(member -> !member.isEmpty())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
