package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.domain.port.rebuild.RebuildModel;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings a side model to exactly where the live one is, names the differences, and swaps.
 *
 * <p>The last stretch is projected while no live position can move: then both say the same of the
 * same messages, so that what differs is a difference, and nobody who saw the live rows sees less
 * in the others.
 */
final class Swap {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Writers wait meanwhile, so it is short. */
  private static final Duration TIMEOUT_HOLDING = Duration.ofSeconds(2);

  /** So many messages are projected in good time while writers wait. */
  private static final long SHORT = 2_000;

  /** So many letters that somebody just replayed are applied in good time while writers wait. */
  private static final int SOME = 100;

  /** So many rows are compared in good time while writers wait. */
  private static final int FEW = 20_000;

  /** So many of them at once, as {@link SideModel#differingAfter} gives them. */
  private static final int PAGE = 50;

  private static final int ATTEMPTS = 60;

  private final SideModel side;
  private final SideProjection projection;
  private final RebuildModel.Request request;
  private final Progress progress;
  private Differences differences = new Differences(FEW);
  private long suspects;

  Swap(SideModel side, SideProjection projection, RebuildModel.Request request, Progress progress) {
    this.side = side;
    this.projection = projection;
    this.request = request;
    this.progress = progress;
  }

  Outcome attempt() {
    catchUp("projecting the log");
    if (progress.goOn()) {
      progress.startStep("looking for rows that differ", 0);
      suspects = side.findDiffering();
    }
    for (int attempt = 0; attempt < ATTEMPTS && progress.goOn(); attempt++) {
      catchUp("projecting what came meanwhile");
      projection.applyReplayed(Integer.MAX_VALUE, progress);
      if (suspects > FEW) {
        compare();
      }
      Optional<Outcome> outcome = side.holdingWriters(this::whileHeld);
      if (outcome.isPresent() && outcome.get() != Outcome.ENDED) {
        return outcome.get();
      }
      progress.pause();
    }
    return Outcome.ENDED;
  }

  private void catchUp(String what) {
    projection.beginNewPartitions();
    List<Position> live = side.live();
    long missing = projection.missing(live);
    for (boolean first = true; (first || missing > SHORT) && progress.goOn(); first = false) {
      progress.startStep(what, missing);
      projection.projectInStretches(live, TIMEOUT, progress);
      live = side.live();
      missing = projection.missing(live);
    }
  }

  private Outcome whileHeld(SideModel.Held held) {
    if (!projection.hasBegun(held.live()) || projection.missing(held.live()) > SHORT) {
      return Outcome.ENDED; // for this time
    }
    projection.projectTo(held.live(), TIMEOUT_HOLDING, progress);
    if (projection.missing(held.live()) > 0) {
      return Outcome.ENDED;
    }
    if (suspects <= FEW) {
      compare();
    } else {
      compareLosingAgain();
    }
    if (!progress.goOn()) {
      return Outcome.ENDED; // what would be lost may not all have been seen
    }
    if (request.dryRun()) {
      return Outcome.SHOWN;
    }
    if (differences.loses() > 0 && !request.allowLoss()) {
      return Outcome.WOULD_LOSE;
    }
    held.holdLetters();
    if (!projection.applyReplayed(SOME, progress)) {
      return Outcome.ENDED;
    }
    held.swap(differences.loses() > 0);
    return Outcome.SWAPPED;
  }

  private void compare() {
    differences = new Differences(FEW);
    List<RowKey> keys = side.differingAfter(null);
    while (!keys.isEmpty() && progress.goOn()) {
      compare(keys, differences);
      keys = side.differingAfter(keys.getLast());
    }
  }

  /**
   * What was compared while writers went on was of two moments, and what a live row had just got
   * looked as if it would be lost.
   */
  private void compareLosingAgain() {
    differences
        .losing()
        .ifPresent(losing -> {
          Differences again = new Differences(FEW);
          for (int from = 0; from < losing.size() && progress.goOn(); from += PAGE) {
            compare(losing.subList(from, Math.min(losing.size(), from + PAGE)), again);
          }
          differences.losesOnly(again);
        });
  }

  private void compare(List<RowKey> keys, Differences found) {
    Map<RowKey, ModelRow> rebuilt = byKey(side.rows(keys));
    Map<RowKey, ModelRow> live = byKey(side.liveRows(keys));
    keys.forEach(key -> found.compare(rebuilt.get(key), live.get(key)));
  }

  private static Map<RowKey, ModelRow> byKey(Collection<ModelRow> rows) {
    return rows.stream().collect(Collectors.toMap(ModelRow::key, Function.identity()));
  }

  Differences differences() {
    return differences;
  }
}
