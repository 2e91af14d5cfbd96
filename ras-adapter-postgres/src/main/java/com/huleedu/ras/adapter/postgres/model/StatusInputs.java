package com.huleedu.ras.adapter.postgres.model;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.BatchStatus;
import com.huleedu.ras.domain.Phase;
import com.huleedu.ras.domain.batch.BatchOutcomes;
import com.huleedu.ras.domain.batch.BatchProgress;
import com.huleedu.ras.domain.batch.ClosedPhase;
import com.huleedu.ras.domain.batch.Intake;
import com.huleedu.ras.domain.batch.MemberResults;
import com.huleedu.ras.domain.batch.NamedAlike;
import com.huleedu.ras.domain.batch.PipelineEnds;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.batch.Register;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.Stamp;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@link JudgedStatuses}: all that the rules of a status ask of a batch. A list is a text
 * with commas, its entries have spaces between what they say; a stamp is its microseconds, event id
 * and digest.
 *
 * @param stored the status as it stands there
 * @param requested each phase, no matter how often
 * @param closed phase, stamp, status and first evidence of each outcome; null without any
 * @param anyFailed whether any outcome names an essay as failed
 * @param open a phase without an outcome or naming of which a member has a result; null without any
 * @param flat whether its registration was of the flat shape
 * @param pipeline the stamps of failure and end, and of namings by phase; the end with its status
 * @param newestCj of all results and verdicts; asked only where there is a failure
 * @param slotDespite whether a member has a slot, where files enough were rejected; else null
 */
record StatusInputs(
    String batch,
    @Nullable String stored,
    @Nullable String requested,
    @Nullable String closed,
    boolean anyFailed,
    @Nullable String open,
    boolean flat,
    @Nullable String pipeline,
    @Nullable String newestCj,
    @Nullable Boolean slotDespite,
    PipelineEnds pipelineEnds) {

  /** What the entries of {@link #pipeline} begin with that are no namings. */
  static final String FAILURE = "failure";

  static final String END = "end";

  private static final Stamp ANY = new Stamp(Instant.EPOCH, new UUID(0, 0), 0);
  private static final List<NamedAlike> FAILED_EVERYWHERE =
      List.of(new NamedAlike(EnumSet.allOf(Phase.class), Set.of(), false, 1));

  static StatusInputs of(ResultSet row, PipelineEnds pipelineEnds) throws SQLException {
    return new StatusInputs(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getBoolean(5),
        row.getString(6),
        row.getBoolean(7),
        row.getString(8),
        row.getString(9),
        row.getObject(10, Boolean.class),
        pipelineEnds);
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
   * @param failed of {@link OutcomesQuery#namedAlike}, if it {@link #dependsOnEssays}
   * @return null if what is stored makes no sense, as a phase that there is not
   */
  @Nullable String judged(List<NamedAlike> failed) {
    try {
      return BatchProgress.of(
              intake(), pipelineFacts(), BatchOutcomes.of(closedPhases(), failed), members())
          .status()
          .eventName();
    } catch (NoSuchElementException corrupt) {
      return null;
    }
  }

  /** Whether all files were rejected was counted: one stands for all. */
  private Intake intake() {
    List<Phase> phases = parts(requested).stream().map(FactRecords::phase).toList();
    int files = slotDespite == null ? 0 : 1;
    return new Intake(phases, files, flat, files, pipelineEnds);
  }

  /** The rules ask which phases have results, and when only of a run beside a failure. */
  private MemberResults members() {
    Map<Phase, Stamp> newest = new EnumMap<>(Phase.class);
    if (open != null) {
      newest.put(FactRecords.phase(open), ANY);
    }
    if (newestCj != null) {
      newest.put(Phase.CJ_ASSESSMENT, FactTexts.stamp(newestCj.split(" ", -1), 0));
    }
    return new MemberResults(newest, Boolean.TRUE.equals(slotDespite) ? ANY.time() : null, null);
  }

  private PipelineFacts pipelineFacts() {
    Register<CjFailure> failure = null;
    Register<BatchStatus> end = null;
    SortedMap<Phase, Stamp> namings = new TreeMap<>();
    for (String known : parts(pipeline)) {
      String[] words = known.split(" ", -1);
      Stamp stamp = FactTexts.stamp(words, 1);
      switch (words[0]) {
        case FAILURE -> failure = new Register<>(stamp, new CjFailure(null));
        case END -> end = new Register<>(stamp, FactRecords.status(words[4]));
        default -> namings.put(FactRecords.phase(words[0]), stamp);
      }
    }
    return new PipelineFacts(new BatchId(batch), failure, end, null, namings, null);
  }

  private List<ClosedPhase> closedPhases() {
    return parts(closed).stream().map(StatusInputs::closedPhase).toList();
  }

  private static ClosedPhase closedPhase(String outcome) {
    String[] words = outcome.split(" ", -1);
    return new ClosedPhase(
        FactRecords.phase(words[0]),
        FactRecords.status(words[4]),
        FactTexts.stamp(words, 1),
        0,
        FactTexts.time(words[5]));
  }

  private static List<String> parts(@Nullable String list) {
    return list == null || list.isEmpty() ? List.of() : List.of(list.split(",", -1));
  }
}
