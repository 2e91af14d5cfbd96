package com.huleedu.ras.adapter.redis;

import static com.huleedu.ras.adapter.redis.Connected.body;
import static com.huleedu.ras.adapter.redis.Connected.hit;
import static com.huleedu.ras.adapter.redis.Connected.missed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.query.CacheManager.Lookup;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.embedded.FaultProxy;
import com.huleedu.ras.embedded.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a poll of many messages asks of Redis, over a way that is slow and healthy: it is done
 * whole, and readers hardly notice.
 */
class LargePollTest {
  private static final int LARGE = 10_000;
  private static final Duration SLOW = Duration.ofMillis(20);

  /** So that a machine without a processor for us is not taken for a Redis that is away. */
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private static final int ALONE = 25;
  private static final int HARDLY = 4;

  private final Lineage lineage = new Lineage(UUID.randomUUID());
  private final String topic = "topic-" + UUID.randomUUID();
  private RedisServer server;
  private FaultProxy way;
  private Connected on;

  @BeforeEach
  void start() {
    server = RedisServer.start(null, false);
    way = FaultProxy.to(server.port());
    on = Connected.with(config(PATIENT, PATIENT), server.uri());
    on.cache.putBatch(on.batch, body("{}"), missed(on.cache.findBatch(on.batch)));
    way.delay(SLOW);
  }

  private RedisConfig config(Duration lookUp, Duration work) {
    Duration hour = Duration.ofHours(1);
    return new RedisConfig(
        "redis://127.0.0.1:" + way.port(), hour, hour, true, hour, lookUp, work, Optional.empty());
  }

  @AfterEach
  void stop() {
    on.close();
    way.close();
    server.close();
  }

  @Test
  void everyMarkIsSet() {
    List<DeduplicationMark> marks = marks(0);
    readWhile(() -> on.adapter.deduplicationMarks().mark(lineage, marks));

    assertThat(on.redis.exists(keys(marks))).as("marks that are set").isEqualTo(LARGE);
  }

  @Test
  void everyMarkIsFound() {
    List<DeduplicationMark> marks = marks(0);
    for (String key : keys(marks)) {
      on.redis.set(key, "1");
    }
    readWhile(() ->
        assertThat(on.adapter.deduplicationMarks().seen(lineage, marks))
            .as("marks that are seen")
            .hasSize(LARGE));
  }

  @Test
  void pollAfterPollLeavesTheCacheToItsReaders() {
    readWhile(() -> {
      for (int poll = 0; poll < 4; poll++) {
        on.adapter.deduplicationMarks().mark(lineage, marks(poll));
      }
    });
  }

  @Test
  void everythingTouchedIsInvalidated() {
    List<BatchId> batches = ids("batch-").map(BatchId::new).toList();
    List<UserId> users = ids("user-").map(UserId::new).toList();
    for (int i = 0; i < LARGE; i++) {
      on.redis.set(Keys.batch(batches.get(i)), "old");
      on.redis.sadd(Keys.lists(users.get(i)), Keys.lists(users.get(i)) + ":list");
    }
    Touched touched =
        new Touched(batches.stream().collect(toSet()), users.stream().collect(toSet()));
    readWhile(() -> on.cache.invalidate(touched));

    assertThat(on.redis.exists(batches.stream().map(Keys::batch).toArray(String[]::new))).isZero();
    assertThat(on.redis.exists(users.stream().map(Keys::lists).toArray(String[]::new))).isZero();
  }

  @Test
  void everyDeadLetterIsCopied() {
    List<DeadLetter> letters = IntStream.range(0, LARGE).mapToObj(i -> letter(i, 100)).toList();
    readWhile(() -> on.adapter.deadLetterCopies().keep(letters));

    assertThat(on.redis.exists(copies(letters))).as("copies that are kept").isEqualTo(LARGE);
  }

  @Test
  void largeDeadLettersAreCopied() {
    List<DeadLetter> letters = IntStream.range(0, 40).mapToObj(i -> letter(i, 500_000)).toList();
    readWhile(() -> on.adapter.deadLetterCopies().keep(letters));

    assertThat(on.redis.exists(copies(letters))).as("copies that are kept").isEqualTo(40);
  }

  @Test
  void workThatTakesTooLongIsNoReasonToLeaveReadersWithoutTheCache() {
    Duration brief = Duration.ofSeconds(2);
    on.close();
    on = Connected.with(config(brief, brief), server.uri());
    on.cache.putBatch(on.batch, body("{}"), missed(on.cache.findBatch(on.batch)));
    List<DeadLetter> tooLarge = List.of(letter(0, 20_000_000));
    readWhile(() -> {
      while (on.adapter.isConnected()) {
        on.adapter.deadLetterCopies().keep(tooLarge);
      }
    });
  }

  /**
   * Readers ask all the time that the work takes, and each is answered from the cache, in not much
   * more time than while there was no work: who waits for a whole poll takes dozens of times that.
   */
  private void readWhile(Runnable work) {
    AtomicInteger left = new AtomicInteger(ALONE);
    long alone = nanosOfLookUp(() -> left.getAndDecrement() > 0);
    CompletableFuture<Void> working = CompletableFuture.runAsync(work);
    long beside = nanosOfLookUp(() -> !working.isDone());
    working.join();
    System.out.printf("look-up: %,d ns alone, %,d ns beside the work%n", alone, beside);
    assertThat(beside).as("a look-up beside the work").isLessThan(alone * HARDLY);
    assertThat(hit(on.cache.findBatch(on.batch))).isEqualTo("{}");
  }

  private long nanosOfLookUp(BooleanSupplier another) {
    long started = System.nanoTime();
    int answered = 0;
    while (another.getAsBoolean()) {
      assertThat(on.cache.findBatch(on.batch)).isNotInstanceOf(Lookup.Unavailable.class);
      answered++;
    }
    return (System.nanoTime() - started) / answered;
  }

  private static Stream<String> ids(String prefix) {
    String unique = prefix + UUID.randomUUID();
    return IntStream.range(0, LARGE).mapToObj(i -> unique + "-" + i);
  }

  private static List<DeduplicationMark> marks(int poll) {
    return IntStream.range(poll * LARGE, (poll + 1) * LARGE)
        .mapToObj(i -> new DeduplicationMark("%064x".formatted(i)))
        .toList();
  }

  private String[] keys(List<DeduplicationMark> marks) {
    return marks.stream().map(mark -> Keys.event(lineage, mark)).toArray(String[]::new);
  }

  private static String[] copies(List<DeadLetter> letters) {
    return letters.stream()
        .map(letter -> Keys.deadLetterCopy(letter.message()))
        .toArray(String[]::new);
  }

  private DeadLetter letter(long offset, int length) {
    Instant at = Instant.parse("2026-01-02T03:04:05Z");
    byte[] value = "x".repeat(length).getBytes(UTF_8);
    return new DeadLetter(
        new RawMessage(new Partition(topic, 3), offset, at, null, List.of(), value),
        new DeadLetterReason("not_json", "it isn't"),
        at);
  }
}
