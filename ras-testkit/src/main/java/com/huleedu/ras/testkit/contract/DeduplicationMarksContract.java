package com.huleedu.ras.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.projection.DeduplicationMark;
import com.huleedu.ras.domain.port.projection.DeduplicationMarks;
import com.huleedu.ras.domain.port.projection.Lineage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every {@link DeduplicationMarks} promises while its store can be reached. Every test uses
 * marks and lineages of its own, so the store may be shared and need not be empty.
 */
public abstract class DeduplicationMarksContract {
  private final Lineage lineage = new Lineage(UUID.randomUUID());

  protected DeduplicationMarksContract() {}

  /** The adapter under test. */
  protected abstract DeduplicationMarks deduplicationMarks();

  @Test
  void whatWasNeverMarkedIsNotSeen() {
    assertThat(deduplicationMarks().seen(lineage, marks(3))).isEmpty();
  }

  @Test
  void exactlyTheMarkedOnesAreSeen() {
    List<DeduplicationMark> marks = marks(10);
    deduplicationMarks().mark(lineage, marks.subList(2, 7));

    assertThat(deduplicationMarks().seen(lineage, marks))
        .containsExactlyInAnyOrderElementsOf(marks.subList(2, 7));
    assertThat(deduplicationMarks().seen(lineage, marks.subList(0, 4)))
        .containsExactlyInAnyOrderElementsOf(marks.subList(2, 4));
  }

  @Test
  void markingTwiceIsHarmless() {
    List<DeduplicationMark> marks = marks(1);
    deduplicationMarks().mark(lineage, marks);
    deduplicationMarks().mark(lineage, List.of(marks.getFirst(), marks.getFirst()));

    assertThat(deduplicationMarks().seen(lineage, marks)).containsExactlyElementsOf(marks);
  }

  @Test
  void anotherLineageHasMarksOfItsOwn() {
    List<DeduplicationMark> marks = marks(2);
    Lineage renewed = new Lineage(UUID.randomUUID());
    deduplicationMarks().mark(lineage, marks.subList(0, 1));
    deduplicationMarks().mark(renewed, marks.subList(1, 2));

    assertThat(deduplicationMarks().seen(lineage, marks)).containsExactly(marks.get(0));
    assertThat(deduplicationMarks().seen(renewed, marks)).containsExactly(marks.get(1));
  }

  @Test
  void aWholePollIsMarkedAndAskedForAtOnce() {
    List<DeduplicationMark> marks = marks(12_500);
    deduplicationMarks().mark(lineage, marks.subList(0, 10_000));

    assertThat(deduplicationMarks().seen(lineage, marks))
        .isEqualTo(Set.copyOf(marks.subList(0, 10_000)));
  }

  @Test
  void nothingMarkedAndNothingAskedIsFine() {
    deduplicationMarks().mark(lineage, List.of());

    assertThat(deduplicationMarks().seen(lineage, List.of())).isEmpty();
  }

  private static List<DeduplicationMark> marks(int count) {
    List<DeduplicationMark> marks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String hex = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
      marks.add(new DeduplicationMark(hex));
    }
    return marks;
  }
}
