package com.huleedu.ras.adapter.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server knows and allows every command that RAS needs of it, and is new enough: asked
 * when a server is met, since nobody would look for it when one of them fails later.
 */
final class NeededCommands {
  private static final Logger LOG = LoggerFactory.getLogger(NeededCommands.class);

  /** The first that lets a script write after it asked for the time. */
  private static final int OLDEST = 5;

  private static final Pattern VERSION = Pattern.compile("redis_version:((\\d+)\\S*)");

  /** Never there: what is tried on it changes nothing. */
  private static final String NONE = Keys.SERVER + ":none";

  /** Each in a form that has no effect. */
  private static final Map<String, Function<RedisAsyncCommands<String, byte[]>, CompletionStage<?>>>
      COMMANDS = new LinkedHashMap<>();

  static {
    byte[] value = {'1'};
    COMMANDS.put("INFO", redis -> redis.info("server"));
    COMMANDS.put("TIME", redis -> redis.time());
    COMMANDS.put("DBSIZE", redis -> redis.dbsize());
    COMMANDS.put("EVAL", redis -> redis.eval("return 1", ScriptOutputType.INTEGER, NONE));
    COMMANDS.put("EVALSHA", redis -> redis.evalsha("0".repeat(40), ScriptOutputType.INTEGER, NONE));
    COMMANDS.put("GET", redis -> redis.get(NONE));
    COMMANDS.put("MGET", redis -> redis.mget(NONE));
    COMMANDS.put("SET", redis -> redis.set(NONE, value, SetArgs.Builder.xx().ex(1)));
    COMMANDS.put("UNLINK", redis -> redis.unlink(NONE));
    COMMANDS.put("TYPE", redis -> redis.type(NONE));
    COMMANDS.put("EXPIRE", redis -> redis.expire(NONE, 1));
    COMMANDS.put("SISMEMBER", redis -> redis.sismember(NONE, value));
    COMMANDS.put("SMEMBERS", redis -> redis.smembers(NONE));
    COMMANDS.put("SCARD", redis -> redis.scard(NONE));
    COMMANDS.put("SPOP", redis -> redis.spop(NONE));
    // Of the name of the server, which is a string: refused for that, unless for itself.
    COMMANDS.put("SADD", redis -> redis.sadd(Keys.SERVER, value));
  }

  private NeededCommands() {}

  /**
   * Says in the log, in one line each, what is missing.
   *
   * @param serverIsNamed whether {@link Keys#SERVER} is there
   */
  static void look(
      RedisAsyncCommands<String, byte[]> redis,
      String address,
      Duration timeout,
      boolean serverIsNamed)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<String> refused = refused(redis, timeout, serverIsNamed);
    if (!refused.isEmpty()) {
      LOG.warn("{}; {}", sentence(address, refused), advice(refused));
    }
    checkVersion(redis.info("server"), address, timeout);
  }

  /** Which commands, of those that RAS needs, are refused; what is tried has no effect. */
  static List<String> refused(
      RedisAsyncCommands<String, byte[]> redis, Duration timeout, boolean serverIsNamed)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, CompletionStage<?>> replies = new LinkedHashMap<>();
    COMMANDS.forEach((name, command) -> {
      if (serverIsNamed || !name.equals("SADD")) {
        replies.put(name, command.apply(redis));
      }
    });
    List<String> refused = new ArrayList<>();
    for (Map.Entry<String, CompletionStage<?>> reply : replies.entrySet()) {
      if (isRefused(reply.getValue(), timeout)) {
        refused.add(reply.getKey());
      }
    }
    return refused;
  }

  static String sentence(String address, List<String> refused) {
    return "Redis at %s refuses commands that RAS needs: %s. What needs them goes on without Redis"
        .formatted(address, String.join(", ", refused));
  }

  static String advice(List<String> refused) {
    return "allow them (ACL SETUSER … ~ras:* +%s)"
        .formatted(String.join(" +", refused).toLowerCase(Locale.ROOT));
  }

  /** By its ACL, or because it was renamed away or is not known yet. */
  private static boolean isRefused(CompletionStage<?> reply, Duration timeout)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      reply.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return false;
    } catch (ExecutionException failure) {
      if (!(failure.getCause() instanceof RedisCommandExecutionException refusal)) {
        throw failure;
      }
      String reason = Failures.reason(refusal);
      return reason.startsWith("NOPERM") || reason.startsWith("ERR unknown command");
    }
  }

  private static void checkVersion(CompletionStage<String> info, String address, Duration timeout)
      throws InterruptedException, TimeoutException {
    String told;
    try {
      told = info.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException refused) {
      told = ""; // and named already
    }
    Matcher version = VERSION.matcher(told);
    if (version.find() && Integer.parseInt(version.group(2)) < OLDEST) {
      LOG.warn(
          "Redis at {} is of version {}; RAS needs {} or newer, and goes on without cached answers:"
              + " upgrade it, or leave REDIS_URL out",
          address,
          version.group(1),
          OLDEST);
    }
  }
}
