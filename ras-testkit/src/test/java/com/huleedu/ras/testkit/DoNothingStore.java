package com.huleedu.ras.testkit;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.out.Advance;
import com.huleedu.ras.domain.port.out.BatchPage;
import com.huleedu.ras.domain.port.out.BatchRepository;
import com.huleedu.ras.domain.port.out.DeadLetter;
import com.huleedu.ras.domain.port.out.DeadLetterArchive;
import com.huleedu.ras.domain.port.out.DeadLetters;
import com.huleedu.ras.domain.port.out.LetterEntry;
import com.huleedu.ras.domain.port.out.LetterFile;
import com.huleedu.ras.domain.port.out.LetterFilter;
import com.huleedu.ras.domain.port.out.LetterId;
import com.huleedu.ras.domain.port.out.LetterPage;
import com.huleedu.ras.domain.port.out.LetterState;
import com.huleedu.ras.domain.port.out.Lineage;
import com.huleedu.ras.domain.port.out.Partition;
import com.huleedu.ras.domain.port.out.Position;
import com.huleedu.ras.domain.port.out.Positions;
import com.huleedu.ras.domain.port.out.StoredLetter;
import com.huleedu.ras.domain.port.out.Touched;
import com.huleedu.ras.domain.port.out.Transactions;
import com.huleedu.ras.domain.port.out.UserBatchesQuery;
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
  public void record(Facts facts) {}

  @Override
  public Touched touchedBy(Facts facts) {
    return new Touched(Set.of(), Set.of());
  }

  @Override
  public Optional<Batch> find(BatchId batch) {
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
  public LetterPage list(LetterFilter filter, int limit, Optional<LetterId> before) {
    return new LetterPage(List.of(), Optional.empty());
  }

  @Override
  public Optional<LetterFile> find(LetterId id) {
    return Optional.empty();
  }

  @Override
  public Optional<StoredLetter> hold(LetterId id) {
    return Optional.empty();
  }

  @Override
  public void settle(LetterId id, LetterState state, LetterEntry entry) {}

  @Override
  public void failedAgain(LetterId id, DeadLetter.Reason newest, LetterEntry entry) {}

  @Override
  public long countOpen(int atMost) {
    return 0;
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
