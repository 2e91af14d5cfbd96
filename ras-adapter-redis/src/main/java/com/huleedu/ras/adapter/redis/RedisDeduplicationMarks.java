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
import java.util.stream.Stream;

/** Deduplication marks: one key each, which forgets itself. In pieces, as polls may be large. */
final class RedisDeduplicationMarks implements DeduplicationMarks {
  private static final int KEYS_PER_PIECE = 500;
  private static final byte[] SEEN = {'1'};

  private final RedisCalls calls;
  private final Duration ttl;

  RedisDeduplicationMarks(RedisCalls calls, Duration ttl) {
    this.calls = calls;
    this.ttl = ttl;
  }

  @Override
  public Set<DeduplicationMark> seen(Lineage lineage, Collection<DeduplicationMark> marks) {
    Map<String, DeduplicationMark> byKey = new HashMap<>();
    marks.forEach(mark -> byKey.put(Keys.event(lineage, mark), mark));
    Set<String> found =
        present(
            calls.attemptEach(
                pieces(byKey.keySet().stream())
                    .map(keys -> redis -> redis.mget(keys.toArray(String[]::new)))));
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
    calls.attemptEach(pieces(marks.stream().map(mark -> Keys.event(lineage, mark))).map(this::set));
  }

  private RedisCalls.Work<List<String>> set(List<String> keys) {
    SetArgs lifetime = SetArgs.Builder.ex(ttl.toSeconds());
    return redis -> Replies.all(keys.stream().map(key -> redis.set(key, SEEN, lifetime)).toList());
  }

  private static Stream<List<String>> pieces(Stream<String> keys) {
    return keys.gather(Gatherers.windowFixed(KEYS_PER_PIECE));
  }
}
