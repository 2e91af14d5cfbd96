package com.huleedu.ras.application.projection;

import com.huleedu.ras.application.Backoff;
import com.huleedu.ras.application.Cache;
import com.huleedu.ras.application.Store;
import com.huleedu.ras.application.commit.Commit;
import com.huleedu.ras.application.commit.Invalidator;
import com.huleedu.ras.application.commit.PollCommitter;
import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.event.NoEffect;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.AssignedPartition;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Message;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Poll;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.ProjectEvents;
import com.huleedu.ras.domain.port.projection.ProjectionResult;
import com.huleedu.ras.domain.port.projection.ResumePoint;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Projects polls. The order of its steps is the guarantee (G1, G7, G14): commit to the database,
 * invalidate the cache, only then return, so that the caller may commit offsets; only after that
 * set the marks. A crash between any two steps leads to the messages being delivered again.
 */
public final class ProjectionService implements ProjectEvents {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectionService.class);

  private final Store store;
  private final Cache cache;
  private final Backoff backoff;
  private final LongSupplier nanoTime;
  private final PollCommitter committer;
  private final Invalidator invalidator;
  private final ProjectionMetrics metrics;
  private final AtomicReference<@Nullable Lineage> lineage = new AtomicReference<>();

  /** Whether the database was found to lack what it once had, and the lineage is still the old. */
  private final AtomicBoolean fellBack = new AtomicBoolean();

  /** Whether the database had begun anything before this process did; null until it is asked. */
  private final AtomicReference<@Nullable Boolean> begunBefore = new AtomicReference<>();

  private volatile @Nullable String trouble;

  public ProjectionService(
      Store store, Cache cache, Backoff backoff, InstantSource clock, MeterRegistry registry) {
    this(store, cache, backoff, clock, System::nanoTime, registry);
  }

  /**
   * @param nanoTime in place of {@link System#nanoTime}: how long servers take, or were away
   */
  public ProjectionService(
      Store store,
      Cache cache,
      Backoff backoff,
      InstantSource clock,
      LongSupplier nanoTime,
      MeterRegistry registry) {
    this.store = store;
    this.cache = cache;
    this.backoff = backoff;
    this.nanoTime = nanoTime;
    this.committer = new PollCommitter(store, clock, nanoTime);
    this.invalidator = new Invalidator(cache, backoff, nanoTime);
    this.metrics = new ProjectionMetrics(clock, registry);
  }

  /**
   * Begins the counters of invalid messages at zero, for all that are known to be possible.
   *
   * @param malformedTypes why a message of these topics may be found malformed
   */
  public void countInvalid(Collection<String> topics, Collection<String> malformedTypes) {
    metrics.invalidBeginAtZero(topics, malformedTypes);
    metrics.invalidBeginAtZero(topics, DeadLetterReason.NOT_ITS_OWN_FAULT);
  }

  /**
   * Begins the counters of messages without effect at zero.
   *
   * @param reasons why messages of which topic may have none
   */
  public void countWithoutEffect(Map<String, Set<NoEffect>> reasons) {
    metrics.withoutEffectBeginAtZero(reasons);
  }

  @Override
  public ProjectionResult project(Poll poll) {
    long started = nanoTime.getAsLong();
    Lineage expected = backoff.call("read the lineage", noting(this::lineage));
    List<Message.Decoded> fresh = fresh(poll, expected);
    Optional<Commit> committed =
        backoff.call(what(poll), noting(() -> committer.commit(poll, fresh, expected)));
    if (committed.isEmpty()) {
      noteFallingBack(expected);
      return new ProjectionResult.FellBack();
    }
    Commit commit = committed.get();
    invalidator.invalidate(commit.touched());
    if (!commit.deadLetters().isEmpty()) {
      cache.deadLetterCopies().keep(commit.deadLetters());
    }
    metrics.projected(poll, commit, nanoTime.getAsLong() - started);
    return new ProjectionResult.Projected(
        expected, commit.applied().stream().map(Message.Decoded::mark).toList());
  }

  /** In a line: a poll may be of dozens of partitions. */
  private static String what(Poll poll) {
    List<Partition> partitions = poll.advances().stream().map(Advance::partition).toList();
    return "project %s messages of %s%s"
        .formatted(
            poll.messages().size(),
            partitions.stream().limit(3).map(Partition::toString).collect(Collectors.joining(", ")),
            partitions.size() > 3
                ? " and %s more partitions".formatted(partitions.size() - 3)
                : "");
  }

  private <T> Supplier<T> noting(Supplier<T> work) {
    return () -> {
      try {
        T result = work.get();
        trouble = null;
        return result;
      } catch (RasException failure) {
        trouble = failure.getMessage();
        throw failure;
      }
    };
  }

  /** Why the poll under way was not projected at the last attempt; empty if nothing failed. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Whether a poll is committed and waits for the cache alone: answering need not. */
  public boolean waitsForCache() {
    return invalidator.isWaiting();
  }

  @Override
  public void acknowledged(ProjectionResult.Projected projected) {
    cache.deduplicationMarks().mark(projected.lineage(), projected.marks());
  }

  /** Unless it was another instance that noticed and renewed the lineage, which is enough. */
  private void noteFallingBack(Lineage expected) {
    Lineage current = backoff.call("read the lineage", () -> store.positions().lineage());
    if (current.equals(expected)) {
      fellBack.set(true);
    }
  }

  private List<Message.Decoded> fresh(Poll poll, Lineage expected) {
    List<Message.Decoded> decoded = poll.decoded();
    Set<DeduplicationMark> seen =
        cache
            .deduplicationMarks()
            .seen(expected, decoded.stream().map(Message.Decoded::mark).toList());
    return decoded.stream().filter(message -> !seen.contains(message.mark())).toList();
  }

  @Override
  public Map<Partition, ResumePoint> resume(List<AssignedPartition> assigned) {
    Lineage known = store.positions().lineage();
    Map<Partition, Position> stored =
        store.positions().find(assigned.stream().map(AssignedPartition::partition).toList());
    Set<Partition> consumed = consumed(assigned, stored);
    Map<Partition, ResumePoint> points = new HashMap<>();
    List<Position> begins = new ArrayList<>();
    boolean behind = fellBack.get();
    for (AssignedPartition partition : assigned) {
      Position position = stored.get(partition.partition());
      Resumption resumption =
          Resumption.decide(
              partition, position, begunBefore() || consumed.contains(partition.partition()));
      LOG.info(
          "{} {} (database {}, Kafka committed {})",
          partition.partition(),
          switch (resumption.point()) {
            case ResumePoint.At at -> "goes on at " + at.offset();
            case ResumePoint.Gap gap -> "does not go on before the gap to " + gap.beginning();
          },
          position == null ? "nothing" : position.next(),
          partition.committed() == null ? "nothing" : partition.committed());
      points.put(partition.partition(), resumption.point());
      if (resumption.begin() != null) {
        begins.add(resumption.begin());
      }
      behind |= resumption.fellBack();
    }
    store.positions().begin(begins);
    lineage.set(behind ? renew(known) : known);
    fellBack.set(false);
    return points;
  }

  @Override
  public Set<String> begunTopics() {
    return store.positions().topics();
  }

  /** A topic that is new to a service that has consumed others is new to the log: read it all. */
  private boolean begunBefore() {
    Boolean known = begunBefore.get();
    if (known == null) {
      known = !begunTopics().isEmpty();
      begunBefore.set(known);
    }
    return known;
  }

  /**
   * Those without a position of whose topic anything was consumed, by its id or, before it was
   * created again, by its name. Asked only where a partition has no position, which is when it
   * matters.
   */
  private Set<Partition> consumed(
      List<AssignedPartition> assigned, Map<Partition, Position> stored) {
    List<AssignedPartition> without =
        assigned.stream().filter(partition -> !stored.containsKey(partition.partition())).toList();
    if (without.isEmpty()) {
      return Set.of();
    }
    Set<String> ids =
        store
            .positions()
            .consumed(without.stream().map(AssignedPartition::topicId).collect(Collectors.toSet()));
    Set<String> names = begunTopics();
    return without.stream()
        .filter(it -> ids.contains(it.topicId()) || names.contains(it.partition().topic()))
        .map(AssignedPartition::partition)
        .collect(Collectors.toSet());
  }

  private Lineage renew(Lineage known) {
    Lineage renewed = store.positions().renewLineage(known);
    LOG.warn(
        "The database stands, or may stand, behind what was projected, as after a restore: what it"
            + " lacks is read again, under lineage {}",
        renewed.id());
    return renewed;
  }

  @Override
  public boolean stillHas(Map<Partition, Long> reached) {
    if (!store.positions().lineage().equals(lineage())) {
      return false;
    }
    Map<Partition, Position> stored = store.positions().find(reached.keySet());
    boolean all =
        reached.entrySet().stream()
            .allMatch(entry -> has(stored.get(entry.getKey()), entry.getValue()));
    if (!all) {
      fellBack.set(true);
    }
    return all;
  }

  private static boolean has(@Nullable Position position, long offset) {
    return position != null && position.next() >= offset;
  }

  private Lineage lineage() {
    Lineage known = lineage.get();
    if (known == null) {
      known = store.positions().lineage();
      lineage.set(known);
    }
    return known;
  }
}
