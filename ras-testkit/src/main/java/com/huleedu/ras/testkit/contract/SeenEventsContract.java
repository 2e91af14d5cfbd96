package com.huleedu.ras.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.huleedu.ras.domain.port.projection.EventMark;
import com.huleedu.ras.domain.port.projection.Lineage;
import com.huleedu.ras.domain.port.projection.SeenEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SeenEvents} promises while its store can be reached. Every test uses marks and
 * lineages of its own, so the store may be shared and need not be empty.
 */
public abstract class SeenEventsContract {
  private final Lineage lineage = new Lineage(UUID.randomUUID());

  protected SeenEventsContract() {}

  /** The adapter under test. */
  protected abstract SeenEvents seenEvents();

  @Test
  void whatWasNeverMarkedIsNotSeen() {
    assertThat(seenEvents().seen(lineage, marks(3))).isEmpty();
  }

  @Test
  void exactlyTheMarkedOnesAreSeen() {
    List<EventMark> marks = marks(10);
    seenEvents().mark(lineage, marks.subList(2, 7));

    assertThat(seenEvents().seen(lineage, marks))
        .containsExactlyInAnyOrderElementsOf(marks.subList(2, 7));
    assertThat(seenEvents().seen(lineage, marks.subList(0, 4)))
        .containsExactlyInAnyOrderElementsOf(marks.subList(2, 4));
  }

  @Test
  void markingTwiceIsHarmless() {
    List<EventMark> marks = marks(1);
    seenEvents().mark(lineage, marks);
    seenEvents().mark(lineage, List.of(marks.getFirst(), marks.getFirst()));

    assertThat(seenEvents().seen(lineage, marks)).containsExactlyElementsOf(marks);
  }

  @Test
  void anotherLineageHasMarksOfItsOwn() {
    List<EventMark> marks = marks(2);
    Lineage renewed = new Lineage(UUID.randomUUID());
    seenEvents().mark(lineage, marks.subList(0, 1));
    seenEvents().mark(renewed, marks.subList(1, 2));

    assertThat(seenEvents().seen(lineage, marks)).containsExactly(marks.get(0));
    assertThat(seenEvents().seen(renewed, marks)).containsExactly(marks.get(1));
  }

  @Test
  void aWholePollIsMarkedAndAskedForAtOnce() {
    List<EventMark> marks = marks(2_500);
    seenEvents().mark(lineage, marks.subList(0, 2_000));

    assertThat(seenEvents().seen(lineage, marks)).isEqualTo(Set.copyOf(marks.subList(0, 2_000)));
  }

  @Test
  void nothingMarkedAndNothingAskedIsFine() {
    seenEvents().mark(lineage, List.of());

    assertThat(seenEvents().seen(lineage, List.of())).isEmpty();
  }

  private static List<EventMark> marks(int count) {
    List<EventMark> marks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String hex = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
      marks.add(new EventMark(hex));
    }
    return marks;
  }
}
