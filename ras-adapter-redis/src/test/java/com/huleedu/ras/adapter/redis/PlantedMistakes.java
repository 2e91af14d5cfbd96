package com.huleedu.ras.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.testkit.contract.PlantedMistake;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mistakes in the scripts, which PIT does not see, and in the cache, whose tests all take a Redis;
 * {@code ./ras mutation} runs this.
 */
class PlantedMistakes {
  private static final String FENCE = FenceTest.class.getName();
  private static final String KEYS = KeysInRedisTest.class.getName();
  private static final String LISTS = ListsOfAUserTest.class.getName();

  @ParameterizedTest
  @MethodSource({"scripts", "cache"})
  void isNoticed(PlantedMistake mistake) throws IOException {
    assertThat(mistake.failures()).isNotEmpty();
  }

  /** Else a test that can't be run at all would seem to notice everything. */
  @Test
  void whatIsNoMistakeIsNoticedByNone() throws IOException {
    for (String test : List.of(FENCE, KEYS, LISTS)) {
      assertThat(cache("LISTS_PER_USER = 100", "LISTS_PER_USER = 99 + 1", test).failures())
          .as(test)
          .isEmpty();
    }
  }

  private static PlantedMistake mistake(String name, String from, String to, String test) {
    return new PlantedMistake("com/huleedu/ras/adapter/redis/" + name + ".java", from, to, test);
  }

  private static PlantedMistake script(String from, String to, String test) {
    return mistake("Script", from, to, test);
  }

  static Stream<PlantedMistake> scripts() {
    return Stream.of(
        script("redis.pcall('GET', KEYS[1]) ~= ARGV[1]", "false", FENCE),
        script("redis.pcall('GET', KEYS[1]) ~= ARGV[1]", "not redis.pcall('GET', KEYS[1])", FENCE),
        script(", 'EX', ARGV[3]", "", KEYS),
        script("redis.call('TYPE', KEYS[3]).ok ~= 'set'", "false", FENCE),
        script("+ 1 - ARGV[5]", "- ARGV[5]", LISTS),
        script("redis.call('SISMEMBER', KEYS[3], KEYS[2]) == 0", "true", LISTS),
        script("redis.call('UNLINK', unpack(redis.call('SPOP'", "(unpack(redis.call('SPOP'", LISTS),
        script("redis.call('SADD', KEYS[3], KEYS[2])", "", KEYS),
        script("redis.call('EXPIRE', KEYS[3], ARGV[4])", "", KEYS),
        script(
            "redis.call('EXPIRE', KEYS[3], ARGV[4])",
            "if redis.call('TTL', KEYS[3]) < 0 then redis.call('EXPIRE', KEYS[3], ARGV[4]) end",
            KEYS),
        script("redis.call('TYPE', KEYS[user]).ok == 'set'", "true", FENCE),
        script("first + 999", "first + 998", FENCE),
        script("KEYS[user], KEYS[user + 1])", "KEYS[user])", FENCE));
  }

  private static final String TRACKED =
      """
          CompletionStage<Optional<Boolean>> tracked =
              Replies.optional(redis.sismember(lists, bytes(key)));
      """;
  private static final String BODY = "Replies.optional(redis.get(key));\n";

  private static PlantedMistake cache(String from, String to, String test) {
    return mistake("FencedCache", from, to, test);
  }

  static Stream<PlantedMistake> cache() {
    return Stream.of(
        cache(
            TRACKED + "    CompletionStage<Optional<byte[]>> body = " + BODY,
            "    CompletionStage<Optional<byte[]>> body = " + BODY + TRACKED,
            FENCE),
        cache("named.orElse(false)", "named.orElse(true)", FENCE),
        cache("named.orElse(false) ? found", "true ? found", FENCE),
        cache(".filter(form)", "", KEYS),
        cache("SetArgs.Builder.nx().px", "SetArgs.Builder.px", FENCE),
        cache("Duration.ofSeconds(10)", "Duration.ofSeconds(100)", KEYS),
        cache("(_, standing) -> standing", "(_, standing) -> Optional.of(token)", FENCE),
        cache(
            "(Keys.batch(batch), Keys.lease(batch))",
            "(Keys.batch(batch), Keys.batch(batch))",
            FENCE),
        cache(
            "(Keys.lists(user), Keys.lease(user))", "(Keys.lists(user), Keys.lists(user))", FENCE),
        cache(".plus(TRACKING_MARGIN)", "", KEYS),
        cache("LISTS_PER_USER = 100", "LISTS_PER_USER = 101", LISTS),
        cache("Stream.concat(batches, users)", "Stream.concat(batches, users.limit(0))", FENCE),
        cache("Stream.concat(batches, users)", "Stream.concat(batches.limit(0), users)", FENCE));
  }
}
