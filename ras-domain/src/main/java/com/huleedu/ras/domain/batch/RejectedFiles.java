package com.huleedu.ras.domain.batch;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one batch that never became essays.
 *
 * @param first by time, then by id; at most {@value #MAX_SHOWN}
 * @param known how many there are
 * @param newest the time of the newest one; null if there are none
 */
public record RejectedFiles(List<RejectedFileFacts> first, long known, @Nullable Instant newest) {
  /** No client reads more, and messages can carry any number. */
  public static final int MAX_SHOWN = 10_000;

  /** Of a batch of whose files none was rejected. */
  public static final RejectedFiles NONE = new RejectedFiles(List.of(), 0, null);

  private static final Comparator<RejectedFileFacts> ORDER =
      Comparator.<RejectedFileFacts, Instant>comparing(file -> file.file().stamp().time())
          .thenComparing(RejectedFileFacts::upload);

  public RejectedFiles {
    first = List.copyOf(first);
  }

  /** All of one batch, in any order. */
  public static RejectedFiles of(Collection<RejectedFileFacts> files) {
    List<RejectedFileFacts> ordered = files.stream().sorted(ORDER).toList();
    return new RejectedFiles(
        ordered.subList(0, Math.min(ordered.size(), MAX_SHOWN)),
        ordered.size(),
        ordered.isEmpty() ? null : ordered.getLast().file().stamp().time());
  }

  /** Whether there are more than the first. */
  public boolean isCut() {
    return known > first.size();
  }
}
