package com.huleedu.ras.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.rebuild.LogRange;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that travel as a few kilobytes, and are 300 MB once they are read. */
class LargePollsTest extends ConsumerTestBase {
  private static final int MESSAGES = 300;
  private static final int SIZE = 1_000_000;

  private final List<Long> sizes = new CopyOnWriteArrayList<>();

  @BeforeEach
  void publishWhatCompressesWell() {
    Map<String, Object> settings = new HashMap<>(CONNECTION);
    settings.put("compression.type", "gzip");
    settings.put("compression.gzip.level", 1);
    settings.put("batch.size", SIZE);
    settings.put("linger.ms", 1_000);
    byte[] value = new byte[SIZE];
    try (var compressing =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < MESSAGES; i++) {
        var ignored = compressing.send(new ProducerRecord<>(topic, i % 2, null, value));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void theServiceProjectsThemInPollsThatFitIntoMemory(String protocol) {
    projector.behaviour =
        poll -> {
          note(poll);
          return RecordingProjector.PROJECTED;
        };
    try (KafkaAdapter adapter =
        KafkaAdapter.start(
            large(protocol),
            DECODER,
            projector,
            new SimpleMeterRegistry(),
            InstantSource.system())) {
      awaitApplied(MESSAGES);
      await()
          .untilAsserted(
              () -> assertThat(committed()).containsOnly(Map.entry(0, 150L), Map.entry(1, 150L)));
      assertThat(adapter.isAlive()).isTrue();
    }

    assertAllOnceInOrder(projector.applied);
    assertPollsFit();
  }

  @Test
  void theLogIsReadInPollsThatFitIntoMemory() {
    List<String> read = new CopyOnWriteArrayList<>();
    LogRange all = new LogRange(0, 150);
    try (MessageLog log = KafkaAdapter.log(large("classic"), DECODER)) {
      log.read(
          Map.of(new Partition(topic, 0), all, new Partition(topic, 1), all),
          poll -> {
            note(poll);
            poll.messages().forEach(message -> read.add(place(message)));
            return true;
          });
    }

    assertAllOnceInOrder(read);
    assertPollsFit();
  }

  private KafkaConfig large(String protocol) {
    KafkaConfig config = config(protocol);
    return new KafkaConfig(
        config.bootstrapServers(),
        name,
        topics,
        config.essential(),
        true,
        10_000,
        config.sessionTimeout(),
        protocol,
        Optional.empty(),
        config.stallAfter(),
        config.security());
  }

  private void note(Poll poll) {
    long size = 0;
    for (Message message : poll.messages()) {
      byte[] value = message.raw().value();
      size += value == null ? 0 : value.length;
    }
    sizes.add(size);
  }

  private void assertAllOnceInOrder(List<String> places) {
    for (int partition = 0; partition < 2; partition++) {
      String prefix = new Partition(topic, partition) + "@";
      assertThat(places.stream().filter(place -> place.startsWith(prefix)))
          .containsExactlyElementsOf(
              IntStream.range(0, MESSAGES / 2).mapToObj(offset -> prefix + offset).toList());
    }
  }

  private void assertPollsFit() {
    assertThat(sizes).allMatch(size -> size < BoundedPolls.MAX_BYTES + 10 * SIZE);
    // And they are not small for nothing.
    assertThat(sizes).hasSizeLessThan(MESSAGES / 5);
  }

  private static String place(Message message) {
    return message.raw().partition() + "@" + message.raw().offset();
  }
}
