package com.huleedu.ras.domain.batch;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.PipelineCompleted;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that events have said about the runs of one batch as a whole, registered or not.
 *
 * @param cjFailure the newest failure of comparative judgement
 * @param end how the newest run of phases ended
 * @param assignment which assignment the batch is of, by the newest result that says it
 * @param namings per phase the newest end of a run that lists it
 * @param firstEvidence the earliest failure or end seen
 */
public record PipelineFacts(
    BatchId batch,
    @Nullable Register<CjFailure> cjFailure,
    @Nullable Register<BatchStatus> end,
    @Nullable Register<String> assignment,
    SortedMap<Phase, Stamp> namings,
    @Nullable Instant firstEvidence) {

  public PipelineFacts {
    namings = Collections.unmodifiableSortedMap(new TreeMap<>(namings));
  }

  /** As long as no event has said anything. */
  public static PipelineFacts none(BatchId batch) {
    return new PipelineFacts(batch, null, null, null, Collections.emptySortedMap(), null);
  }

  static PipelineFacts of(CjAssessmentFailed event) {
    return new PipelineFacts(
        event.batch(),
        new Register<>(event.stamp(), event.failure()),
        null,
        null,
        Collections.emptySortedMap(),
        event.stamp().time());
  }

  static PipelineFacts of(PipelineCompleted event) {
    Map<Phase, Stamp> namings = new EnumMap<>(Phase.class);
    event.phases().forEach(phase -> namings.put(phase, event.stamp()));
    return new PipelineFacts(
        event.batch(),
        null,
        new Register<>(event.stamp(), event.status()),
        null,
        new TreeMap<>(namings),
        event.stamp().time());
  }

  static PipelineFacts assigned(AssessmentResultPublished event, String assignment) {
    return new PipelineFacts(
        event.batch(),
        null,
        null,
        new Register<>(event.stamp(), assignment),
        Collections.emptySortedMap(),
        null);
  }

  /** What both know; they must be about the same batch. */
  public PipelineFacts merge(PipelineFacts other) {
    SortedMap<Phase, Stamp> all = new TreeMap<>(namings);
    other.namings.forEach((phase, stamp) -> all.merge(phase, stamp, Merges::newest));
    return new PipelineFacts(
        batch,
        Register.merge(cjFailure, other.cjFailure),
        Register.merge(end, other.end),
        Register.merge(assignment, other.assignment),
        all,
        Merges.earliest(firstEvidence, other.firstEvidence));
  }

  /** The times that the batch was last changed at by these. */
  Stream<Instant> changes() {
    return Stream.of(cjFailure, end, assignment)
        .filter(Objects::nonNull)
        .map(register -> register.stamp().time());
  }
}
