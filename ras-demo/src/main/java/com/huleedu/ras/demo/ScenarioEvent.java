package com.huleedu.ras.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** One event of a scenario while its members are read, which may come in any order. */
final class ScenarioEvent {
  private @Nullable String topic;
  private byte @Nullable [] key;
  private byte @Nullable [] value;
  private boolean hasContent;

  void topic(String name) {
    topic = name;
  }

  void key(@Nullable String text) {
    key = text == null ? null : text.getBytes(UTF_8);
  }

  void value(byte[] bytes) {
    content(bytes);
  }

  void base64(String text) {
    try {
      content(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"base64\" is not base64: " + e.getMessage(), e);
    }
  }

  void tombstone() {
    content(null);
  }

  private void content(byte @Nullable [] bytes) {
    if (hasContent) {
      throw new IllegalArgumentException(
          "more than one of \"value\", \"raw\", \"base64\", \"tombstone\"");
    }
    hasContent = true;
    value = bytes;
  }

  /**
   * @param where put before the message if a member is missing
   */
  ProducerRecord<byte[], byte[]> record(String where) {
    if (topic == null || topic.isEmpty()) {
      throw new IllegalArgumentException(where + "no \"topic\"");
    }
    if (!hasContent) {
      throw new IllegalArgumentException(
          where + "none of \"value\", \"raw\", \"base64\", \"tombstone\"");
    }
    return new ProducerRecord<>(topic, key, value);
  }
}
