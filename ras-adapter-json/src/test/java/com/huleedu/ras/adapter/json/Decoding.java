package com.huleedu.ras.adapter.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Feeds single messages to the decoder. */
final class Decoding {
  static final Instant RECORD_TIME = Instant.parse("2025-07-01T10:00:00.123Z");
  static final String REGISTERED = Topics.DEFAULT.batchRegistered();
  static final String OUTCOME = Topics.DEFAULT.phaseOutcome();
  static final String SPELLCHECK = Topics.DEFAULT.spellcheckCompleted();
  static final String CJ = Topics.DEFAULT.cjAssessmentCompleted();

  static final String RICH_SPELLCHECK = topic(EventKind.SPELLCHECK_RESULTS);
  static final String RESULT = topic(EventKind.ASSESSMENT_RESULT);
  static final String CJ_FAILED = topic(EventKind.CJ_ASSESSMENT_FAILED);
  static final String SLOT = topic(EventKind.ESSAY_SLOT_ASSIGNED);
  static final String ENDED = topic(EventKind.PIPELINE_COMPLETED);
  static final String REJECTED = topic(EventKind.FILE_REJECTED);

  private static final MessageDecoder DECODER =
      JsonAdapter.messageDecoder(Topics.DEFAULT, new SimpleMeterRegistry());

  private Decoding() {}

  private static String topic(EventKind kind) {
    return Topics.DEFAULT.first(kind);
  }

  static Message decode(String topic, byte[] value) {
    return decode(topic, value, RECORD_TIME);
  }

  private static Message decode(String topic, byte[] value, Instant recordTime) {
    return DECODER.decode(
        new RawMessage(new Partition(topic, 3), 42L, recordTime, null, List.of(), value));
  }

  static Message decode(String topic, String json, Instant recordTime) {
    return decode(topic, json.getBytes(StandardCharsets.UTF_8), recordTime);
  }

  static Message decode(String topic, String json) {
    return decode(topic, json.getBytes(StandardCharsets.UTF_8));
  }

  static CompletionEvent event(String topic, String json) {
    Message message = decode(topic, json);
    assertThat(message).isInstanceOf(Message.Decoded.class);
    return ((Message.Decoded) message).event();
  }

  static String reason(String topic, String json) {
    Message message = decode(topic, json);
    assertThat(message).as(json).isInstanceOf(Message.Malformed.class);
    return ((Message.Malformed) message).reason().type();
  }

  /** A message as a producer wrote it. */
  static String real(String name) {
    try (InputStream file = Decoding.class.getResourceAsStream("/events/" + name + ".json")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String registered() {
    return real("1_batch_essays_registered");
  }

  static String outcome() {
    return real("2_phase_outcome_success");
  }

  static String spellchecked() {
    return real("5_spellcheck_success");
  }

  static String spellcheckFailed() {
    return real("6_spellcheck_failed");
  }

  static String ranked() {
    return real("7_cj_completed");
  }
}
