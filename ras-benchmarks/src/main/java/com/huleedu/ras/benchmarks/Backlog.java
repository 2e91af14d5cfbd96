package com.huleedu.ras.benchmarks;

import com.huleedu.ras.benchmarks.bare.Fold;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.event.CompletionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events that lie in the log before anybody reads them.
 *
 * @param changes how many row changes they make, folded per {@value Log#FOLD} events
 */
record Backlog(Log log, long seed, int events, long changes) implements AutoCloseable {
  static Backlog publish(Lab lab, int events) {
    lab.screen().say("  publishing a backlog");
    Log log = new Log(lab.servers().kafka(), "backlog" + events, lab.seed());
    long changes = log.publish(Workload.ofEvents(lab.seed(), events));
    return new Backlog(log, lab.seed(), events, changes);
  }

  /** Row changes per event. */
  double changesPerEvent() {
    return (double) changes / log.events();
  }

  /** The same events again, folded as a yardstick writes them. */
  Folds folds() {
    return new Folds(Workload.ofEvents(seed, events));
  }

  /** Some folds after the other, so that not all lie in memory. */
  static final class Folds {
    private final Workload workload;

    private Folds(Workload workload) {
      this.workload = workload;
    }

    /** As many as there are, at most so many. */
    List<Fold> next(int count) {
      List<Fold> folds = new ArrayList<>();
      while (folds.size() < count) {
        List<CompletionEvent> events = new ArrayList<>();
        for (int i = 0; i < Log.FOLD; i++) {
          Optional<CompletionEvent> event = workload.next();
          event.ifPresent(events::add);
        }
        if (events.isEmpty()) {
          break;
        }
        folds.add(new Fold(Facts.fold(events)));
      }
      return folds;
    }
  }

  @Override
  public void close() {
    log.close();
  }
}
