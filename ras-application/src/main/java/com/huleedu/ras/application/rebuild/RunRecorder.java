package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.RasException;
import com.huleedu.ras.domain.port.rebuild.AuditModel;
import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.domain.port.rebuild.RebuildModel;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.UpkeepRun;
import com.huleedu.ras.domain.port.rebuild.UpkeepRuns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps which audits and rebuilds came to their end, so that the service can show when the last was
 * and what it found. Where that can't be kept, the result counts all the same: a role that may only
 * read can audit.
 */
public final class RunRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(RunRecorder.class);

  private final UpkeepRuns runs;
  private final InstantSource clock;

  public RunRecorder(UpkeepRuns runs, InstantSource clock) {
    this.runs = runs;
    this.clock = clock;
  }

  /** The same audit; kept if all that is projected could be looked at. */
  public AuditModel recorded(AuditModel audit) {
    return (slices, found, progress) -> {
      Instant started = clock.instant();
      AuditResult result = audit.audit(slices, found, progress);
      if (result.finished() && result.unread().isEmpty()) {
        record(UpkeepRun.Kind.AUDIT, started, result.count());
      }
      return result;
    };
  }

  /** The same rebuild; kept if it went through the whole log. */
  public RebuildModel recorded(RebuildModel rebuild) {
    return new RebuildModel() {
      @Override
      public RebuildResult rebuild(Request request, Consumer<Difference> found, Progress progress) {
        Instant started = clock.instant();
        RebuildResult result = rebuild.rebuild(request, found, progress);
        switch (result.outcome()) {
          case SWAPPED, SHOWN, WOULD_LOSE ->
              record(UpkeepRun.Kind.REBUILD, started, result.count());
          case ENDED, NOTHING_TO_GO_BACK_TO -> {}
        }
        return result;
      }

      @Override
      public RebuildResult goBack(Consumer<Difference> found, Progress progress) {
        return rebuild.goBack(found, progress);
      }

      @Override
      public boolean cancel() {
        return rebuild.cancel();
      }

      @Override
      public boolean dropPrevious() {
        return rebuild.dropPrevious();
      }
    };
  }

  private void record(UpkeepRun.Kind kind, Instant started, long differences) {
    try {
      runs.add(new UpkeepRun(kind, started, clock.instant(), differences));
    } catch (RasException failure) {
      LOG.warn(
          "The {} is done, and that it was could not be kept, so that the service's metrics don't"
              + " show it: {}",
          kind.name().toLowerCase(Locale.ROOT),
          failure.getMessage());
    }
  }
}
