package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.application.Backoff;
import com.huleedu.ras.application.Cache;
import com.huleedu.ras.application.commit.Invalidator;
import com.huleedu.ras.domain.LogGapException;
import com.huleedu.ras.domain.port.projection.MessageDecoder;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.LogPartition;
import com.huleedu.ras.domain.port.rebuild.MessageLog;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.domain.port.rebuild.RebuildModel;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import com.huleedu.ras.domain.port.rebuild.SideModels;
import com.huleedu.ras.domain.port.rebuild.SideModels.Kind;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Rebuilds the model beside the live one, and goes back. Both are the same work: bring a side model
 * up to where the live one is, look for differences, swap, invalidate. All that is done is kept in
 * the database, so that a rebuild that was killed goes on where it was.
 */
public final class RebuildService implements RebuildModel {
  private final MessageLog log;
  private final MessageDecoder decoder;
  private final SideModels models;
  private final Invalidator invalidator;
  private final InstantSource clock;
  private final long atMost;

  /**
   * @param decoder reads what letters keep, as the log reads its messages
   * @param cache whose answers have to go where rows change
   */
  public RebuildService(
      MessageLog log,
      MessageDecoder decoder,
      SideModels models,
      Cache cache,
      Backoff backoff,
      InstantSource clock) {
    this(new Source(log, decoder), models, cache, backoff, clock, Stretch.usualBytes());
  }

  /**
   * Where messages come from.
   *
   * @param decoder reads what letters keep, as the log reads its messages
   */
  record Source(MessageLog log, MessageDecoder decoder) {}

  /**
   * @param atMost about how many bytes of heap the facts of one transaction may take
   */
  RebuildService(
      Source source,
      SideModels models,
      Cache cache,
      Backoff backoff,
      InstantSource clock,
      long atMost) {
    this.log = source.log();
    this.decoder = source.decoder();
    this.atMost = atMost;
    this.models = models;
    this.invalidator = new Invalidator(cache, backoff, System::nanoTime);
    this.clock = clock;
  }

  @Override
  public RebuildResult rebuild(Request request, Consumer<Difference> found, Progress progress) {
    boolean finished = finishSwap(progress);
    try (SideModel side = models.open(Kind.REBUILT)) {
      if (request.restart()) {
        side.drop();
      } else if (finished && !side.exists()) {
        return new RebuildResult(Outcome.SWAPPED, 0, Map.of(), 0, DeadLetterCounts.NONE);
      }
      side.create();
      begin(side, request.fromWhatIsLeft());
      return swap(side, request, found, progress);
    }
  }

  @Override
  public RebuildResult goBack(Consumer<Difference> found, Progress progress) {
    boolean finished = finishSwap(progress);
    if (finished) {
      return new RebuildResult(Outcome.SWAPPED, 0, Map.of(), 0, DeadLetterCounts.NONE);
    }
    try (SideModel side = models.open(Kind.PREVIOUS)) {
      if (!side.exists()) {
        return new RebuildResult(
            Outcome.NOTHING_TO_GO_BACK_TO, 0, Map.of(), 0, DeadLetterCounts.NONE);
      }
      side.create();
      LastRecordCheck.check(log, side.reached());
      return swap(side, new Request(false, false, false, true), found, progress);
    }
  }

  private RebuildResult swap(
      SideModel side, Request request, Consumer<Difference> found, Progress progress) {
    SideProjection projection = new SideProjection(log, decoder, side, clock, atMost);
    Swap swap = new Swap(side, projection, request, progress);
    Outcome outcome = swap.attempt();
    if (outcome == Outcome.SWAPPED) {
      finishSwap(progress);
    }
    swap.differences().named().forEach(found);
    return new RebuildResult(
        outcome,
        projection.projected(),
        swap.differences().counts(),
        swap.differences().loses(),
        side.countLiveDeadLetters());
  }

  /** A swap is over when nothing is left in the cache that it made wrong. */
  private boolean finishSwap(Progress progress) {
    try (SideModel previous = models.open(Kind.PREVIOUS)) {
      List<RowKey> rows = previous.exists() ? previous.toInvalidate() : List.of();
      if (rows.isEmpty()) {
        return false;
      }
      progress.startStep("invalidating cached answers", 0);
      while (!rows.isEmpty()) {
        invalidator.invalidate(previous.touchedBy(rows));
        previous.invalidated(rows);
        progress.advance(rows.size());
        rows = previous.toInvalidate();
      }
      return true;
    }
  }

  private void begin(SideModel side, boolean fromWhatIsLeft) {
    if (!side.reached().isEmpty()) {
      LastRecordCheck.check(log, side.reached());
      return;
    }
    List<LogPartition> partitions = log.partitions();
    if (!fromWhatIsLeft) {
      partitions.stream()
          .filter(LogPartition::isCut)
          .findFirst()
          .ifPresent(cut -> {
            throw new LogGapException(
                cut.partition().topic(),
                cut.partition().number(),
                0,
                cut.beginning(),
                "rebuilt from the rest, the model would lack what they said. With --from-what-is-left"
                    + " the live rows are taken over and the rest is merged into them");
          });
    }
    side.begin(partitions.stream().map(SideProjection::beginning).toList(), fromWhatIsLeft);
  }

  @Override
  public boolean cancel() {
    return drop(Kind.REBUILT);
  }

  @Override
  public boolean dropPrevious() {
    return drop(Kind.PREVIOUS);
  }

  private boolean drop(Kind kind) {
    try (SideModel side = models.open(kind)) {
      boolean existed = side.exists();
      side.drop();
      return existed;
    }
  }
}
