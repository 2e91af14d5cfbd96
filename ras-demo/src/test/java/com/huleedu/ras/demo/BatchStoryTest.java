package com.huleedu.ras.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchStoryTest {
  private static final Instant BEGIN = Instant.parse("2025-06-28T08:00:00Z");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aFlawlessBatchIsToldInOrderAndWithinTheTime(long seed) {
    Random random = new Random(seed);
    BatchStory story = BatchStory.of(SampleBatch.flawless("anna", random), random);
    List<String> topics = firstsOf(story).stream().map(ProducerRecord::topic).toList();
    Topics names = Topics.DEFAULT;
    List<String> expected = new ArrayList<>();
    expected.add(names.batchRegistered());
    story.batch().essays().forEach(essay -> expected.add(names.spellcheckCompleted()));
    expected.add(names.phaseOutcome());
    expected.add(names.cjAssessmentCompleted());
    expected.add(names.phaseOutcome());
    assertThat(topics).isEqualTo(expected);
    assertThat(story.steps().getFirst().after()).isZero();
    assertThat(story.steps().getLast().after())
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(45));
  }

  @Test
  void someMessagesAreDeliveredTwiceAndSomeBatchesFail() {
    Random random = new Random(7);
    int deliveredTwice = 0;
    Set<Integer> failures = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      BatchStory story = BatchStory.of(SampleBatch.any("anna", random), random);
      deliveredTwice += story.steps().size() - allOf(story).size();
      int misspelt = story.batch().misspelt().size();
      failures.add(misspelt == story.batch().essays().size() ? -1 : misspelt);
    }
    assertThat(deliveredTwice).isPositive();
    assertThat(failures).containsExactlyInAnyOrder(-1, 0, 1, 2);
  }

  /** Every message once, by identity. */
  private static Set<ProducerRecord<byte[], byte[]>> allOf(BatchStory story) {
    Set<ProducerRecord<byte[], byte[]>> records =
        Collections.newSetFromMap(new IdentityHashMap<>());
    story.steps().forEach(step -> records.add(step.message().at(BEGIN.plus(step.after()))));
    return records;
  }

  /** Without what is told again, in whatever form: by the fact that it states. */
  private static List<ProducerRecord<byte[], byte[]>> firstsOf(BatchStory story) {
    Set<String> facts = new HashSet<>();
    List<ProducerRecord<byte[], byte[]>> firsts = new ArrayList<>();
    for (BatchStory.Step step : story.steps()) {
      ProducerRecord<byte[], byte[]> record = step.message().at(BEGIN);
      String text = new String(record.value(), StandardCharsets.UTF_8);
      String fact = record.topic() + text.replaceFirst("\"event_id\":\"[^\"]*\"", "");
      if (facts.add(fact)) {
        firsts.add(record);
      }
    }
    return firsts;
  }
}
