package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.batch.BatchOutcomes;
import com.huleedu.ras.domain.batch.BatchProgress;
import com.huleedu.ras.domain.batch.ClosedPhase;
import com.huleedu.ras.domain.batch.Intake;
import com.huleedu.ras.domain.batch.MemberResults;
import com.huleedu.ras.domain.batch.NamedAlike;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.event.Stamp;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@link JudgedStatuses}: all that the rules of a status ask of a batch.
 *
 * @param stored the status as it stands there
 * @param requested each phase, no matter how often
 * @param closed phase and status of each outcome, the oldest first; null without any
 * @param anyFailed whether any outcome names an essay as failed
 * @param open a phase without an outcome of which a member has a result; null without any
 */
record StatusInputs(
    String batch,
    @Nullable String stored,
    @Nullable String requested,
    @Nullable String closed,
    boolean anyFailed,
    @Nullable String open) {

  private static final UUID NO_ID = new UUID(0, 0);
  private static final List<NamedAlike> FAILED_EVERYWHERE =
      List.of(new NamedAlike(EnumSet.allOf(Phase.class), Set.of(), false, 1));

  static StatusInputs of(ResultSet row) throws SQLException {
    return new StatusInputs(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getBoolean(5),
        row.getString(6));
  }

  /**
   * Whether it matters which essays are named as failed, and where: as a rule another phase is to
   * come, or the last outcome says it all.
   */
  boolean dependsOnEssays() {
    return anyFailed && !Objects.equals(judged(List.of()), judged(FAILED_EVERYWHERE));
  }

  /**
   * By the domain's rules.
   *
   * @param outcomes of {@link OutcomesQuery}, if it {@link #dependsOnEssays}
   * @return null if what is stored makes no sense, as a phase that there is not
   */
  @Nullable String judged(@Nullable Record outcomes) {
    return outcomes == null ? judged(List.of()) : judged(() -> OutcomesQuery.outcomes(outcomes));
  }

  private @Nullable String judged(List<NamedAlike> failed) {
    return judged(() -> BatchOutcomes.of(closedPhases(), failed));
  }

  private @Nullable String judged(Supplier<BatchOutcomes> outcomes) {
    try {
      Map<Phase, Stamp> results =
          open == null ? Map.of() : Map.of(FactRecords.phase(open), numbered(0));
      return BatchProgress.of(
              new Intake(phases(), 0, false, 0, PipelineEnds.READ),
              PipelineFacts.none(new BatchId(batch)),
              outcomes.get(),
              new MemberResults(results, null, null))
          .status()
          .eventName();
    } catch (NoSuchElementException corrupt) {
      return null;
    }
  }

  private List<Phase> phases() {
    return parts(requested).stream().map(FactRecords::phase).toList();
  }

  private List<ClosedPhase> closedPhases() {
    List<ClosedPhase> phases = new ArrayList<>();
    for (String outcome : parts(closed)) {
      int space = outcome.indexOf(' ');
      phases.add(
          new ClosedPhase(
              FactRecords.phase(outcome.substring(0, space)),
              FactRecords.status(outcome.substring(space + 1)),
              numbered(phases.size()),
              0,
              Instant.EPOCH));
    }
    return phases;
  }

  private static List<String> parts(@Nullable String list) {
    return list == null || list.isEmpty() ? List.of() : List.of(list.split(",", -1));
  }

  /** The rules ask which outcome is newer, and which phases have results, never when. */
  private static Stamp numbered(int number) {
    return new Stamp(Instant.ofEpochSecond(number), NO_ID, 0);
  }
}
