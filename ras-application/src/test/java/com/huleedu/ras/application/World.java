package com.huleedu.ras.application;

import com.huleedu.ras.application.deadletter.DeadLetterService;
import com.huleedu.ras.application.projection.ProjectionService;
import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.RejectedByStoreException;
import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.Positions;
import com.huleedu.ras.domain.port.projection.RawMessage;
import com.huleedu.ras.domain.port.projection.Transactions;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import com.huleedu.ras.testkit.memory.InMemoryCache;
import com.huleedu.ras.testkit.memory.InMemoryStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The ports in memory, with switches for what can go wrong, and a record of what was done. */
public final class World {
  public static final Partition PARTITION = new Partition("topic", 0);
  public static final String TOPIC_ID = "id";
  private static final int ENDLESS = 1_000;

  public final InMemoryStore memory = new InMemoryStore();
  public final InMemoryCache remembered = new InMemoryCache();
  public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  public final List<String> steps = new ArrayList<>();
  public final Set<CompletionEvent> refused = new HashSet<>();

  /** At which our own code fails. */
  public final Set<CompletionEvent> broken = new HashSet<>();

  /** With which the database is too slow. */
  public final Set<CompletionEvent> slow = ConcurrentHashMap.newKeySet();

  /** With which it is too slow when it is given no more time. */
  public final Set<CompletionEvent> slowish = new HashSet<>();

  /** On whose rows somebody else has a lock: the failure depends on how it is waited for. */
  public final Set<CompletionEvent> locked = ConcurrentHashMap.newKeySet();

  /** With what the database is too slow whatever the message. */
  public volatile Predicate<Facts> busyWith = facts -> false;

  /** How long the database needs to give a statement up, and how long for all else. */
  public volatile Duration givesUpAfter = Duration.ofMinutes(1);

  public volatile Duration answersWithin = Duration.ofMillis(5);

  public final AtomicInteger slowStatements = new AtomicInteger();

  /** How many there had been when something was first only tried. */
  public final AtomicInteger slowBeforeTrial = new AtomicInteger();

  private final AtomicInteger attempts = new AtomicInteger();

  /** Begins anywhere, as {@link System#nanoTime} does: only differences mean anything. */
  private final AtomicLong waited = new AtomicLong(Long.MAX_VALUE / 3);

  private boolean longerTimeouts;

  public final List<DeadLetter> copies = new ArrayList<>();
  public final AtomicInteger failingCommits = new AtomicInteger();
  public final AtomicInteger failingInvalidations = new AtomicInteger();

  /** How long it takes to see that the cache is away. */
  public volatile Duration cacheGivenUpAfter = Duration.ZERO;

  /** Runs before each invalidation, whether it then fails or not. */
  public Runnable beforeInvalidation = () -> {};

  public Duration staleHorizon = Duration.ofMinutes(5);

  public World() {
    memory.begin(List.of(new Position(PARTITION, TOPIC_ID, 0)));
  }

  /** What operators have; every message is read as {@code decoder} says. */
  public DeadLetterService deadLetters(MessageDecoder decoder) {
    return deadLetters(decoder, this::nanoTime);
  }

  /** The same by another clock. */
  public DeadLetterService deadLetters(MessageDecoder decoder, LongSupplier nanoTime) {
    return new DeadLetterService(
        store(), memory, decoder, cache(), new Clocks(() -> Instant.EPOCH, nanoTime), registry);
  }

  /** What is durable. */
  public Store store() {
    return new Store(new OneByOne(), new Batches(), memory, memory);
  }

  /** What may be lost. */
  public Cache cache() {
    TroubledCache troubled = new TroubledCache(this);
    return new Cache(troubled, troubled, copies::addAll, staleHorizon);
  }

  /** Passes only as the switches say. */
  public long nanoTime() {
    return waited.get();
  }

  void waited(Duration duration) {
    waited.addAndGet(duration.toNanos());
  }

  /** What the clock of {@link #service} says. */
  public Instant now = Instant.EPOCH;

  public ProjectionService service() {
    return service(memory);
  }

