package com.huleedu.ras.adapter.json;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.CjAssessmentCompleted;
import com.huleedu.ras.domain.event.CjAssessmentFailed;
import com.huleedu.ras.domain.event.CjFailure;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.CjVerdict;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.NoEffect;
import com.huleedu.ras.domain.event.SaidNothing;
import io.micrometer.core.instrument.Counter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code data} of the messages about comparative judgement. */
final class CjReader {
  private static final String METHOD = "cj_assessment";

  /** Texts that the essays of others are held against, to place them on the scale of grades. */
  private static final String ANCHOR = "ANCHOR_";

  /** What stands in place of a grade that was not predicted, without any confidence. */
  private static final String UNGRADED = "U";

  /** Characters of the name of a run that are kept as they are. */
  private static final int KEPT_OF_RUN = 255;

  private final Counter skipped;

  /**
   * @param skipped counts rankings and rows without an essay
   */
  CjReader(Counter skipped) {
    this.skipped = skipped;
  }

  CompletionEvent completed(Envelope envelope) throws MalformedException {
    Members data = envelope.data();
    BatchId batch = new BatchId(EntityReference.ofData(data).id());
    data.text("status");
    SystemMetadata.read(data.members("system_metadata"));
    String run = run(data);
    Members summary = data.membersOrNull("processing_summary");
    boolean ranked = summary == null || data.has("rankings");
    return new CjAssessmentCompleted(
        envelope.stamp(),
        envelope.correlationId(),
        batch,
        ranked ? rankings(data, run) : Map.of(),
        summary == null ? Map.of() : verdicts(summary, run));
  }

  /**
   * A run is only told from other runs, and stands with each essay that it names: of one message of
   * a megabyte a long name would make gigabytes.
   */
  private static String run(Members data) throws MalformedException {
    String run = data.kept("cj_assessment_job_id");
    return run.length() <= KEPT_OF_RUN ? run : Fingerprint.ofText(run);
  }

  private Map<EssayId, CjResult> rankings(Members data, String run) throws MalformedException {
    Map<EssayId, CjResult> rankings = new LinkedHashMap<>();
    for (Members.Element element : data.elements("rankings")) {
      Members ranking = Members.of(element.node(), element.path());
      EssayId essay = ranking.idOrNull("els_essay_id", EssayId::new);
      if (essay == null) {
        skipped.increment();
      } else {
        rankings.put(
            essay,
            new CjResult(run, ranking.integerOrNull("rank"), ranking.numberOrNull("score"), null));
      }
    }
    return rankings;
  }

  /** Who is named as both has failed. */
  private static Map<EssayId, CjVerdict> verdicts(Members summary, String run)
      throws MalformedException {
    Map<EssayId, CjVerdict> verdicts = new LinkedHashMap<>();
    for (EssayId essay : summary.idsIfPresent("successful_essay_ids", EssayId::new)) {
      verdicts.put(essay, new CjVerdict(run, true));
    }
    for (EssayId essay : summary.idsIfPresent("failed_essay_ids", EssayId::new)) {
      verdicts.put(essay, new CjVerdict(run, false));
    }
    return verdicts;
  }

  CompletionEvent result(Envelope envelope) throws MalformedException {
    Members data = envelope.data();
    BatchId batch = data.id("batch_id", BatchId::new);
    String run = run(data);
    String assignment = assignment(data);
    Map<EssayId, CjResult> results = rows(data, run);
    if (data.find("assessment_method") != null && !data.text("assessment_method").equals(METHOD)) {
      return new SaidNothing(
          envelope.stamp(), envelope.correlationId(), batch, NoEffect.OTHER_METHOD);
    }
    return new AssessmentResultPublished(
        envelope.stamp(), envelope.correlationId(), batch, assignment, results);
  }

  private static @Nullable String assignment(Members data) throws MalformedException {
    String assignment = data.keptOrNull("assignment_id");
    Members metadata = data.membersOrNull("assessment_metadata");
    String ofMetadata = metadata == null ? null : metadata.keptOrNull("assignment_id");
    return assignment == null ? ofMetadata : assignment;
  }

  private Map<EssayId, CjResult> rows(Members data, String run) throws MalformedException {
    Map<EssayId, CjResult> results = new LinkedHashMap<>();
    for (Members.Element element : data.elements("essay_results")) {
      Members row = Members.of(element.node(), element.path());
      EssayId essay = row.idOrNull("essay_id", EssayId::new);
      CjResult result =
          new CjResult(run, row.integerOrNull("rank"), row.numberOrNull("bt_score"), grade(row));
      if (row.flag("is_anchor") || (essay != null && essay.value().startsWith(ANCHOR))) {
        continue;
      }
      if (essay == null) {
        skipped.increment();
      } else {
        results.put(essay, result);
      }
    }
    return results;
  }

  private static @Nullable Grade grade(Members row) throws MalformedException {
    String letter = row.keptOrNull("letter_grade");
    Double normalized = row.numberOrNull("normalized_score");
    Double confidence = row.numberOrNull("confidence_score");
    String label = row.keptOrNull("confidence_label");
    boolean unsure = confidence == null || confidence == 0;
    return letter == null || (letter.equals(UNGRADED) && unsure)
        ? null
        : new Grade(letter, normalized, confidence, label);
  }

  static CompletionEvent failed(Envelope envelope) throws MalformedException {
    Members data = envelope.data();
    BatchId batch = new BatchId(EntityReference.ofData(data).id());
    SystemMetadata metadata = SystemMetadata.read(data.members("system_metadata"));
    return new CjAssessmentFailed(
        envelope.stamp(), envelope.correlationId(), batch, new CjFailure(metadata.error()));
  }
}
