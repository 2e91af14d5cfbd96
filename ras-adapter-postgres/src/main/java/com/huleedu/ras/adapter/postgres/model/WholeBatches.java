package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.batch.Batch;
import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.BatchKnowledge;
import com.huleedu.ras.domain.batch.BatchOutcomes;
import com.huleedu.ras.domain.batch.ClosedPhase;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.MemberResults;
import com.huleedu.ras.domain.batch.NamedAlike;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.batch.RejectedFileFacts;
import com.huleedu.ras.domain.batch.RejectedFiles;
import com.huleedu.ras.domain.batch.StandingFailure;
import com.huleedu.ras.domain.port.query.BatchPage;
import com.huleedu.ras.domain.port.query.StatusFilter;
import com.huleedu.ras.domain.port.query.UserBatchesQuery;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Batches with all they have, where that fits one answer, as nearly always: one statement of plain
 * rows, whose text never changes, so that the server keeps its plan and sends its values as they
 * are. Batches, their runs, outcomes, rejected files and members are its rows, told apart by their
 * first column; it is its own snapshot. What doesn't fit is seen before it is sent, and left to
 * {@link BatchQuery}.
 */
final class WholeBatches {
  private static final Comparator<Batch> NEWEST_FIRST =
      Comparator.comparing(Batch::createdAt).reversed().thenComparing(Batch::batch);

  private final Map<String, Parts> found = new HashMap<>();
  private boolean fits = true;
  private long total;

  private final PipelineEnds pipelineEnds;

  private WholeBatches(PipelineEnds pipelineEnds) {
    this.pipelineEnds = pipelineEnds;
  }

  /** One batch, or none that is registered; empty if it has more than an answer may have. */
  static Optional<List<Batch>> byId(Connection connection, BatchId batch, PipelineEnds pipelineEnds)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WholeBatchesSql.OF_ONE)) {
      for (int parameter = 1; parameter <= WholeBatchesSql.CHOICES; parameter++) {
        statement.setString(parameter, batch.value());
      }
      return read(statement, pipelineEnds).map(WholeBatches::batches);
    }
  }

  /** Those that are registered, newest created first; empty if an answer may not have all. */
  static Optional<List<Batch>> byIds(
      Connection connection, Collection<BatchId> batches, PipelineEnds pipelineEnds)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(WholeBatchesSql.OF_SOME)) {
      Array ids = connection.createArrayOf("text", batches.stream().map(BatchId::value).toArray());
      for (int parameter = 1; parameter <= WholeBatchesSql.CHOICES; parameter++) {
        statement.setArray(parameter, ids);
      }
      return read(statement, pipelineEnds).map(WholeBatches::batches);
    }
  }

  /** A page of a user's batches; empty if an answer may not have all that is theirs. */
  static Optional<BatchPage> page(
      Connection connection, UserBatchesQuery query, PipelineEnds pipelineEnds)
      throws SQLException {
    String user = query.user().value();
    int limit = query.limit();
    long offset = query.offset();
    if (query.filter() instanceof StatusFilter.All) {
      return page(connection, pipelineEnds, WholeBatchesSql.PAGE, user, limit, offset, user);
    }
    String[] names = UserBatches.statuses(query.filter());
    if (names.length == 1) {
      String sql = WholeBatchesSql.PAGE_OF_STATUS;
      return page(connection, pipelineEnds, sql, user, names[0], limit, offset, user, names[0]);
    }
    String sql = WholeBatchesSql.PAGE_OF_STATUSES;
    Array statuses = connection.createArrayOf("text", names);
    return page(
        connection,
        pipelineEnds,
        sql,
        statuses,
        user,
        endOfPage(query),
        limit,
        offset,
        user,
        statuses);
  }

  private static Optional<BatchPage> page(
      Connection connection, PipelineEnds pipelineEnds, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return read(statement, pipelineEnds).map(read -> new BatchPage(read.batches(), read.total));
    }
  }

  private static long endOfPage(UserBatchesQuery query) {
    return query.offset() + Math.min(query.limit(), Long.MAX_VALUE - query.offset());
  }

  private static Optional<WholeBatches> read(PreparedStatement statement, PipelineEnds pipelineEnds)
      throws SQLException {
    WholeBatches read = new WholeBatches(pipelineEnds);
    try (ResultSet rows = statement.executeQuery()) {
      while (read.fits && rows.next()) {
        read.take(rows);
      }
    }
    return read.fits ? Optional.of(read) : Optional.empty();
  }

  private void take(ResultSet row) throws SQLException {
    int kind = row.getInt(FlatColumns.KIND);
    if (kind == FlatColumns.IS_TOTAL) {
      total = FlatRow.total(row);
      return;
    }
    fits = FlatRow.fits(row);
    if (fits) {
      partsOf(row).take(kind, row);
    }
  }

  /** Which kind of rows comes first is the server's to say. */
  private Parts partsOf(ResultSet row) throws SQLException {
    return found.computeIfAbsent(row.getString(FlatColumns.BATCH), _ -> new Parts());
  }

  private List<Batch> batches() {
    return found.values().stream()
        .flatMap(parts -> parts.derive(pipelineEnds))
        .sorted(NEWEST_FIRST)
        .toList();
  }

  /** What was read of one batch. */
  private static final class Parts {
    private @Nullable BatchFacts facts;
    private @Nullable PipelineFacts pipeline;
    private final List<ClosedPhase> closed = new ArrayList<>();
    private final List<OutcomeFacts> naming = new ArrayList<>();
    private final List<RejectedFileFacts> rejected = new ArrayList<>();
    private final List<EssayFacts> members = new ArrayList<>();

    void take(int kind, ResultSet row) throws SQLException {
      switch (kind) {
        case FlatColumns.IS_BATCH -> facts = FlatRow.batch(row);
        case FlatColumns.IS_PIPELINE -> pipeline = FlatRow.pipeline(row);
        case FlatColumns.IS_OUTCOME -> {
          ClosedPhase phase = FlatRow.closed(row);
          closed.add(phase);
          FlatRow.outcome(row, phase).ifPresent(naming::add);
        }
        case FlatColumns.IS_REJECTED_FILE -> rejected.add(FlatRow.rejectedFile(row));
        default -> members.add(FlatRow.member(row));
      }
    }

    /** Nothing while the batch is not registered. */
    Stream<Batch> derive(PipelineEnds pipelineEnds) {
      BatchFacts registered = facts;
      if (registered == null) {
        return Stream.empty();
      }
      PipelineFacts runs = pipeline == null ? PipelineFacts.none(registered.batch()) : pipeline;
      BatchKnowledge known =
          new BatchKnowledge(
              registered,
              runs,
              BatchOutcomes.of(closed, named(runs)),
              RejectedFiles.of(rejected),
              MemberResults.of(members));
      return Stream.of(Batch.derive(known, members, handedOn(known, pipelineEnds), pipelineEnds));
    }

    private List<NamedAlike> named(PipelineFacts runs) {
      return runs.cjFailure() == null
          ? NamedAlike.of(naming)
          : NamedAlike.of(
              naming, members.stream().map(EssayFacts::essay).collect(Collectors.toSet()));
    }

    /** Of few batches more is asked than whether comparative judgement has failed. */
    private Set<EssayId> handedOn(BatchKnowledge known, PipelineEnds pipelineEnds) {
      StandingFailure failure =
          known.pipeline().cjFailure() == null ? null : known.progress(pipelineEnds).failure();
      return failure == null ? Set.of() : failure.handedOn(naming);
    }
  }
}
