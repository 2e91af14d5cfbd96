package com.huleedu.ras.adapter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.Base16;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** A Lua script: Redis runs it as one step, with nothing of anybody else's in between. */
enum Script {
  /**
   * Stores a body if its lease stands; answers whether it did.
   *
   * <p>KEYS: lease, body and, for a list, the set of the user's list keys. ARGV: token, body, TTL
   * and, for a list, the TTL of the set and how many lists it may name. A list that is one too many
   * takes the place of any other, which may have expired long ago: a set only knows names. A set
   * from before there was a bound loses so many at a time as fit Lua's stack. A list is stored
   * before it is tracked: should Redis refuse half of it, a list that nobody finds is left, never
   * an older one that is found again. A set of the wrong type is replaced: lists that it might have
   * tracked count as missing from then on.
   */
  FILL(
      """
      if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
        return 0
      end
      redis.call('SET', KEYS[2], ARGV[2], 'EX', ARGV[3])
      if KEYS[3] then
        if redis.call('TYPE', KEYS[3]).ok ~= 'set' then
          redis.call('UNLINK', KEYS[3])
        end
        if redis.call('SISMEMBER', KEYS[3], KEYS[2]) == 0 then
          local excess = redis.call('SCARD', KEYS[3]) + 1 - ARGV[5]
          if excess > 0 then
            redis.call('UNLINK', unpack(redis.call('SPOP', KEYS[3], math.min(excess, 1000))))
          end
        end
        redis.call('SADD', KEYS[3], KEYS[2])
        redis.call('EXPIRE', KEYS[3], ARGV[4])
      end
      return 1
      """),

  /**
   * Removes all tracked lists of users, their sets and their leases.
   *
   * <p>KEYS: set and lease of each user. In slices, because Lua's stack is bounded.
   */
  INVALIDATE_USERS(
      """
      for user = 1, #KEYS, 2 do
        if redis.call('TYPE', KEYS[user]).ok == 'set' then
          local lists = redis.call('SMEMBERS', KEYS[user])
          for first = 1, #lists, 1000 do
            redis.call('UNLINK', unpack(lists, first, math.min(first + 999, #lists)))
          end
        end
        redis.call('UNLINK', KEYS[user], KEYS[user + 1])
      end
      return #KEYS / 2
      """);

  private final String text;
  private final String sha1;

  Script(String text) {
    this.text = text;
    this.sha1 = Base16.digest(text.getBytes(UTF_8));
  }

  /** Runs by digest; with the text where Redis doesn't know it, as after a restart. */
  CompletionStage<Long> run(
      RedisAsyncCommands<String, byte[]> redis, String[] keys, byte[]... arguments) {
    return redis
        .<Long>evalsha(sha1, ScriptOutputType.INTEGER, keys, arguments)
        .exceptionallyCompose(failure -> {
          if (failure instanceof RedisNoScriptException) {
            return redis.eval(text, ScriptOutputType.INTEGER, keys, arguments);
          }
          throw new CompletionException(failure);
        });
  }
}
