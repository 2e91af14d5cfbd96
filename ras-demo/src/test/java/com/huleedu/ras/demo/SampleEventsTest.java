package com.huleedu.ras.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.demo.SampleBatch.File;
import com.huleedu.ras.demo.SampleBatch.Mishap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Held against the messages of the real producers: the same members of the same types. */
class SampleEventsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant AT = Instant.parse("2025-06-28T21:42:05.123456789Z");
  private static final String ID = "11111111-1111-4111-8111-000000000001";

  private static final String OUTCOMES = Topics.DEFAULT.of(EventKind.PHASE_OUTCOME).getLast();

  private final SampleBatch batch = SampleBatch.with(Mishap.NONE, "anna", new Random(1));
  private final SampleBatch failing = SampleBatch.with(Mishap.SOME_MISSPELT, "anna", new Random(1));
  private final SampleEvents events = new SampleEvents(batch, ID, OUTCOMES);

  @Test
  void registration() throws IOException {
    assertLike("16_batch_essays_registered_flat", batch.id(), events.registered(ID, AT));
  }

  @Test
  void files() throws IOException {
    File file = batch.files().getFirst();
    assertLike("9_slot_assigned", file.essay(), events.slotAssigned(file, ID, AT));
    assertLike("18_essay_validation_failed", file.upload(), events.fileRejected(file, ID, AT));
  }

  @Test
  void spellcheckOfAnEssay() throws IOException {
    String essay = batch.essays().getFirst();
    assertLike("11_spellcheck_results", essay, events.spellchecked(essay, 5, ID, AT));
    String misspelt = failing.misspelt().iterator().next();
    var bad = new SampleEvents(failing, ID, OUTCOMES).spellchecked(misspelt, 5, ID, AT);
    assertLike("12_spellcheck_results_failed", misspelt, bad);
  }

  @Test
  void outcomes() throws IOException {
    var partial = new SampleEvents(failing, ID, OUTCOMES).outcome("spellcheck", ID, AT);
    assertLike("17_phase_outcome_renamed", failing.id(), partial);
    assertThat(JSON.readTree(partial.value()).at("/data/phase_status").asString())
        .isEqualTo("completed_with_failures");
  }

  @Test
  void judgement() throws IOException {
    // Nobody fails in the demo's judgements.
    assertThat(members(JSON.readTree(events.judged(batch.essays(), ID, AT).value())))
        .containsExactlyElementsOf(
            members(sample("14_cj_completed_thin")).stream()
                .filter(member -> !member.startsWith("/data/processing_summary/failed_essay_ids/"))
                .toList());
    assertLike("15_cj_failed", batch.id(), events.judgingFailed(ID, AT));
  }

  @Test
  void grades() throws IOException {
    var record = events.graded(batch.essays(), ID, AT);
    assertLike("13_assessment_result", Integer.toString(batch.jobId()), record);
    JsonNode rows = JSON.readTree(record.value()).at("/data/essay_results");
    double sum = rows.valueStream().mapToDouble(one -> one.get("bt_score").asDouble()).sum();
    assertThat(sum).as("scores are centred").isBetween(-0.001, 0.001);
    assertThat(rows.valueStream().filter(row -> row.get("is_anchor").asBoolean())).hasSize(1);
  }

  @Test
  void end() throws IOException {
    assertLike("10_pipeline_completed", batch.id(), events.pipelineEnded(ID, AT));
  }

  private static void assertLike(String sample, String key, ProducerRecord<byte[], byte[]> record)
      throws IOException {
    JsonNode like = sample(sample);
    JsonNode made = JSON.readTree(record.value());
    assertThat(members(made)).containsExactlyElementsOf(members(like));
    for (String same : List.of("/event_type", "/source_service", "/schema_version")) {
      assertThat(made.at(same)).isEqualTo(like.at(same));
    }
    assertThat(made.at("/event_timestamp").asString()).isEqualTo("2025-06-28T21:42:05.123456Z");
    // The topics are named after the types of their events, but for two that lack both ends.
    assertThat(record.topic()).contains(like.get("event_type").asString());
    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(key);
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
