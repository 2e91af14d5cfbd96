package com.huleedu.ras.chaos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Messages that nobody can understand. */
final class Poison {
  private static final List<String> TEXTS =
      List.of(
          "",
          "not json",
          "[]",
          "{\"event_id\":",
          "{\"data\":{}}",
          "{\"event_type\":\"x\",\"source_service\":\"x\",\"data\":null}",
          "{\"event_type\":\"x\",\"source_service\":\"x\",\"data\":{\"batch_id\":\"\"}}",
          "{\"event_id\":\"no uuid\",\"event_type\":\"x\",\"source_service\":\"x\",\"data\":{}}",
          // A whole envelope with data that no kind of message has: one id is missing, or not one.
          "{\"event_id\":\"6f9619ff-8b86-4d11-b42d-00c04fc964ff\",\"event_type\":\"x\","
              + "\"event_timestamp\":\"2026-02-07T21:42:05Z\",\"source_service\":\"x\","
              + "\"data\":{\"batch_id\":\"b\",\"essay_id\":\"\",\"entity_id\":\"\"}}",
          "{\"a\":".repeat(300) + "1" + "}".repeat(300));

  private static final List<byte[]> VALUES = new ArrayList<>();

  static {
    TEXTS.forEach(text -> VALUES.add(text.getBytes(StandardCharsets.UTF_8)));
    VALUES.add(new byte[] {(byte) 0xC3, (byte) 0x28, 0, (byte) 0xFF});
  }

  private Poison() {}

  /** A value of a Kafka message; null is a tombstone. */
  static byte @Nullable [] any(Random random) {
    int choice = random.nextInt(VALUES.size() + 1);
    return choice == VALUES.size() ? null : VALUES.get(choice);
  }
}
