package com.huleedu.ras.testkit.contract;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.deadletter.DeadLetter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterArchive;
import com.huleedu.ras.domain.port.deadletter.DeadLetterEntry;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFile;
import com.huleedu.ras.domain.port.deadletter.DeadLetterFilter;
import com.huleedu.ras.domain.port.deadletter.DeadLetterId;
import com.huleedu.ras.domain.port.deadletter.DeadLetterPage;
import com.huleedu.ras.domain.port.deadletter.DeadLetterState;
import com.huleedu.ras.domain.port.deadletter.DeadLetters;
import com.huleedu.ras.domain.port.deadletter.StoredDeadLetter;
import com.huleedu.ras.domain.port.projection.Advance;
import com.huleedu.ras.domain.port.projection.DeadLetterReason;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.Partition;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.projection.Positions;
import com.huleedu.ras.domain.port.projection.Transactions;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.BatchRepository;
import com.huleedu.ras.domain.port.query.Body;
import com.huleedu.ras.domain.port.query.EssayPage;
import com.huleedu.ras.domain.port.query.EssaysQuery;
import com.huleedu.ras.domain.port.query.Touched;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Answers politely and does nothing: every test of a contract has to fail against it. */
final class DoNothingStore
    implements StoreFixture,
        Transactions,
        BatchRepository,
        DeadLetters,
        DeadLetterArchive,
        Positions {
  private static final Lineage LINEAGE = new Lineage(new UUID(0, 0));

  @Override
  public <T> T inTransaction(Supplier<T> work) {
    return work.get();
  }

  @Override
  public <T> T rolledBack(Supplier<T> work) {
    return work.get();
  }

  @Override
  public Touched record(Facts facts) {
    return new Touched(Set.of(), Set.of());
  }

  @Override
  public Optional<Batch> find(BatchId batch) {
    return Optional.empty();
  }

  @Override
  public Optional<Body> findSpellcheckError(BatchId batch, EssayId essay) {
    return Optional.empty();
  }

  @Override
  public Optional<EssayPage> findEssays(EssaysQuery query) {
    return Optional.empty();
  }

  @Override
  public BatchPage findByUser(UserBatchesQuery query) {
    return new BatchPage(List.of(), 0);
  }

  @Override
  public void store(Collection<DeadLetter> letters) {}

  @Override
  public List<DeadLetter> storedDeadLetters() {
    return List.of();
  }

  @Override
  public Map<Partition, Position> find(Collection<Partition> partitions) {
    return Map.of();
  }

  @Override
  public Set<String> consumed(Collection<String> topicIds) {
    return Set.of();
  }

  @Override
  public Set<String> topics() {
    return Set.of();
  }

  @Override
  public void begin(Collection<Position> positions) {}

  @Override
  public boolean advance(List<Advance> advances, Lineage expected) {
    return false;
  }

  @Override
  public Lineage lineage() {
    return LINEAGE;
  }

  @Override
  public Lineage renewLineage(Lineage known) {
    return LINEAGE;
  }

  @Override
  public Transactions transactions() {
    return this;
  }

  @Override
  public BatchRepository batches() {
    return this;
  }

  @Override
  public DeadLetters deadLetters() {
    return this;
  }

  @Override
  public DeadLetterPage list(DeadLetterFilter filter, int limit, Optional<DeadLetterId> before) {
    return new DeadLetterPage(List.of(), Optional.empty());
  }

  @Override
  public Optional<DeadLetterFile> find(DeadLetterId id) {
    return Optional.empty();
  }

  @Override
  public Optional<StoredDeadLetter> hold(DeadLetterId id) {
    return Optional.empty();
  }

  @Override
  public void settle(DeadLetterId id, DeadLetterState state, DeadLetterEntry entry) {}

  @Override
  public void failedAgain(DeadLetterId id, DeadLetterReason newest, DeadLetterEntry entry) {}

  @Override
  public long countOpen(int atMost) {
    return 0;
  }

  @Override
  public Optional<Instant> oldestOpen() {
    return Optional.empty();
  }

  @Override
  public DeadLetterArchive deadLetterArchive() {
    return this;
  }

  @Override
  public Positions positions() {
    return this;
  }
}
