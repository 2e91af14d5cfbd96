package com.huleedu.ras.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.adapter.json.EventKind;
import com.huleedu.ras.adapter.json.JsonAdapter;
import com.huleedu.ras.adapter.json.Topics;
import com.huleedu.ras.demo.SampleBatch.Mishap;
import com.huleedu.ras.domain.OverallStatus;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.testkit.history.Picture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchStoryTest {
  private static final String OUTCOMES = topic(EventKind.PHASE_OUTCOME);
  private static final Instant BEGIN = Instant.parse("2025-06-28T08:00:00Z");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aFlawlessBatchIsToldInOrderAndWithinTheTime(long seed) {
    Random random = new Random(seed);
    SampleBatch batch = SampleBatch.with(Mishap.NONE, "anna", random);
    BatchStory story = BatchStory.of(batch, OUTCOMES, random);
    List<String> topics = firstsOf(story).stream().map(ProducerRecord::topic).toList();
    int essays = batch.essays().size();
    List<String> expected = new ArrayList<>();
    expected.add(topic(EventKind.BATCH_REGISTERED));
    expected.addAll(Collections.nCopies(essays, topic(EventKind.ESSAY_SLOT_ASSIGNED)));
    expected.addAll(Collections.nCopies(essays, topic(EventKind.SPELLCHECK_RESULTS)));
    expected.add(topic(EventKind.PHASE_OUTCOME));
    expected.add(topic(EventKind.CJ_ASSESSMENT_COMPLETED));
    expected.add(topic(EventKind.ASSESSMENT_RESULT));
    expected.add(topic(EventKind.PHASE_OUTCOME));
    expected.add(topic(EventKind.PIPELINE_COMPLETED));
    assertThat(topics).isEqualTo(expected);
    assertThat(story.steps().getFirst().after()).isZero();
    assertThat(story.steps().getLast().after())
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(45));
  }

  @Test
  void someMessagesAreDeliveredTwiceAndEachMishapComes() {
    Random random = new Random(7);
    int deliveredTwice = 0;
    Set<Mishap> mishaps = EnumSet.noneOf(Mishap.class);
    for (int i = 0; i < 100; i++) {
      BatchStory story = BatchStory.of(SampleBatch.any("anna", random), OUTCOMES, random);
      deliveredTwice += story.steps().size() - allOf(story).size();
      mishaps.add(mishapOf(story.batch()));
    }
    assertThat(deliveredTwice).isPositive();
    assertThat(mishaps).containsExactlyInAnyOrder(Mishap.values());
  }

  private static Mishap mishapOf(SampleBatch batch) {
    if (!batch.misspelt().isEmpty()) {
      return batch.spellchecked().isEmpty() ? Mishap.ALL_MISSPELT : Mishap.SOME_MISSPELT;
    }
    if (!batch.rejected().isEmpty()) {
      return Mishap.FILE_REJECTED;
    }
    return batch.judgedTwice() ? Mishap.JUDGED_TWICE : Mishap.NONE;
  }

  /** What the service makes of it in the end, of whatever is told twice and in whatever order. */
  @ParameterizedTest
  @CsvSource({
    "NONE, COMPLETED",
    "FILE_REJECTED, COMPLETED",
    "SOME_MISSPELT, PARTIALLY_COMPLETED",
    "JUDGED_TWICE, COMPLETED",
    "ALL_MISSPELT, FAILED"
  })
  void aMishapEndsAsItShould(Mishap mishap, OverallStatus status) {
    Random random = new Random(11);
    BatchStory story = BatchStory.of(SampleBatch.with(mishap, "anna", random), OUTCOMES, random);
    Batch batch = derived(story);

    assertThat(batch.status().overall()).isEqualTo(status);
    assertThat(batch.rejectedFiles().first()).hasSize(mishap == Mishap.FILE_REJECTED ? 1 : 0);
    assertThat(batch.essays())
        .filteredOn(essay -> essay.cj() != null)
        .hasSize(story.batch().spellchecked().size())
        .allSatisfy(essay -> assertThat(essay.cj().result().grade().letter()).matches("[A-F]"));
    assertThat(batch.essays())
        .filteredOn(essay -> essay.slot() != null)
        .hasSize(story.batch().essays().size() - story.batch().rejected().size());
  }

  static Batch derived(BatchStory story) {
    MessageDecoder decoder = JsonAdapter.messageDecoder(Topics.DEFAULT, new SimpleMeterRegistry());
    List<CompletionEvent> events = new ArrayList<>();
    for (BatchStory.Step step : story.steps()) {
      ProducerRecord<byte[], byte[]> sent = step.message().at(BEGIN.plus(step.after()));
      Message message =
          decoder.decode(
              new RawMessage(
                  new Partition(sent.topic(), 0), 0, BEGIN, sent.key(), List.of(), sent.value()));
      events.add(((Message.Decoded) message).event());
    }
    return Picture.of(Facts.fold(events)).batches().getFirst();
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
      String fact = record.topic() + text.replaceAll("\"(event_id|traceparent)\":\"[^\"]*\"", "");
      if (facts.add(fact)) {
        firsts.add(record);
      }
    }
    return firsts;
  }

  private static String topic(EventKind kind) {
    return Topics.DEFAULT.of(kind).getLast();
  }
}
