package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.projection.Message;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a message malformed, by the contract. */
class StrictnessTest {

  @Test
  void aTombstoneAnEmptyValueAndBytesThatAreNotUtf8() {
    assertThat(reason((byte[]) null)).isEqualTo("tombstone");
    assertThat(reason(new byte[0])).isEqualTo("empty");
    assertThat(reason(new byte[] {(byte) 0xff, (byte) 0xfe, 0, '{'})).isEqualTo("not_utf8");
    assertThat(reason(Decoding.registered().getBytes(StandardCharsets.UTF_16LE)))
        .as("no guessing of other encodings")
        .isIn("not_utf8", "not_json");
    assertThat(reason(new byte[] {'"', (byte) 0xc0, (byte) 0x80, '"'})).isEqualTo("not_utf8");
  }

  private static String reason(byte[] value) {
    return ((Message.Malformed) Decoding.decode(Decoding.REGISTERED, value)).reason().type();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{not json|not_json",
        "` `|not_json",
        "{}x|not_json",
        "{} {}|not_json",
        "[]|not_an_object",
        "null|not_an_object",
        "\"text\"|not_an_object",
        "NaN|not_an_object",
        "{'a': 1}|not_json",
        "{\"a\": 01}|not_json",
        "\uFEFF{}|not_json",
        "{}|missing_member",
      })
  void textThatIsNoMessage(String text, String type) {
    assertThat(Decoding.reason(Decoding.REGISTERED, text)).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Infinity", "-Infinity", "+INF", "-INF"})
  void anInfiniteNumberAnywhereIsNoJson(String number) {
    String json =
        Decoding.registered().replaceFirst("\\{", "{\"unknown\": [{\"a\": " + number + "}], ");

    assertThat(Decoding.reason(Decoding.REGISTERED, json)).isEqualTo("not_json");
  }

  @Test
  void endlessNesting() {
    assertThat(Decoding.reason(Decoding.SPELLCHECK, "[".repeat(100_000))).isEqualTo("too_deep");
  }

  static Stream<Arguments> requiredMembers() {
    return Stream.of(
            Arguments.of(
                Decoding.REGISTERED,
                Decoding.registered(),
                "event_type source_service data batch_id expected_essay_count essay_ids metadata"
                    + " entity entity_id entity_type course_code essay_instructions user_id"),
            Arguments.of(
                Decoding.OUTCOME,
                Decoding.outcome(),
                "batch_id phase_name phase_status processed_essays essay_id text_storage_id"
                    + " failed_essay_ids"),
            Arguments.of(
                Decoding.SPELLCHECK,
                Decoding.spellchecked(),
                "event_name entity_ref status system_metadata entity original_text_storage_id"),
            Arguments.of(
                Decoding.CJ,
                Decoding.ranked(),
                "entity_ref status system_metadata cj_assessment_job_id rankings"))
        .flatMap(kind ->
            Stream.of(((String) kind.get()[2]).split(" "))
                .map(member -> Arguments.of(kind.get()[0], kind.get()[1], member)));
  }

  @ParameterizedTest
  @MethodSource("requiredMembers")
  void aRequiredMemberThatIsMissingNullOrOfAnotherType(String topic, String json, String member) {
    String name = "\"" + member + "\": ";
    assertThat(json).contains(name);
    assertThat(Decoding.reason(topic, json.replace(name, "\"x_" + member + "\": ")))
        .isEqualTo("missing_member");
    assertThat(Decoding.reason(topic, json.replace(name, name + "null, \"x\": ")))
        .isEqualTo("wrong_type");
    assertThat(Decoding.reason(topic, json.replace(name, name + "true, \"x\": ")))
        .isEqualTo("wrong_type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"event_id\": \"11111111-1111-4111-8111-000000000001\"|\"event_id\": \"nope\"|bad_uuid",
        "\"event_id\": \"11111111-1111-4111-8111-000000000001\"|\"event_id\": \"1-1-1-1-1\"|bad_uuid",
        "\"event_id\": \"11111111-1111-4111-8111-000000000001\"|\"event_id\": null|wrong_type",
        "\"correlation_id\": \"c0c0c0c0-0000-4000-8000-000000000001\"|\"correlation_id\": \"x\"|bad_uuid",
        "\"event_timestamp\": \"2025-06-28T21|\"event_timestamp\": \"2025-02-30T21|bad_timestamp",
        "\"event_timestamp\": \"2025-06-28T21|\"event_timestamp\": \"2025-06-28T24|bad_timestamp",
        "\"event_timestamp\": \"2025-06-28T21:42:05.123456Z\"|\"event_timestamp\": \"yesterday\"|bad_timestamp",
        "\"event_timestamp\": \"2025-06-28T21:42:05.123456Z\"|\"event_timestamp\": \"2025-06-28\"|bad_timestamp",
        "\"event_timestamp\": \"2025-06-28T21:42:05.123456Z\"|\"event_timestamp\": 1751146925|wrong_type",
        "\"schema_version\": 1|\"schema_version\": 1.5|bad_integer",
        "\"schema_version\": 1|\"schema_version\": \"one\"|wrong_type",
        "\"data_schema_uri\": null|\"data_schema_uri\": 7|wrong_type",
        "\"expected_essay_count\": 2|\"expected_essay_count\": -1|bad_integer",
        "\"expected_essay_count\": 2|\"expected_essay_count\": 3.5|bad_integer",
        "\"expected_essay_count\": 2|\"expected_essay_count\": 1e999999999|bad_integer",
        "\"expected_essay_count\": 2|\"expected_essay_count\": \"5.0\"|wrong_type",
        "\"expected_essay_count\": 2|\"expected_essay_count\": NaN|wrong_type",
        "\"error_info\": {}|\"error_info\": []|wrong_type",
        "\"user_id\": \"user-42\"|\"user_id\": \"\"|bad_id",
        "\"user_id\": \"user-42\"|\"user_id\": \"a\\u0000b\"|bad_id",
        "\"user_id\": \"user-42\"|\"user_id\": \"a\\ud800b\"|bad_id",
      })
  void membersOfARegistration(String good, String bad, String type) {
    assertThat(Decoding.registered()).contains(good);
    assertThat(Decoding.reason(Decoding.REGISTERED, Decoding.registered().replace(good, bad)))
        .isEqualTo(type);
  }

  /** Absent means something; null does not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "event_id",
        "event_timestamp",
        "schema_version",
        "references",
        "corrected_text",
        "error_info"
      })
  void aMemberThatMayBeAbsentAndNotNull(String member) {
    String name = "\"" + member + "\": ";
    String json = Decoding.spellchecked();
    assertThat(json).contains(name);

    assertThat(Decoding.event(Decoding.SPELLCHECK, json.replace(name, "\"x_" + member + "\": ")))
        .isNotNull();
    assertThat(Decoding.reason(Decoding.SPELLCHECK, json.replace(name, name + "null, \"x\": ")))
        .isEqualTo("wrong_type");
  }

  @Test
  void anIdMayHave255CharactersAndNoMore() {
    String limit = "😀".repeat(255);
    String json = Decoding.registered();

    assertThat(Decoding.event(Decoding.REGISTERED, json.replace("user-42", limit))).isNotNull();
    assertThat(Decoding.reason(Decoding.REGISTERED, json.replace("user-42", limit + "x")))
        .isEqualTo("bad_id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SPELLCHECK", "Spellcheck", "", "translation"})
  void aPhaseThatIsNotListed(String phase) {
    assertThat(
            Decoding.reason(
                Decoding.OUTCOME,
                Decoding.outcome().replace("\"spellcheck\"", "\"" + phase + "\"")))
        .isEqualTo("unknown_value");
  }

  @Test
  void aPhaseStatusThatIsNotListed() {
    assertThat(
            Decoding.reason(
                Decoding.OUTCOME,
                Decoding.outcome().replace("completed_successfully", "completed")))
        .isEqualTo("unknown_value");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"corrections_made\": 5|\"corrections_made\": 3.5|bad_integer",
        "\"corrections_made\": 5|\"corrections_made\": -1|bad_integer",
        "\"corrections_made\": 5|\"corrections_made\": true|wrong_type",
        "{\"default\": \"txt-corr-e1\"}|{\"default\": 5}|wrong_type",
        "{\"default\": \"txt-corr-e1\"}|[]|wrong_type",
        "\"status\": \"spellchecked_success\"|\"status\": 7|wrong_type",
      })
  void membersOfASpellcheck(String good, String bad, String type) {
    assertThat(Decoding.spellchecked()).contains(good);
    assertThat(Decoding.reason(Decoding.SPELLCHECK, Decoding.spellchecked().replace(good, bad)))
        .isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"score\": 0.7312|\"score\": \"0.7\"|wrong_type",
        "\"score\": 0.7312|\"score\": Infinity|not_json",
        "\"score\": 0.7312|\"score\": 1e999|bad_number",
        "\"rank\": 1|\"rank\": 1.5|bad_integer",
        "\"rank\": 1|\"rank\": NaN|wrong_type",
        "{\"rank\": 1|7, {\"rank\": 1|wrong_type",
      })
  void membersOfARanking(String good, String bad, String type) {
    assertThat(Decoding.ranked()).contains(good);
    assertThat(Decoding.reason(Decoding.CJ, Decoding.ranked().replace(good, bad))).isEqualTo(type);
  }
}
