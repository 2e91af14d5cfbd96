package com.huleedu.ras.testkit.memory;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.EssayResult;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.event.SpellcheckResult;
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
import com.huleedu.ras.testkit.contract.StoreFixture;
import com.huleedu.ras.testkit.history.Picture;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The reference: everything that belongs in the database, kept in memory as one immutable state. A
 * transaction is a lock and a state to go back to.
 */
public final class InMemoryStore
    implements Transactions,
        BatchRepository,
        DeadLetters,
        DeadLetterArchive,
        Positions,
        StoreFixture {
  private StoredState state = StoredState.empty(new Lineage(UUID.randomUUID()));

  private final PipelineEnds pipelineEnds;

  /** An empty store, where the ends of runs are read. */
  public InMemoryStore() {
    this(PipelineEnds.READ);
  }

  /** An empty store. */
  public InMemoryStore(PipelineEnds pipelineEnds) {
    this.pipelineEnds = pipelineEnds;
  }

  @Override
  public synchronized <T> T inTransaction(Supplier<T> work) {
    StoredState before = state;
    boolean committed = false;
    try {
      T result = work.get();
      committed = true;
      return result;
    } finally {
      if (!committed) {
        state = before;
      }
    }
  }

  @Override
  public synchronized <T> T rolledBack(Supplier<T> work) {
    StoredState before = state;
    try {
      return work.get();
    } finally {
      state = before;
    }
  }

  /** All that was recorded, folded. */
  public synchronized Facts facts() {
    return state.facts();
  }

  @Override
  public synchronized Touched record(Facts facts) {
    // In this order what is recorded again writes its registers again.
    state = state.with(facts.merge(state.facts()));
    return picture().touchedBy(facts);
  }

  private Picture picture() {
    return Picture.of(state.facts(), pipelineEnds);
  }

  @Override
  public synchronized Optional<Batch> find(BatchId batch) {
    return picture().find(batch);
  }

  @Override
  public synchronized BatchPage findByUser(UserBatchesQuery query) {
    return picture().findByUser(query);
  }

  @Override
  public synchronized Optional<EssayPage> findEssays(EssaysQuery query) {
    return picture().findEssays(query);
  }

  @Override
  public synchronized Optional<Body> findSpellcheckError(BatchId batch, EssayId essay) {
    return find(batch).stream()
        .flatMap(found -> found.essays().stream())
        .filter(member -> member.essay().equals(essay))
        .map(EssayResult::spellcheck)
        .filter(Objects::nonNull)
        .map(SpellcheckResult::error)
        .filter(Objects::nonNull)
        .map(error -> new Body(error.getBytes(StandardCharsets.UTF_8)))
        .findFirst();
  }

  @Override
  public synchronized void store(Collection<DeadLetter> letters) {
    state = state.with(state.deadLetters().with(letters));
  }

  @Override
  public synchronized List<DeadLetter> storedDeadLetters() {
    return state.deadLetters().files().stream().map(file -> file.stored().deadLetter()).toList();
  }

  @Override
  public synchronized DeadLetterPage list(
      DeadLetterFilter filter, int limit, Optional<DeadLetterId> before) {
    return state.deadLetters().list(filter, limit, before);
  }

  @Override
  public synchronized Optional<DeadLetterFile> find(DeadLetterId id) {
    return state.deadLetters().find(id);
  }

  /** A transaction has the whole store to itself. */
  @Override
  public synchronized Optional<StoredDeadLetter> hold(DeadLetterId id) {
    return find(id).map(DeadLetterFile::stored);
  }

  @Override
  public synchronized void settle(DeadLetterId id, DeadLetterState became, DeadLetterEntry entry) {
    state = state.with(state.deadLetters().settled(id, became, entry));
  }

  @Override
  public synchronized void failedAgain(
      DeadLetterId id, DeadLetterReason newest, DeadLetterEntry entry) {
    state = state.with(state.deadLetters().failedAgain(id, newest, entry));
  }

  @Override
  public synchronized long countOpen(int atMost) {
    return Math.min(atMost, state.deadLetters().open());
  }

  @Override
  public synchronized Optional<Instant> oldestOpen() {
    return state.deadLetters().oldestOpen();
  }

  @Override
  public synchronized Map<Partition, Position> find(Collection<Partition> partitions) {
    return state.positions(partitions);
  }

  @Override
  public synchronized Set<String> consumed(Collection<String> topicIds) {
    return state.positions().values().stream()
        .map(Position::topicId)
        .filter(topicIds::contains)
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized Set<String> topics() {
    return state.positions().keySet().stream().map(Partition::topic).collect(Collectors.toSet());
  }

  @Override
  public synchronized void begin(Collection<Position> positions) {
    state = state.withPositions(positions);
  }

  @Override
  public synchronized boolean advance(List<Advance> advances, Lineage expected) {
    if (!state.lineage().equals(expected) || !advances.stream().allMatch(state::joins)) {
      return false;
    }
    state = state.advanced(advances);
    return true;
  }

  @Override
  public synchronized Lineage lineage() {
    return state.lineage();
  }

  @Override
  public synchronized Lineage renewLineage(Lineage known) {
    if (state.lineage().equals(known)) {
      state = state.with(new Lineage(UUID.randomUUID()));
    }
    return state.lineage();
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
  public DeadLetterArchive deadLetterArchive() {
    return this;
  }

  @Override
  public Positions positions() {
    return this;
  }
}
