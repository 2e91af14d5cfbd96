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
