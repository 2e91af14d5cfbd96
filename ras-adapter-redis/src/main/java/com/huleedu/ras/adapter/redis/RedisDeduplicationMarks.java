package com.huleedu.ras.adapter.redis;

import static java.util.stream.Collectors.toSet;

import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.projection.Lineage;
import io.lettuce.core.KeyValue;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Gatherers;

/** Deduplication marks: one key each, which forgets itself. */
final class RedisDeduplicationMarks implements DeduplicationMarks {
  private static final int KEYS_PER_COMMAND = 500;
  private static final byte[] SEEN = {'1'};

  private final RedisCalls calls;
  private final Duration ttl;

  RedisDeduplicationMarks(RedisCalls calls, Duration ttl) {
    this.calls = calls;
    this.ttl = ttl;
  }

  @Override
  public Set<DeduplicationMark> seen(Lineage lineage, Collection<DeduplicationMark> marks) {
    if (marks.isEmpty()) {
      return Set.of();
    }
    Map<String, DeduplicationMark> byKey = new HashMap<>();
    marks.forEach(mark -> byKey.put(Keys.event(lineage, mark), mark));
    Set<String> found =
        calls
            .attempt(redis ->
                Replies.all(
                    byKey.keySet().stream()
                        .gather(Gatherers.windowFixed(KEYS_PER_COMMAND))
                        .map(keys -> redis.mget(keys.toArray(String[]::new)))
                        .toList()))
            .map(RedisDeduplicationMarks::present)
            .orElse(Set.of());
    byKey.keySet().retainAll(found);
    return Set.copyOf(byKey.values());
  }

  private static Set<String> present(List<List<KeyValue<String, byte[]>>> replies) {
    return replies.stream()
        .flatMap(List::stream)
        .filter(KeyValue::hasValue)
        .map(KeyValue::getKey)
        .collect(toSet());
  }

  @Override
  public void mark(Lineage lineage, Collection<DeduplicationMark> marks) {
    if (marks.isEmpty()) {
      return;
    }
    calls.attempt(redis ->
        Replies.all(
            marks.stream()
                .map(mark -> redis.set(Keys.event(lineage, mark), SEEN, forTheirTime()))
                .toList()));
  }

  private SetArgs forTheirTime() {
    return SetArgs.Builder.ex(ttl.toSeconds());
  }
}
