package com.huleedu.ras.bootstrap.configuration;

import static com.huleedu.ras.bootstrap.configuration.Setting.open;
import static com.huleedu.ras.bootstrap.configuration.Setting.secret;

import com.huleedu.ras.bootstrap.configuration.Setting.Accepts;
import com.huleedu.ras.bootstrap.configuration.Setting.Section;
import java.util.List;

/** Redis, who may ask, and the rest. */
final class SettingsOfAccess {
  static final List<Setting> ALL =
      List.of(
          open(
              Section.OPERATION,
              Places.SETTING,
              "",
              Accepts.TEXT,
              "",
              "the path of a YAML file that holds settings, too ([a file](#a-file)); as `--config`"),
          secret(
              Section.REDIS,
              "REDIS_URL",
              "redis.url",
              Accepts.URL,
              "",
              "`redis://[user:password@]host:6379/0`, `rediss://` for TLS; may be absent if "
                  + "`CACHE_ENABLED=false`"),
          open(
              Section.REDIS,
              "REDIS_CACHE_TTL_SECONDS",
              "redis.cache-ttl-seconds",
              Accepts.number(1, Integer.MAX_VALUE),
              "300",
              "life of cached answers"),
          open(
              Section.REDIS,
              "REDIS_IDEMPOTENCY_TTL_SECONDS",
              "redis.idempotency-ttl-seconds",
              Accepts.number(1, Integer.MAX_VALUE),
              "86400",
              "life of deduplication marks"),
          secret(
              Section.ACCESS,
              "INTERNAL_API_KEY",
              "access.internal-api-key",
              Accepts.TEXT,
              "",
              "the secret that calling services send, of 16 random characters or more (as "
                  + "every key; fewer is warned of, fewer than 4 refused); may be absent if every "
                  + "allowed service has a key of its own"),
          secret(
              Section.ACCESS,
              "HULEEDU_INTERNAL_API_KEY",
              "access.huleedu-internal-api-key",
              Accepts.TEXT,
              "",
              "another name of `INTERNAL_API_KEY`, that of today's platform; both, and "
                  + "different, is a mistake"),
          secret(
              Section.ACCESS,
              "INTERNAL_API_KEY_PREVIOUS",
              "access.internal-api-key-previous",
              Accepts.TEXT,
              "",
              "a second key that is valid too, while keys are rotated"),
          secret(
              Section.ACCESS,
              "SERVICE_API_KEYS",
              "access.service-api-keys",
              Accepts.KEYS,
              "",
              "further keys, valid for one service each: `{\"service\": \"key\", \"another\": "
                  + "[\"key\", \"key\"]}`"),
          open(
              Section.ACCESS,
              "ALLOWED_SERVICE_IDS",
              "access.allowed-service-ids",
              Accepts.NAMES,
              "api-gateway-service,admin-dashboard-service",
              "JSON list or comma-separated; names of letters, digits, `.`, `_` and `-`"),
          open(
              Section.OPERATION,
              "LOG_LEVEL",
              "log.level",
              Accepts.words("TRACE", "DEBUG", "INFO", "WARN", "ERROR"),
              "INFO",
              "of RAS itself: `TRACE`, `DEBUG` (a line per event and per request), `INFO`, "
                  + "`WARN`, `ERROR`"),
          open(
              Section.OPERATION,
              "CACHE_ENABLED",
              "cache.enabled",
              Accepts.FLAG,
              "true",
              "`false`: answers come from PostgreSQL; invalidation goes on if `REDIS_URL` is "
                  + "set"),
          open(
              Section.OPERATION,
              "STORE_POISON_PILLS",
              "dead-letters.store-poison-pills",
              Accepts.FLAG,
              "true",
              "keep a copy of each dead letter in Redis"),
          open(
              Section.OPERATION,
              "POISON_PILL_TTL_SECONDS",
              "dead-letters.poison-pill-ttl-seconds",
              Accepts.number(1, Integer.MAX_VALUE),
              "86400",
              "life of such a copy"),
          open(
              Section.OPERATION,
              "SETTLED_DEAD_LETTER_RETENTION_DAYS",
              "dead-letters.settled-retention-days",
              Accepts.number(0, 36_500),
              "90",
              "a replayed or discarded dead letter goes so long after, once Kafka no longer "
                  + "has its message; `0`: never. Open ones stay"),
          open(
              Section.OPERATION,
              "STALL_AFTER_SECONDS",
              "health.stall-after-seconds",
              Accepts.number(1, Integer.MAX_VALUE),
              "30",
              "messages pending and no progress for so long: unready"));

  private SettingsOfAccess() {}
}