  /** The same, with these in place of the positions in {@link #memory}. */
  public ProjectionService service(Positions positions) {
    Store store = new Store(new OneByOne(), new Batches(), memory, positions);
    Cache cache = cache();
    Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));
    return new ProjectionService(store, cache, backoff, () -> now, this::nanoTime, registry);
  }

  private final class OneByOne implements Transactions {
    @Override
    public <T> T inTransaction(Supplier<T> work) {
      return transaction(work);
    }

    @Override
    public <T> T rolledBack(Supplier<T> work) {
      slowBeforeTrial.compareAndSet(0, slowStatements.get());
      return memory.rolledBack(work);
    }

    @Override
    public <T> T withLongerTimeouts(Supplier<T> work) {
      longerTimeouts = true;
      try {
        return transaction(work);
      } finally {
        longerTimeouts = false;
      }
    }
  }

  private <T> T transaction(Supplier<T> work) {
    if (attempts.incrementAndGet() > ENDLESS) {
      throw new AssertionError("it is tried again for ever, by mistake");
    }
    T result = memory.inTransaction(work);
    steps.add("committed");
    if (failingCommits.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      // The cruellest moment: committed, and nobody was told.
      throw new UnavailableException("PostgreSQL", "cut after the commit");
    }
    return result;
  }

  /** A poll of these events, at the offsets from {@code from} on. */
  public static Poll poll(long from, CompletionEvent... events) {
    List<Message> messages = new ArrayList<>();
    for (CompletionEvent event : events) {
      messages.add(new Message.Decoded(raw(from + messages.size()), mark(event), event));
    }
    return new Poll(messages, List.of(new Advance(PARTITION, from, from + events.length)));
  }

  public static Poll malformedPoll(long from) {
    return malformedPoll(from, Instant.EPOCH);
  }

  public static Poll malformedPoll(long from, Instant writtenAt) {
    Message malformed =
        new Message.Malformed(raw(from, writtenAt), new DeadLetterReason("not_json", "no JSON"));
    return new Poll(List.of(malformed), List.of(new Advance(PARTITION, from, from + 1)));
  }

  public static DeduplicationMark mark(CompletionEvent event) {
    return new DeduplicationMark("%064x".formatted(event.stamp().digest()));
  }

  private static RawMessage raw(long offset) {
    return raw(offset, Instant.EPOCH);
  }

  private static RawMessage raw(long offset, Instant writtenAt) {
    return new RawMessage(PARTITION, offset, writtenAt, null, List.of(), new byte[] {'{'});
  }

  /** Refuses some events, as a database does that can't store them. */
  private final class Batches implements BatchRepository {
    @Override
    public Touched record(Facts facts) {
      if (refused.stream().anyMatch(event -> has(facts, event))) {
        throw new RejectedByStoreException("22000", "refused on purpose", null);
      }
      if (broken.stream().anyMatch(event -> has(facts, event))) {
        throw new IllegalStateException("a mistake of ours");
      }
      if (longerTimeouts && locked.stream().anyMatch(event -> has(facts, event))) {
        throw new UnavailableException("PostgreSQL", "55P03");
      }
      if (busyWith.test(facts)
          || Stream.of(slow, locked, longerTimeouts ? Set.<CompletionEvent>of() : slowish)
              .flatMap(Set::stream)
              .anyMatch(event -> has(facts, event))) {
        slowStatements.incrementAndGet();
        waited(givesUpAfter);
        throw UnavailableException.tooSlow("PostgreSQL", "57014", new IllegalStateException());
      }
      waited(answersWithin);
      return memory.record(facts);
    }

    private static boolean has(Facts facts, CompletionEvent event) {
      Facts bad = Facts.fold(List.of(event));
      return facts.essays().keySet().containsAll(bad.essays().keySet())
          && facts.outcomes().keySet().containsAll(bad.outcomes().keySet())
          && facts.batches().keySet().containsAll(bad.batches().keySet());
    }

    @Override
    public Optional<Batch> find(BatchId batch) {
      return memory.find(batch);
    }

    @Override
    public Optional<EssayPage> findEssays(EssaysQuery query) {
      return memory.findEssays(query);
    }

    @Override
    public Optional<Body> findSpellcheckError(BatchId batch, EssayId essay) {
      return memory.findSpellcheckError(batch, essay);
    }

    @Override
    public BatchPage findByUser(UserBatchesQuery query) {
      return memory.findByUser(query);
    }
  }
}
