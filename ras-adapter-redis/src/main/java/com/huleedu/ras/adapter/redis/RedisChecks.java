package com.huleedu.ras.adapter.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.checkup.Check;
import com.huleedu.ras.domain.port.checkup.Finding;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a checkup looks at in Redis (docs/doctor.md). Each check makes its own connection. */
final class RedisChecks {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final double FULL = 0.9;

  private final RedisConfig config;
  private final InstantSource clock;

  private RedisChecks(RedisConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  static List<Check> of(RedisConfig config, InstantSource clock) {
    RedisChecks checks = new RedisChecks(config, clock);
    return List.of(
        Check.first("R1", "connecting to Redis, and its commands", checks::connects),
        Check.after("R1", "R2", "memory", () -> checks.asked(checks::memory)),
        Check.after("R1", "R3", "role and cluster", () -> checks.asked(checks::role)),
        Check.after("R1", "L1", "the clock beside Redis's", () -> checks.asked(checks::clock)));
  }

  /** A question about the server. */
  @FunctionalInterface
  private interface Question {
    List<Finding> ask(RedisAsyncCommands<String, byte[]> redis)
        throws InterruptedException, ExecutionException, TimeoutException;
  }

  private List<Finding> connects() {
    return asked(redis -> {
      // Of a replica this would be refused for another reason.
      List<String> refused = NeededCommands.refused(redis, ANSWER, false);
      return List.of(
          refused.isEmpty()
              ? Finding.ok("%s answers, and allows all commands".formatted(config.maskedUri()))
              : Finding.fail(
                  NeededCommands.sentence(config.maskedUri(), refused),
                  NeededCommands.advice(refused)));
    });
  }

  private List<Finding> asked(Question question) {
    try (RedisConnector connector = new RedisConnector(config, ANSWER)) {
      try (StatefulRedisConnection<String, byte[]> connection = connector.open()) {
        return question.ask(connection.async());
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new UnavailableException("Redis", "interrupted", stop);
      } catch (TimeoutException late) {
        throw new UnavailableException(
            "Redis", "no answer within %s s".formatted(ANSWER.toSeconds()), late);
      } catch (ExecutionException | RuntimeException failure) {
        throw new UnavailableException(
            "Redis",
            connector
                .refusal(failure)
                .orElseGet(() ->
                    "%s (REDIS_URL): %s".formatted(config.maskedUri(), Failures.reason(failure))),
            failure);
      }
    }
  }

  private static <T> T answer(CompletionStage<T> reply)
      throws InterruptedException, ExecutionException, TimeoutException {
    return reply.toCompletableFuture().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
  }

  private List<Finding> memory(RedisAsyncCommands<String, byte[]> redis)
      throws InterruptedException, ExecutionException, TimeoutException {
    String info = answer(redis.info("memory"));
    String policy = value(info, "maxmemory_policy");
    double most = number(info, "maxmemory");
    double share = most == 0 ? 0 : number(info, "used_memory") / most;
    List<Finding> findings = new ArrayList<>();
    if (policy.startsWith("allkeys")) {
      findings.add(
          Finding.warn(
              "maxmemory-policy is %s: it may evict %s, the one key without expiry; an instance that starts after that begins in quarantine"
                  .formatted(policy, Keys.SERVER),
              "CONFIG SET maxmemory-policy volatile-lru"));
    } else if (policy.equals("noeviction") && share > FULL) {
      findings.add(
          Finding.fail(
              "noeviction and %s %% full: fills and marks fail, invalidation may, and projecting waits for it"
                  .formatted(Math.round(100 * share)),
              "CONFIG SET maxmemory-policy volatile-lru, or more memory"));
    }
    return findings.isEmpty()
        ? List.of(
            Finding.ok(
                most == 0
                    ? policy + ", no limit"
                    : "%s, %s %% full".formatted(policy, Math.round(100 * share))))
        : findings;
  }

  private List<Finding> role(RedisAsyncCommands<String, byte[]> redis)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<Finding> findings = new ArrayList<>();
    if (!answer(redis.info("replication")).contains("role:master")) {
      findings.add(Finding.fail(PrimaryCheck.REPLICA, "REDIS_URL has to lead to the primary"));
    }
    if (value(answer(redis.info("cluster")), "cluster_enabled").equals("1")) {
      findings.add(
          Finding.fail("a cluster, which is not supported", "a Redis of its own for REDIS_URL"));
    }
    return findings.isEmpty() ? List.of(Finding.ok("a primary, no cluster")) : findings;
  }

  private List<Finding> clock(RedisAsyncCommands<String, byte[]> redis)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<byte[]> time = answer(redis.time());
    Instant theirs =
        Instant.ofEpochSecond(
            Long.parseLong(text(time.get(0))), 1_000 * Long.parseLong(text(time.get(1))));
    return List.of(Finding.ofClocks(theirs, clock.instant()));
  }

  private static String text(byte[] reply) {
    return new String(reply, US_ASCII);
  }

  private static double number(String info, String name) {
    String value = value(info, name);
    return value.isEmpty() ? 0 : Double.parseDouble(value);
  }

  private static String value(String info, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + ":(\\S*)").matcher(info);
    return line.find() ? line.group(1) : "";
  }
}
