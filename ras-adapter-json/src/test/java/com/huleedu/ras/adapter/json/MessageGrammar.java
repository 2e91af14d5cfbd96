package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.BatchStatus;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Messages as the contract's grammar has them, with now and then a value that it has not. */
final class MessageGrammar {
  private static final String[] PHASES = {
    "spellcheck", "ai_feedback", "cj_assessment", "nlp", "student_matching"
  };
  private static final List<String> STATUSES =
      Stream.of(BatchStatus.values()).map(BatchStatus::eventName).toList();
  private static final String[] TIMES = {
    "2025-06-28T21:42:05.123456Z", "2025-06-28 21:42:05", "2024-02-29T00:00+23:59",
    "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999-2359", "1969-12-31T23:59:59,5"
  };

  private final RandomGenerator random;
  private final HostileText hostile;
  private final SecondGrammar second;

  MessageGrammar(RandomGenerator random) {
    this.random = random;
    this.hostile = new HostileText(random);
    this.second = new SecondGrammar(this, random);
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

  static EventKind kind(String topic) {
    return Objects.requireNonNull(Topics.DEFAULT.kinds().get(topic));
  }

  private String data(String topic) {
    return switch (kind(topic)) {
      case BATCH_REGISTERED -> registered();
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
              reference("entity_ref"),
              member("status", () -> random.nextBoolean() ? quoted("a_Success") : text()),
              member("system_metadata", this::metadata),
              member("original_text_storage_id", this::id),
              maybe(member("storage_metadata", () -> orNull(this::storage))),
              maybe(member("corrections_made", () -> orNull(this::integer))));
      case CJ_ASSESSMENT_COMPLETED ->
          object(
              reference("entity_ref"),
              member("status", this::text),
              member("system_metadata", this::metadata),
              member("cj_assessment_job_id", this::text),
              maybe(member("processing_summary", () -> orNull(this::summary))),
              maybe(member("rankings", () -> array(this::ranking))));
      default -> second.data(kind(topic));
    };
  }

  private String registered() {
    return object(
        random.nextBoolean() ? member("batch_id", this::id) : member("entity_id", this::id),
        member("expected_essay_count", this::integer),
        member("essay_ids", () -> array(this::id)),
        member("metadata", this::metadata),
        member("course_code", this::text),
        maybe(member("essay_instructions", this::text)),
        member("user_id", this::id),
        maybe(member("student_prompt_ref", () -> orNull(this::storage))),
        maybe(member("class_id", () -> orNull(this::text))),
        maybe(member("requested_pipelines", () -> array(this::phase))));
  }

  private String summary() {
    return object(
        maybe(member("successful_essay_ids", () -> array(this::id))),
        maybe(member("failed_essay_ids", () -> array(this::id))));
  }

  /** Either shape. */
  private String reference(String name) {
    return random.nextBoolean() ? member(name, this::entity) : entityMembers();
  }

  String metadata() {
    return object(
        reference("entity"),
        maybe(
            member(
                "error_info",
                () -> object(maybe(member("e", hostile::value)), member("f", this::text)))));
  }

  private String entity() {
    return object(entityMembers());
  }

  private String entityMembers() {
    return Stream.of(
            member("entity_id", this::id),
            member("entity_type", this::text),
            maybe(member("parent_id", () -> orNull(this::id))))
        .filter(member -> !member.isEmpty())
        .collect(Collectors.joining(","));
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

  String phase() {
    return quoted(PHASES[random.nextInt(PHASES.length)]);
  }

  String status() {
    return quoted(STATUSES.get(random.nextInt(STATUSES.size())));
  }

  String id() {
    return quoted(
        switch (random.nextInt(12)) {
          case 0 -> "😀".repeat(255);
          case 1 -> "\\ud83d\\ude00/\\u0001";
          default -> "e-" + random.nextInt(20);
        });
  }

  String integer() {
    int n = random.nextInt(100);
    return switch (random.nextInt(4)) {
      case 0 -> quoted("" + n);
      case 1 -> n + ".0";
      case 2 -> n + "e0";
      default -> "" + n;
    };
  }

  String text() {
    return quoted(random.nextInt(9) == 0 ? "\\ud800\\u0000" : "text");
  }

  private String uuid() {
    return quoted("1b4e28ba-2fa1-11d2-883f-0016d3cca4%02X".formatted(random.nextInt(256)));
  }

  String orNull(Supplier<String> value) {
    return random.nextInt(4) == 0 ? "null" : value.get();
  }

  String maybe(String member) {
    return random.nextInt(4) == 0 ? "" : member;
  }

  String array(Supplier<String> element) {
    return Stream.generate(element)
        .limit(random.nextInt(5))
        .collect(Collectors.joining(",", "[", "]"));
  }

  String member(String name, Supplier<String> value) {
    return quoted(name) + ":" + (random.nextInt(150) == 0 ? hostile.value() : value.get());
  }

  static String object(String... members) {
    return Stream.of(members)
        .filter(member -> !member.isEmpty())
        .collect(Collectors.joining(",", "{", "}"));
  }

  static String quoted(String text) {
    return '"' + text + '"';
  }
}
