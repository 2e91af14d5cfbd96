package com.huleedu.ras.adapter.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

/** A key of a service, by its digest, and when it was used last: whether an old one may go. */
final class KeyUse {
  private static final int SHOWN = 6;

  private final byte[] pair;
  private volatile double last = Double.NaN;

  private KeyUse(byte[] pair) {
    this.pair = pair;
  }

  /**
   * Begins to watch; {@code NaN} until it is used.
   *
   * @param pair the digest of service and key
   */
  static KeyUse of(String service, String key, byte[] pair, MeterRegistry registry) {
    KeyUse use = new KeyUse(pair);
    String digest = HexFormat.of().formatHex(Sha256.of(key.getBytes(StandardCharsets.UTF_8)));
    Gauge.builder("ras.key.last.used.timestamp.seconds", use, one -> one.last)
        .description("When a key was used last by a service, in seconds since 1970")
        .tag("service", service)
        .tag("key", digest.substring(0, SHOWN))
        .strongReference(true)
        .register(registry);
    return use;
  }

  byte[] pair() {
    return pair;
  }

  /**
   * Notes that one of these is used now.
   *
   * @param pair the digest of which, which is known to be valid
   */
  static void note(List<KeyUse> keys, byte[] pair, InstantSource clock) {
    double now = clock.millis() / 1_000.0;
    for (KeyUse key : keys) {
      if (MessageDigest.isEqual(key.pair, pair)) {
        key.last = now;
      }
    }
  }
}
