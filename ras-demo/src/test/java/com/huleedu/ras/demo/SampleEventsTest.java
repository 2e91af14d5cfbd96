package com.huleedu.ras.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Held against the messages of the real producers: the same members of the same types. */
class SampleEventsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant AT = Instant.parse("2025-06-28T21:42:05.123456789Z");
  private static final String ID = "11111111-1111-4111-8111-000000000001";

  private final SampleBatch batch = SampleBatch.flawless("anna", new Random(1));
  private final SampleBatch failing =
      new SampleBatch(
          batch.id(),
          batch.teacher(),
          batch.task(),
          batch.essays(),
          Set.of(batch.essays().getFirst()),
          1);
  private final SampleEvents events = new SampleEvents(batch, ID);

  @Test
  void registration() throws IOException {
    JsonNode like = sample("1_batch_essays_registered");
    var record = events.registered(ID, AT);
    List<String> members = members(JSON.readTree(record.value()));
    // Optional, and not in the sample.
    assertThat(members.remove("/data/requested_pipelines ARRAY")).isTrue();
    assertThat(members.removeIf(member -> member.startsWith("/data/requested_pipelines/")))
        .isTrue();
    assertThat(members).containsExactlyElementsOf(members(like));
    assertThat(record.key()).isNull();
    assertThat(record.topic()).isEqualTo(like.get("event_type").asString());
  }

  @Test
  void spellcheckOfAnEssay() throws IOException {
    String essay = batch.essays().getFirst();
    var good = events.spellchecked(essay, 5, ID, AT);
    assertLike("5_spellcheck_success", good);
    assertThat(new String(good.key(), StandardCharsets.UTF_8)).isEqualTo(essay);
    var bad = new SampleEvents(failing, ID).spellchecked(essay, 5, ID, AT);
    assertLike("6_spellcheck_failed", bad);
  }

  @Test
  void outcomes() throws IOException {
    assertLike("2_phase_outcome_success", events.outcome("spellcheck", ID, AT));
    var partial = new SampleEvents(failing, ID).outcome("spellcheck", ID, AT);
    assertLike("3_phase_outcome_partial", partial);
    assertThat(JSON.readTree(partial.value()).at("/data/phase_status").asString())
        .isEqualTo("completed_with_failures");
  }

  @Test
  void rankings() throws IOException {
    var record = events.judged(batch.essays(), ID, AT);
    assertLike("7_cj_completed", record);
    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(ID);
    JsonNode rankings = JSON.readTree(record.value()).at("/data/rankings");
    double sum = rankings.valueStream().mapToDouble(one -> one.get("score").asDouble()).sum();
    assertThat(sum).as("scores are centred").isBetween(-0.001, 0.001);
  }

  private static void assertLike(String sample, ProducerRecord<byte[], byte[]> record)
      throws IOException {
    JsonNode like = sample(sample);
    JsonNode made = JSON.readTree(record.value());
    assertThat(members(made)).containsExactlyElementsOf(members(like));
    for (String same : List.of("/event_type", "/source_service", "/schema_version")) {
      assertThat(made.at(same)).isEqualTo(like.at(same));
    }
    assertThat(made.at("/event_timestamp").asString()).isEqualTo("2025-06-28T21:42:05.123456Z");
    assertThat(record.topic()).isEqualTo(like.get("event_type").asString());
  }

  private static JsonNode sample(String name) throws IOException {
    return JSON.readTree(Files.readString(Conformance.directory("events").resolve(name + ".json")));
  }

  /** Path and type of every member, in order; a list counts by its first element. */
  private static List<String> members(JsonNode node) {
    List<String> members = new ArrayList<>();
    collect("", node, members);
    return members;
  }

  private static void collect(String path, JsonNode node, List<String> members) {
    members.add(path + " " + node.getNodeType());
    if (node.isArray() && !node.isEmpty()) {
      collect(path + "/0", node.get(0), members);
    }
    node.properties()
        .forEach(member -> collect(path + "/" + member.getKey(), member.getValue(), members));
  }
}
