package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.port.projection.Position;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.ModelRow;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.domain.port.rebuild.RebuildModel;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import com.huleedu.ras.domain.port.rebuild.RowKey;
import com.huleedu.ras.domain.port.rebuild.SideModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

  /** So many rows are compared in good time while writers wait. */
  private static final int FEW = 20_000;

  private static final int ATTEMPTS = 60;
  private static final int PAGE = 1_000;

  private final SideModel side;
  private final SideProjection projection;
  private final RebuildModel.Request request;
  private final Progress progress;
  private final List<Difference> differences = new ArrayList<>();
  private List<RowKey> suspects = List.of();
  private long loses;

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
      projection.applyReplayed(TIMEOUT);
      if (suspects.size() > FEW) {
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
    List<Position> live = side.live();
    long missing = projection.missing(live);
    for (boolean first = true; (first || missing > SHORT) && progress.goOn(); first = false) {
      progress.startStep(what, missing);
      projection.projectTo(live, TIMEOUT, progress);
      live = side.live();
      missing = projection.missing(live);
    }
  }

  private Outcome whileHeld(SideModel.Held held) {
    if (projection.missing(held.live()) > SHORT) {
      return Outcome.ENDED; // for this time
    }
    projection.projectTo(held.live(), TIMEOUT_HOLDING, progress);
    if (projection.missing(held.live()) > 0) {
      return Outcome.ENDED;
    }
    if (suspects.size() <= FEW) {
      compare();
    }
    if (request.dryRun()) {
      return Outcome.SHOWN;
    }
    if (loses > 0 && !request.allowLoss()) {
      return Outcome.WOULD_LOSE;
    }
    held.holdTables();
    projection.applyReplayed(TIMEOUT_HOLDING);
    held.swap();
    return Outcome.SWAPPED;
  }

  private void compare() {
    differences.clear();
    loses = 0;
    for (int start = 0; start < suspects.size(); start += PAGE) {
      compare(suspects.subList(start, Math.min(suspects.size(), start + PAGE)));
    }
  }

  private void compare(List<RowKey> keys) {
    Map<RowKey, ModelRow> rebuilt = byKey(side.rows(keys));
    Map<RowKey, ModelRow> live = byKey(side.liveRows(keys));
    for (RowKey key : keys) {
      ModelRow expected = rebuilt.get(key);
      ModelRow found = live.get(key);
      Optional<Difference> difference = Optional.empty();
      if (expected != null && found != null) {
        difference = RowComparison.between(expected, found);
      } else if (expected != null && !expected.isPlace()) {
        difference = Optional.of(RowComparison.missing(expected));
      } else if (found != null) {
        difference = RowComparison.surplus(found);
      }
      difference.ifPresent(it -> {
        differences.add(it);
        if (found != null && loses(expected == null ? null : expected.facts(), found.facts())) {
          loses++;
        }
      });
    }
  }

  /** Whether what is found says something that is not in what is rebuilt. */
  private static boolean loses(@Nullable Facts rebuilt, @Nullable Facts found) {
    if (found == null || rebuilt == null) {
      return found != null;
    }
    return !rebuilt.merge(found).equals(rebuilt);
  }

  private static Map<RowKey, ModelRow> byKey(Collection<ModelRow> rows) {
    return rows.stream().collect(Collectors.toMap(ModelRow::key, Function.identity()));
  }

  List<Difference> differences() {
    return List.copyOf(differences);
  }

  long loses() {
    return loses;
  }
}
