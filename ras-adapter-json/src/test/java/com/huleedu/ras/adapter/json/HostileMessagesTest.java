package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever bytes come: decoded into what the domain allows, or malformed with a reason that a
 * person can read and a database can keep; the same each time, and at a cost that the length of the
 * message bounds.
 */
class HostileMessagesTest {
  private static final long SEED = Long.getLong("ras.test.seed", 20_261_124L);
  private static final int CASES = Boolean.getBoolean("ras.long") ? 1_000_000 : 30_000;

  private final DecoderJudge judge = new DecoderJudge();
  private final Map<String, Integer> outcomes = new TreeMap<>();

  @Test
  void theCorpusOnEveryTopic() {
    for (byte[] value : HostileMessage.corpus()) {
      Topics.DEFAULT.names().forEach(topic -> judge.judge(topic, value));
    }
    assertThat(HostileMessage.corpus()).hasSizeGreaterThan(8);
  }

  @Test
  @Timeout(1_800)
  void thousandsOfDamagedAndInventedMessages() {
    System.out.println("seed (-Dras.test.seed): " + SEED + ", cases: " + CASES);
    for (int i = 0; i < CASES; i++) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + i);
      HostileMessage message = HostileMessage.of(random);
      try {
        outcomes.merge(kind(judge.judge(message.topic(), message.value())), 1, Integer::sum);
      } catch (RuntimeException | Error e) {
        throw new AssertionError(
            "seed %d, topic %s: %s".formatted(SEED + i, message.topic(), kept(message)), e);
      }
    }
    System.out.println("outcomes: " + outcomes);
    System.out.println("costliest: " + judge.costliest());

    assertThat(outcomes)
        .as("the messages reach all that the decoder tells apart")
        .containsKeys(
            "BatchRegistered",
            "PhaseOutcomeAnnounced",
            "SpellcheckCompleted",
            "CjAssessmentCompleted",
            "bad_id",
            "bad_integer",
            "bad_number",
            "bad_timestamp",
            "bad_uuid",
            "missing_member",
            "not_an_object",
            "not_json",
            "not_utf8",
            "too_deep",
            "unknown_value",
            "wrong_type");
  }

  private static String kind(Message message) {
    return switch (message) {
      case Message.Decoded decoded -> name(decoded.event());
      case Message.Malformed malformed -> malformed.reason().type();
    };
  }

  private static String name(CompletionEvent event) {
    return event.getClass().getSimpleName();
  }

  /** In a file, to be moved to the corpus. */
  private static Path kept(HostileMessage message) {
    try {
      Path file = Files.createTempFile(Path.of("target"), "hostile-", ".bin");
      return Files.write(file, message.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
