package com.huleedu.ras.application.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.UnavailableException;
import com.huleedu.ras.domain.port.rebuild.AuditModel;
import com.huleedu.ras.domain.port.rebuild.AuditResult;
import com.huleedu.ras.domain.port.rebuild.DeadLetterCounts;
import com.huleedu.ras.domain.port.rebuild.Difference;
import com.huleedu.ras.domain.port.rebuild.Progress;
import com.huleedu.ras.domain.port.rebuild.RebuildModel;
import com.huleedu.ras.domain.port.rebuild.RebuildResult;
import com.huleedu.ras.domain.port.rebuild.RebuildResult.Outcome;
import com.huleedu.ras.domain.port.rebuild.UpkeepRun;
import com.huleedu.ras.domain.port.rebuild.UpkeepRuns;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunRecorderTest {
  private static final Instant BEGIN = Instant.parse("2026-11-27T10:00:00Z");
  private static final Instant END = Instant.parse("2026-11-27T10:20:00Z");
  private static final Map<Difference.Kind, Long> TWO_AND_NINE =
      Map.of(Difference.Kind.MISSING_ROW, 2L, Difference.Kind.NOT_VERIFIABLE, 9L);

  private final List<UpkeepRun> kept = new ArrayList<>();
  private final Deque<Instant> times = new ArrayDeque<>(List.of(BEGIN, END));
  private final RunRecorder recorder = new RunRecorder(store(kept::add), times::remove);

  @Test
  void anAuditThatCameToItsEndIsKeptWithItsTimesAndWhatItFound() {
    AuditResult result = result(true, List.of());

    assertThat(
            recorder
                .recorded(audit(result))
                .audit(0, RunRecorderTest::nobody, new WatchedProgress()))
        .isSameAs(result);

    assertThat(kept).containsExactly(new UpkeepRun(UpkeepRun.Kind.AUDIT, BEGIN, END, 2));
  }

  @Test
  void oneThatWasToldToEndOrCouldNotReadAllIsNot() {
    recorder
        .recorded(audit(result(false, List.of())))
        .audit(0, RunRecorderTest::nobody, new WatchedProgress());
    recorder
        .recorded(audit(result(true, List.of("t/0"))))
        .audit(0, RunRecorderTest::nobody, new WatchedProgress());

    assertThat(kept).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aRebuildIsKeptWhereItWentThroughTheLog(Outcome outcome) {
    RebuildResult result = new RebuildResult(outcome, 7, TWO_AND_NINE, 0, DeadLetterCounts.NONE);
    RebuildModel rebuild = recorder.recorded(new Rebuilt(result));

    assertThat(
            rebuild.rebuild(
                new RebuildModel.Request(false, false, true, false),
                RunRecorderTest::nobody,
                new WatchedProgress()))
        .isSameAs(result);

    switch (outcome) {
      case SWAPPED, SHOWN, WOULD_LOSE ->
          assertThat(kept)
              .containsExactly(new UpkeepRun(UpkeepRun.Kind.REBUILD, BEGIN, END, result.count()));
      case ENDED, NOTHING_TO_GO_BACK_TO -> assertThat(kept).isEmpty();
    }
  }

  @Test
  void whatElseMayBeDoneIsDoneAndNotKept() {
    RebuildResult result =
        new RebuildResult(Outcome.SWAPPED, 7, Map.of(), 0, DeadLetterCounts.NONE);
    RebuildModel rebuild = recorder.recorded(new Rebuilt(result));

    assertThat(rebuild.goBack(RunRecorderTest::nobody, new WatchedProgress())).isSameAs(result);
    assertThat(rebuild.cancel()).isTrue();
    assertThat(rebuild.dropPrevious()).isTrue();
    RebuildModel another =
        recorder.recorded(
            new Rebuilt(new RebuildResult(Outcome.ENDED, 7, Map.of(), 0, DeadLetterCounts.NONE)));
    assertThat(another.cancel()).isFalse();
    assertThat(another.dropPrevious()).isFalse();
    assertThat(kept).isEmpty();
  }

  @Test
  void theResultCountsWhereItCannotBeKept() {
    AuditResult result = result(true, List.of());
    RunRecorder without =
        new RunRecorder(
            store(_ -> {
              throw new UnavailableException("PostgreSQL", "read only");
            }),
            times::remove);

    assertThat(
            without
                .recorded(audit(result))
                .audit(0, RunRecorderTest::nobody, new WatchedProgress()))
        .isSameAs(result);
  }

  private static void nobody(Difference difference) {
    assertThat(difference).isNotNull();
  }

  private static AuditResult result(boolean finished, List<String> unread) {
    return new AuditResult(
        finished, 1, 1, TWO_AND_NINE, List.of(), unread, 0, DeadLetterCounts.NONE);
  }

  private static AuditModel audit(AuditResult result) {
    return (_, _, _) -> result;
  }

  private static UpkeepRuns store(Consumer<UpkeepRun> add) {
    return new UpkeepRuns() {
      @Override
      public void add(UpkeepRun run) {
        add.accept(run);
      }

      @Override
      public List<UpkeepRun> newest() {
        return List.of();
      }
    };
  }

  private record Rebuilt(RebuildResult result) implements RebuildModel {
    @Override
    public RebuildResult rebuild(Request request, Consumer<Difference> found, Progress progress) {
      return result;
    }

    @Override
    public RebuildResult goBack(Consumer<Difference> found, Progress progress) {
      return result;
    }

    @Override
    public boolean cancel() {
      return result.outcome() == Outcome.SWAPPED;
    }

    @Override
    public boolean dropPrevious() {
      return result.outcome() == Outcome.SWAPPED;
    }
  }
}
