package com.huleedu.ras.application.rebuild;

import com.huleedu.ras.domain.batch.BatchFacts;
import com.huleedu.ras.domain.batch.EssayFacts;
import com.huleedu.ras.domain.batch.Facts;
import com.huleedu.ras.domain.batch.OutcomeFacts;
import com.huleedu.ras.domain.batch.PipelineFacts;
import com.huleedu.ras.domain.batch.RejectedFileFacts;
import com.huleedu.ras.domain.event.CjResult;
import com.huleedu.ras.domain.event.Grade;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.RejectedFile;
import com.huleedu.ras.domain.port.projection.RawMessage;
import org.jspecify.annotations.Nullable;

/** About how much heap the facts of a row take. */
final class FactsSize {
  /** A row of short values, with its key and all that holds them. */
  private static final long ROW = 1_500;

  /** An identifier in a collection. */
  private static final long ID = 120;

  private FactsSize() {}

  /** About so many bytes of heap; generously. */
  static long bytes(Facts row) {
    return ROW
        + row.batches().values().stream().mapToLong(FactsSize::bytes).sum()
        + row.pipelines().values().stream().mapToLong(FactsSize::bytes).sum()
        + row.outcomes().values().stream().mapToLong(FactsSize::bytes).sum()
        + row.rejectedFiles().values().stream().mapToLong(FactsSize::bytes).sum()
        + row.essays().values().stream().mapToLong(FactsSize::bytes).sum();
  }

  /** The same of many rows. */
  static long ofRows(Facts rows) {
    int count =
        rows.batches().size()
            + rows.pipelines().size()
            + rows.outcomes().size()
            + rows.rejectedFiles().size()
            + rows.essays().size();
    return bytes(rows) + ROW * (count - 1);
  }

  /** The same of a message that is kept as it came. */
  static long bytes(RawMessage message) {
    long headers =
        message.headers().stream()
            .mapToLong(header -> ID + header.name().length() + length(header.value()))
            .sum();
    return ROW + length(message.key()) + length(message.value()) + headers;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static long bytes(BatchFacts batch) {
    Registration registration = batch.registration().value();
    return ID * (registration.essays().size() + batch.owners().size())
        + bytes(registration.promptRef())
        + bytes(registration.classId());
  }

  private static long bytes(PipelineFacts pipeline) {
    return ID * pipeline.namings().size()
        + (pipeline.cjFailure() == null ? 0 : bytes(pipeline.cjFailure().value().error()))
        + (pipeline.assignment() == null ? 0 : bytes(pipeline.assignment().value()));
  }

  private static long bytes(RejectedFileFacts facts) {
    RejectedFile file = facts.file().value();
    return bytes(file.fileName()) + bytes(file.errorCode()) + bytes(file.message());
  }

  private static long bytes(OutcomeFacts outcome) {
    return ID
        * (outcome.outcome().value().processed().size()
            + outcome.outcome().value().failed().size());
  }

  private static long bytes(EssayFacts essay) {
    return ID * essay.claimants().size()
        + (essay.spellcheck() == null ? 0 : bytes(essay.spellcheck().value().error()))
        + (essay.cj() == null ? 0 : bytes(essay.cj().value()))
        + (essay.verdict() == null ? 0 : bytes(essay.verdict().value().run()))
        + (essay.slot() == null ? 0 : bytes(essay.slot().value().fileName()));
  }

  private static long bytes(CjResult result) {
    Grade grade = result.grade();
    return bytes(result.run())
        + (grade == null ? 0 : bytes(grade.letter()) + bytes(grade.confidenceLabel()));
  }

  /** A JVM keeps texts of Latin letters with a byte each. */
  private static long bytes(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return (long) Character.BYTES * text.length();
      }
    }
    return text.length();
  }
}
