package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Stamps as texts that the server makes: their microseconds, event id and digest, with spaces. */
final class FactTexts {
  private FactTexts() {}

  /** SQL of the text of a stamp in these columns; null where there is none. */
  static String stamp(String at, String eventId, String digest) {
    return micros(at) + " || ' ' || " + eventId + " || ' ' || " + digest;
  }

  /** SQL of a time. */
  static String micros(String time) {
    return "(extract(epoch from %s) * 1000000)::bigint".formatted(time);
  }

  /** The stamp whose three words begin there. */
  static Stamp stamp(String[] words, int first) {
    return new Stamp(
        time(words[first]), UUID.fromString(words[first + 1]), Long.parseLong(words[first + 2]));
  }

  static Instant time(String micros) {
    return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
  }
}
