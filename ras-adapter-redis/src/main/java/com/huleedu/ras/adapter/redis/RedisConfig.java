package com.huleedu.ras.adapter.redis;

import com.huleedu.ras.tls.Tls;
import java.time.Duration;
import java.util.Optional;

/**
 * Where Redis is, and how long what is kept there lives. Lifetimes count in whole seconds.
 *
 * @param uri {@code redis://} or {@code rediss://} (TLS), with credentials as {@code
 *     redis://user:password@host:port/database}; never printed with its user part. Each parameter
 *     is used, or refused by name
 * @param cacheTtl lifetime of bodies, 1 s or more
 * @param eventTtl lifetime of deduplication marks, 1 s or more
 * @param keepDeadLetterCopies whether copies of dead letters are kept at all
 * @param deadLetterCopyTtl lifetime of a copy, 1 s or more
 * @param commandTimeout the longest that a lookup or a fill may take
 * @param invalidationTimeout the longest that a piece of the projection's work may take: some
 *     hundred invalidations, marks or copies; longer, because giving up costs a retry or a mark
 * @param tls for {@code rediss://} alone; empty: a certificate of an authority that the JVM knows
 *     is believed, and none shown
 */
public record RedisConfig(
    String uri,
    Duration cacheTtl,
    Duration eventTtl,
    boolean keepDeadLetterCopies,
    Duration deadLetterCopyTtl,
    Duration commandTimeout,
    Duration invalidationTimeout,
    Optional<Tls> tls) {
  public RedisConfig {
    RedisUrl.check(uri);
    if (tls.isPresent()) {
      RedisUrl.checkTls(uri);
    }
    checkAtLeast("cacheTtl", cacheTtl, Duration.ofSeconds(1));
    checkAtLeast("eventTtl", eventTtl, Duration.ofSeconds(1));
    checkAtLeast("deadLetterCopyTtl", deadLetterCopyTtl, Duration.ofSeconds(1));
    checkAtLeast("commandTimeout", commandTimeout, Duration.ofMillis(1));
    checkAtLeast("invalidationTimeout", invalidationTimeout, commandTimeout);
  }

  /** The same, over TLS by this. */
  public RedisConfig withTls(Tls tls) {
    return new RedisConfig(
        uri,
        cacheTtl,
        eventTtl,
        keepDeadLetterCopies,
        deadLetterCopyTtl,
        commandTimeout,
        invalidationTimeout,
        Optional.of(tls));
  }

  /** The defaults: bodies for 5 minutes, marks and copies for 24 hours. */
  public static RedisConfig of(String uri) {
    return new RedisConfig(
        uri,
        Duration.ofSeconds(300),
        Duration.ofSeconds(86_400),
        true,
        Duration.ofSeconds(86_400),
        Duration.ofMillis(250),
        Duration.ofSeconds(2),
        Optional.empty());
  }

  /**
   * How long after a change a body without it can be left in Redis, if it can't be invalidated: a
   * reader that loaded before the change may fill until its lease is over, and the body then lives
   * its time.
   */
  Duration staleHorizon() {
    return cacheTtl.plus(FencedCache.LEASE);
  }

  /** The uri as it may be printed. */
  String maskedUri() {
    return RedisUrl.shown(uri);
  }

  private static void checkAtLeast(String component, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "%s is shorter than %s: %s".formatted(component, least, value));
    }
  }

  @Override
  public String toString() {
    return "RedisConfig[uri=%s, cacheTtl=%s, eventTtl=%s, keepDeadLetterCopies=%s, "
            .formatted(maskedUri(), cacheTtl, eventTtl, keepDeadLetterCopies)
        + "deadLetterCopyTtl=%s, commandTimeout=%s, invalidationTimeout=%s, tls=%s]"
            .formatted(
                deadLetterCopyTtl,
                commandTimeout,
                invalidationTimeout,
                tls.map(Tls::toString).orElse("none"));
  }
}
