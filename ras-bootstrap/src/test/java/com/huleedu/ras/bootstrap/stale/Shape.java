package com.huleedu.ras.bootstrap.stale;

import com.huleedu.ras.domain.BatchId;
import com.huleedu.ras.domain.EssayId;
import com.huleedu.ras.domain.ProcessingStage;
import com.huleedu.ras.domain.TextId;
import com.huleedu.ras.domain.UploadId;
import com.huleedu.ras.domain.UserId;
import com.huleedu.ras.domain.event.AssessmentResultPublished;
import com.huleedu.ras.domain.event.BatchRegistered;
import com.huleedu.ras.domain.event.CompletionEvent;
import com.huleedu.ras.domain.event.EssaySlotAssigned;
import com.huleedu.ras.domain.event.FileRejected;
import com.huleedu.ras.domain.event.Registration;
import com.huleedu.ras.domain.event.RejectedFile;
import com.huleedu.ras.domain.event.Slot;
import com.huleedu.ras.domain.event.SpellcheckCompleted;
import com.huleedu.ras.domain.event.SpellcheckResult;
import com.huleedu.ras.domain.event.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What the hunt is about: few batches of few users, and events that each count one cell of one
 * batch up. Cell 0 is the registration, which moves the batch to the next user; the next ones are
 * the spellcheck of an essay of each writer; the last ones what only the second generation says:
 * the file name of an essay, a rejected file, and the assignment that a result names.
 */
final class Shape {
  static final int BATCHES = 6;
  static final int USERS = 3;
  static final int WRITERS = 3;
  static final int SLOT = 1 + WRITERS;
  static final int REJECTED_FILE = SLOT + 1;
  static final int ASSIGNMENT = SLOT + 2;
  static final int CELLS = SLOT + WRITERS;

  private static final Instant START = Instant.parse("2026-03-01T08:00:00Z");

  private Shape() {}

  static BatchId batch(int batch) {
    return new BatchId("hot-" + batch);
  }

  static int numberOf(BatchId batch) {
    return Integer.parseInt(batch.value().substring("hot-".length()));
  }

  static UserId user(int user) {
    return new UserId("teacher-" + user);
  }

  static int ownerOf(int batch, long registration) {
    return (int) ((batch + registration) % USERS);
  }

  private static EssayId essay(int batch, int cell) {
    return new EssayId("essay-" + batch + "-" + cell);
  }

  static int cellOf(EssayId essay) {
    return Integer.parseInt(essay.value().substring(essay.value().lastIndexOf('-') + 1));
  }

  /** The event that brings a cell to a version, from 1 on. */
  static CompletionEvent event(int batch, int cell, long version) {
    UUID id = new UUID((long) batch * CELLS + cell, version);
    Stamp stamp = new Stamp(START.plusNanos(version * 1_000), id, version);
    if (cell == 0) {
      return new BatchRegistered(stamp, null, batch(batch), registration(batch, version));
    }
    return cell < SLOT
        ? spellchecked(stamp, essay(batch, cell), version)
        : ofSecondGeneration(stamp, batch, cell, Long.toString(version));
  }

  private static CompletionEvent spellchecked(Stamp stamp, EssayId essay, long version) {
    SpellcheckResult result =
        new SpellcheckResult(
            ProcessingStage.COMPLETED, version, null, new TextId("original"), null);
    return new SpellcheckCompleted(stamp, null, essay, null, result);
  }

  /**
   * Each touches the batch by another way: a member, a row of its own, and the runs of the batch.
   */
  private static CompletionEvent ofSecondGeneration(
      Stamp stamp, int batch, int cell, String version) {
    UploadId upload = new UploadId("upload");
    return switch (cell) {
      case SLOT ->
          new EssaySlotAssigned(
              stamp, null, batch(batch), essay(batch, 1), new Slot(upload, version));
      case REJECTED_FILE ->
          new FileRejected(
              stamp, null, batch(batch), upload, new RejectedFile("file", "CODE", version));
      case ASSIGNMENT ->
          new AssessmentResultPublished(stamp, null, batch(batch), version, Map.of());
      default -> throw new IllegalArgumentException("no cell " + cell);
    };
  }

  /** Which of its two cells a writer counts up in whatever batch. */
  static int cellOf(int writer, boolean ofSecondGeneration) {
    return ofSecondGeneration ? SLOT + writer : 1 + writer;
  }

  /** The number of essays, which nothing depends on, carries the version. */
  private static Registration registration(int batch, long version) {
    List<EssayId> essays =
        IntStream.rangeClosed(1, WRITERS).mapToObj(cell -> essay(batch, cell)).toList();
    return new Registration(user(ownerOf(batch, version)), version, essays, List.of());
  }
}
